import assert from "node:assert/strict";
import type { EndpointSlice, FullPod } from "../../cli/cluster/kubectlJson";
import { strangers } from "../../cli/cluster/strangers";

const INSTANCE = "app.kubernetes.io/instance";
const HASH = "pod-template-hash";

/** A pod as the chart's Deployment makes it, but for what is said. */
const pod = (change: Partial<FullPod["metadata"]> = {}): FullPod => ({
  kind: "Pod",
  metadata: {
    name: "backend-5d9c-x",
    creationTimestamp: "2026-11-01T11:57:30Z",
    labels: { app: "backend", [INSTANCE]: "todo-app", [HASH]: "5d9c" },
    ownerReferences: [{ kind: "ReplicaSet", name: "backend-5d9c", controller: true }],
    ...change,
  },
  spec: { containers: [{ image: "todo-backend:0123" }] },
  status: { phase: "Running" },
});

const slice = (service: string, ...names: string[]): EndpointSlice => ({
  kind: "EndpointSlice",
  metadata: { labels: { "kubernetes.io/service-name": service } },
  endpoints: names.map((name) => ({ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name } })),
});
const behind = (...names: string[]) => [slice("backend-service", ...names)];

describe("who gets the app's requests", () => {
  it("is none of the pods that its Deployments and its StatefulSet made", () => {
    const postgres = pod({
      name: "postgres-0",
      labels: { app: "postgres", [INSTANCE]: "todo-app" },
      ownerReferences: [{ kind: "StatefulSet", name: "postgres", controller: true }],
    });
    const slices = [...behind("backend-5d9c-x"), slice("postgres-service", "postgres-0")];
    assert.deepEqual(strangers(slices, [pod(), postgres]), []);
  });

  const { labels, ownerReferences } = pod().metadata;
  for (const [what, change] of [
    ["has the label app alone, as an earlier chart chose it", { labels: { app: "backend" } }],
    ["is of another release", { labels: { ...labels, [INSTANCE]: "other" } }],
    ["has every label of ours, and nothing made it", { ownerReferences: undefined }],
    [
      "is of another's Deployment",
      {
        ownerReferences: [{ kind: "ReplicaSet", name: "sniffer-5d9c", controller: true }],
      },
    ],
    [
      "is of another's StatefulSet",
      { ownerReferences: [{ kind: "StatefulSet", name: "sniffer", controller: true }] },
    ],
    ["is of a Job", { ownerReferences: [{ ...ownerReferences![0]!, kind: "Job" }] }],
  ] as [string, Partial<FullPod["metadata"]>][]) {
    it(`is a stranger where a pod ${what}`, () => {
      const found = strangers(behind("backend-5d9c-x", "sniffer"), [
        pod(),
        pod({ name: "sniffer", ...change }),
      ]);
      assert.deepEqual(found, [{ service: "backend-service", who: "pod sniffer" }]);
    });
  }

  it("is a stranger where the pod is another part's", () => {
    const slices = [slice("frontend-service", "backend-5d9c-x")];
    assert.equal(strangers(slices, [pod()]).length, 1);
  });

  it("is a stranger where an address was written there by hand", () => {
    const [written] = behind();
    written!.endpoints = [{ addresses: ["192.0.2.9"] }];
    const found = [{ service: "backend-service", who: "address 192.0.2.9" }];
    assert.deepEqual(strangers([written!], []), found);
  });

  it("is said once, though two slices have it", () => {
    const twice = [...behind("sniffer"), ...behind("sniffer")];
    assert.equal(strangers(twice, [pod({ name: "sniffer", labels: {} })]).length, 1);
  });

  it("is not who has gone since, or is going, or is behind another's Service", () => {
    const gone = pod({ name: "sniffer", labels: {}, deletionTimestamp: "now" });
    assert.deepEqual(strangers(behind("no-more"), []), []);
    assert.deepEqual(strangers(behind("sniffer"), [gone]), []);
    const theirs = pod({ name: "theirs", labels: {} });
    assert.deepEqual(strangers([slice("their-service", "theirs")], [theirs]), []);
    assert.deepEqual(strangers([{ ...behind()[0]!, endpoints: null }], []), []);
  });
});
