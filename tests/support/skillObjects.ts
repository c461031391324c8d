/** Objects as the Kubernetes API gives them, with as little in them as a diagnosis reads. */
import {
  diagnose,
  evidenceOf,
  Finding,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";

export const NOW = "2026-01-01T12:00:00Z";
export const minutesAgo = (minutes: number) =>
  new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

export const CONTAINER = { name: "app", image: "web:1", ports: [{ containerPort: 8080 }] };
export const deployment = (more: object = {}, status: object = { updatedReplicas: 1 }) => ({
  kind: "Deployment",
  metadata: { name: "web", ...more },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels: { app: "web" } }, spec: { containers: [CONTAINER] } },
  },
  status,
});
export const replicaSet = {
  kind: "ReplicaSet",
  metadata: {
    name: "web-1",
    ownerReferences: [{ kind: "Deployment", name: "web", controller: true }],
  },
  spec: { template: { spec: { containers: [CONTAINER] } } },
};
export const pod = (status: object, metadata: object = {}, spec: object = {}) => ({
  kind: "Pod",
  metadata: {
    ...{ name: "web-1-a", labels: { app: "web" }, creationTimestamp: minutesAgo(5) },
    ownerReferences: [{ kind: "ReplicaSet", name: "web-1", controller: true }],
    ...metadata,
  },
  spec: { containers: [{ ...CONTAINER, ...spec }] },
  status,
});
export const container = (state: object, more: object = {}) => ({
  phase: "Running",
  containerStatuses: [{ name: "app", ready: false, restartCount: 0, state, ...more }],
});
export const running = (more: object = {}) =>
  container({ running: { startedAt: minutesAgo(4) } }, more);
export const event = (
  kind: string,
  name: string,
  reason: string,
  message: string,
  more: object = {},
) => ({
  ...{ kind: "Event", metadata: {}, type: "Warning", reason, message, count: 5 },
  ...{ involvedObject: { kind, name }, lastTimestamp: minutesAgo(1), ...more },
});
export const node = (conditions: object[], labels = {}) => ({
  kind: "Node",
  metadata: { name: "n1", labels },
  spec: {},
  status: { conditions, allocatable: { cpu: "2", memory: "4Gi" } },
});

/** What is found in a namespace with one deployment, and these objects. */
export const find = (...objects: object[]): Finding[] =>
  diagnose(
    evidenceOf([deployment(), replicaSet, ...objects], {
      ...{ namespace: "apps", context: "here", collectedAt: NOW },
    }),
  );
