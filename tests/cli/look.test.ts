import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { kagentPods, look, waitUntilHealthy } from "../../cli/cluster/look";
import type { Outputs } from "../../cli/stack/stack";
import type { FullPod } from "../../cli/cluster/kubectlJson";
import { ownCheckout } from "../support/standIn";

const seen = (ready: boolean): Awaited<ReturnType<typeof look>> => ({
  profile: "minikube",
  strangers: [],
  release: { status: "deployed", revision: "1" },
  objects: [
    {
      kind: "Pod",
      metadata: { name: "backend-1", creationTimestamp: "2026-11-01T11:57:30Z" },
      spec: { containers: [{ image: "todo-backend:0123" }] },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "backend", ready, restartCount: 0 }],
      },
    } as FullPod,
  ],
});

describe("the end of make up", () => {
  /** Looks that end in turn as told. */
  const looks = (...ends: (boolean | Error)[]) => {
    const left = [...ends];
    const next = async () => {
      const end = left.length > 1 ? left.shift()! : left[0]!;
      if (end instanceof Error) throw end;
      return seen(end);
    };
    return { next, left };
  };

  it("waits until every pod is ready, over an API server that is not there yet", async () => {
    const { next, left } = looks(new Error("refused"), false, true);
    assert.equal((await waitUntilHealthy(next, 60_000, 1)).ok, true);
    assert.equal(left.length, 1);
  });

  it("says what is wrong when its patience is at its end", async () => {
    const report = await waitUntilHealthy(looks(false).next, 0, 1);
    assert.equal(report.ok, false);
    assert.equal(report.pods[0]!.state, "Running");
    await assert.rejects(waitUntilHealthy(looks(new Error("refused")).next, 0, 1), /refused/);
  });
});

describe("a look at the cluster", () => {
  const PATH = process.env.PATH;
  const checkout = ownCheckout();
  let folder: string;
  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-look-"));
    process.env.PATH = `${folder}${path.delimiter}${PATH}`;
  });
  afterEach(() => {
    process.env.PATH = PATH;
    if (folder) fs.rmSync(folder, { recursive: true });
  });
  const standIn = (tool: string, printed: object) =>
    fs.writeFileSync(
      path.join(folder, tool),
      `#!/bin/sh\necho "$*" >> '${folder}/calls'\necho '${JSON.stringify(printed)}'\n`,
      { mode: 0o755 },
    );

  it("tells the release's pods from another's, which stands behind a Service of ours", async () => {
    const pod = (name: string, instance: string) => ({
      kind: "Pod",
      metadata: {
        ...{ name, creationTimestamp: "2026-11-29T01:02:03Z" },
        labels: { app: "backend", "app.kubernetes.io/instance": instance },
      },
      spec: { containers: [{ image: "todo-backend:1" }] },
      status: { phase: "Running" },
    });
    const slice = {
      kind: "EndpointSlice",
      metadata: { labels: { "kubernetes.io/service-name": "backend-service" } },
      endpoints: [{ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name: "sniffer" } }],
    };
    const event = { kind: "Event", reason: "Unhealthy", involvedObject: {} };
    const [ours, theirs] = [pod("backend-1", "todo-app"), pod("sniffer", "other")];
    standIn("kubectl", { items: [slice, ours, theirs, event] });
    fs.writeFileSync(`${checkout.folder}/Pulumi.dev.yaml`, "config:\n  todo:profile: p\n");
    standIn("helm", [{ name: "todo-app", status: "deployed", revision: "1" }]);
    const outputs = { context: "minikube", namespace: "todo-app" } as Outputs;
    const { objects, strangers, release, profile } = await look(outputs);
    assert.deepEqual(objects, [ours, event]);
    assert.deepEqual(strangers, [{ service: "backend-service", who: "pod sniffer" }]);
    assert.equal(release!.status, "deployed");
    assert.equal(profile, "p");
    // The slices first: a pod that goes in between is then no stranger.
    assert.match(fs.readFileSync(`${folder}/calls`, "utf8"), / get endpointslices,pods,events /);
  });

  it("lists kagent's pods by themselves", async () => {
    const pod = {
      ...{
        kind: "Pod",
        metadata: { name: "k8s-agent", creationTimestamp: "2026-11-29T01:02:03Z" },
      },
      ...{ spec: { containers: [{ image: "app:1" }] }, status: { phase: "Running" } },
    };
    standIn("kubectl", { items: [pod] });
    fs.writeFileSync(`${checkout.folder}/Pulumi.dev.yaml`, "config:\n  todo:kagent: true\n");
    assert.deepEqual(await kagentPods({ context: "minikube" }), [pod]);
    assert.match(fs.readFileSync(`${folder}/calls`, "utf8"), /--namespace kagent get pods /);
  });
});
