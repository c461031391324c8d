import assert from "node:assert/strict";
import type { FullPod } from "../../cli/cluster/kubectlJson";
import { changes, Seen, statusReport, statusText } from "../../cli/cluster/statusReport";

const NOW = Date.parse("2026-11-01T12:00:00Z");
const pod = (status: object, name = "backend-1"): FullPod => ({
  kind: "Pod",
  metadata: { name, creationTimestamp: "2026-11-01T11:57:30Z" },
  spec: { containers: [{ image: "todo-backend:0123" }] },
  status: { phase: "Running", ...status },
});
const ready = pod({ containerStatuses: [{ name: "backend", ready: true, restartCount: 2 }] });
const crashed = pod({
  containerStatuses: [
    {
      name: "backend",
      ready: false,
      restartCount: 4,
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { exitCode: 1, reason: "Error" } },
    },
  ],
});
const well: Seen = {
  profile: "minikube",
  objects: [ready],
  strangers: [],
  release: { status: "deployed", revision: "3" },
  visits: [{ address: "http://192.0.2.7:30123", status: 200 }],
  differs: [],
};

describe("the status of a deployment", () => {
  it("is well when the release is there, every pod is ready, and every address answers", () => {
    const report = statusReport(well, NOW);
    assert.equal(report.ok, true);
    assert.deepEqual(report.pods, [
      { state: "ready", pod: "backend-1", image: "todo-backend:0123", restarts: 2, minutes: 2 },
    ]);
    const text = statusText(report);
    assert.match(text, /release +deployed, revision 3/);
    assert.match(text, /ready +backend-1 +todo-backend:0123 +2 +2 min/);
    assert.doesNotMatch(text, /Not everything is healthy|Differs/);
  });

  for (const [what, change] of [
    ["no release", { release: undefined }],
    ["a release that is stuck", { release: { status: "pending-upgrade", revision: "4" } }],
    ["no pods", { objects: [] }],
    ["a pod that is not ready", { objects: [ready, crashed] }],
    [
      "a stranger's pod behind a Service",
      { strangers: [{ service: "backend-service", who: "pod x" }] },
    ],
    ["an address that does not answer", { visits: [{ address: "http://192.0.2.7:30123" }] }],
    ["one that answers with an error", { visits: [{ address: "http://a", status: 503 }] }],
  ] as [string, Partial<Seen>][]) {
    it(`is not well with ${what}, and says what to do`, () => {
      const report = statusReport({ ...well, ...change }, NOW);
      assert.equal(report.ok, false);
      assert.match(statusText(report), /Not everything is healthy\. To see the logs: make logs/);
    });
  }

  it("is well though a pod is leaving, and though one has done its work", () => {
    const leaving = { ...crashed, metadata: { ...crashed.metadata, deletionTimestamp: "now" } };
    const over = pod({ phase: "Succeeded" }, "smoke-test");
    assert.equal(statusReport({ ...well, objects: [ready, leaving, over] }, NOW).ok, true);
    assert.equal(statusReport({ ...well, objects: [leaving, over] }, NOW).ok, false);
  });

  it("shows kagent's pods, on which the app does not depend", () => {
    const kagent = pod({ phase: "Pending" }, "k8s-agent-1");
    const report = statusReport({ ...well, kagent: [kagent] }, NOW);
    assert.equal(report.ok, true);
    assert.match(statusText(report), /^kagent\n[^]*Pending +k8s-agent-1 /m);
    assert.match(statusText(statusReport({ ...well, kagent: [] }, NOW)), /^kagent +no pods$/m);
    assert.doesNotMatch(statusText(statusReport(well, NOW)), /kagent/);
  });

  it("says who gets the app's requests and is not of the app", () => {
    const strangers = [{ service: "backend-service", who: "pod sniffer" }];
    const text = statusText(statusReport({ ...well, strangers }, NOW));
    assert.match(
      text,
      /^pod sniffer receives requests for backend-service, but does not belong to release todo-app/m,
    );
  });

  it("says why a pod is not ready", () => {
    const text = statusText(statusReport({ ...well, objects: [crashed] }, NOW));
    assert.match(text, /backend-1: container backend: CrashLoopBackOff \(Error, exit code 1\)/);
  });

  it("names what differs from the program, and nothing where pulumi could not say", () => {
    const differing = statusReport({ ...well, differs: ["app-release", "backend-build"] }, NOW);
    assert.equal(differing.ok, true);
    assert.match(
      statusText(differing),
      /Differs from the Pulumi program: app-release, backend-build\./,
    );
    const unknown = statusReport({ ...well, differs: undefined }, NOW);
    assert.doesNotMatch(statusText(unknown), /Differs/);
  });
});

describe("what a preview would change", () => {
  it("is each resource once, without the stack and what stays", () => {
    const urn = (type: string, name: string) => `urn:pulumi:dev::todo::${type}::${name}`;
    const steps = [
      { op: "update", urn: urn("pulumi:pulumi:Stack", "todo-dev") },
      { op: "same", urn: urn("a", "secrets") },
      { op: "create-replacement", urn: urn("docker:index/image:Image", "backend-build") },
      { op: "replace", urn: urn("docker:index/image:Image", "backend-build") },
      { op: "update", urn: urn("kubernetes:helm.sh/v3:Release", "app-release") },
    ];
    const preview = `a warning\n${JSON.stringify({ steps })}`;
    assert.deepEqual(changes(preview, "pulumi preview"), ["app-release", "backend-build"]);
    // Nothing would then be said to differ.
    for (const other of ["a warning", "{}", '{"steps":[{"op":"same"}]}'])
      assert.throws(() => changes(other, "pulumi preview"), /, from: pulumi preview$/);
  });
});
