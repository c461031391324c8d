/** An app as the Kubernetes API gives it, to be broken in one way at a time. */
import {
  evidenceOf,
  Evidence,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";
import { minutesAgo, NOW } from "./skillObjects";

interface Parts {
  name?: string;
  kind?: "Deployment" | "StatefulSet" | "Job" | "CronJob";
  container?: object;
  pod?: object;
  /** Of its container. */
  state?: object;
  /** Of the container's status: restartCount, lastState, ready. */
  status?: object;
  /** Of the pod: phase, conditions, message. */
  phase?: object;
  metadata?: object;
  spec?: object;
  without?: "pod";
}

export const RUNNING = { running: { startedAt: minutesAgo(4) } };
export const BACK_OFF = { waiting: { reason: "CrashLoopBackOff", message: "back-off" } };
export const waiting = (reason: string, message = "") => ({ waiting: { reason, message } });
export const ended = (exitCode: number, reason = "Error") => ({
  restartCount: 3,
  lastState: { terminated: { exitCode, reason, finishedAt: minutesAgo(1) } },
});

/** A workload, and its one pod. */
export function app(parts: Parts = {}): object[] {
  const { name = "web", kind = "Deployment", container = {}, pod = {} } = parts;
  const spec = {
    ...{ containers: [{ name: "app", image: "web:1", ...container }] },
    ...pod,
  };
  const template = { metadata: { labels: { app: name } }, spec };
  const own = { metadata: { name, ...parts.metadata }, status: { updatedReplicas: 1 } };
  const workload = {
    ...{ kind, ...own },
    spec:
      kind === "CronJob"
        ? { jobTemplate: { spec: { template } } }
        : { selector: { matchLabels: { app: name } }, template, ...parts.spec },
  };
  const status = { name: "app", ready: false, restartCount: 0, ...parts.status };
  const theirs = {
    kind: "Pod",
    metadata: {
      ...{ name: `${name}-a`, labels: { app: name }, creationTimestamp: minutesAgo(5) },
      ownerReferences: [{ kind, name, controller: true }],
    },
    spec: { nodeName: "n1", ...spec },
    status: {
      phase: "Running",
      containerStatuses: [{ ...status, state: parts.state ?? RUNNING }],
      ...parts.phase,
    },
  };
  return parts.without === "pod" ? [workload] : [workload, theirs];
}

export const service = (name: string, port: number, targetPort: number | string, more = {}) => ({
  ...{ kind: "Service", metadata: { name } },
  spec: { selector: { app: name }, ports: [{ port, targetPort }], ...more },
});

export const warning = (ref: string, reason: string, message: string) => {
  const [kind, name] = ref.split("/");
  return {
    ...{ kind: "Event", metadata: {}, type: "Warning", reason, message, count: 5 },
    ...{ involvedObject: { kind, name }, lastTimestamp: minutesAgo(0.5) },
  };
};

export const killing = (pod: string, probe: "liveness" | "startup") => ({
  ...warning(`Pod/${pod}`, "Killing", `Container app failed ${probe} probe, will be restarted`),
  type: "Normal",
});

export const nodeWith = (more: { labels?: object; images?: string[]; [key: string]: unknown }) => ({
  ...{ kind: "Node", metadata: { name: "n1", labels: more.labels ?? {} } },
  spec: more.spec ?? {},
  status: {
    ...{ conditions: [{ type: "Ready", status: "True" }] },
    allocatable: { cpu: "4", memory: "8Gi", ...(more.allocatable as object) },
    nodeInfo: { architecture: "arm64" },
    images: (more.images ?? []).map((name) => ({ names: [name] })),
  },
});

export const pending = (message: string) => ({
  phase: "Pending",
  containerStatuses: [],
  conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
});

/** What was collected: the objects, and what was looked at beside them. */
export const evidence = (objects: object[], beside: Partial<Evidence> = {}): Evidence => ({
  ...evidenceOf(objects, { namespace: "apps", context: "kind-dev", collectedAt: NOW }),
  ...beside,
});

export const log = (...lines: string[]) => ({
  logs: [{ pod: "web-a", container: "app", lines }],
});

/** What a registry says of an image that it does not have. */
export const NOWHERE = "failed to resolve reference: not found";

export const http = (port: number | string, more: object = {}) => ({
  httpGet: { path: "/", port },
  ...more,
});
export const refused = (port: number, probe = "Readiness") =>
  warning(
    "Pod/web-a",
    "Unhealthy",
    `${probe} probe failed: dial tcp 10.0.0.7:${port}: connect: connection refused`,
  );
/** What was seen of the ports that it listens on: to all, and to its own pod alone. */
export const listening = (open: number[], local: number[] = []) => ({
  listening: [{ pod: "web-a", open, local }],
});
export const unseen = {
  listening: [{ pod: "web-a", refused: "its image has no program that could look" }],
};
export const ports = (port: number) => ({
  ports: [{ name: "http", containerPort: port }],
  readinessProbe: http(port),
});

/** A container that ends with an error, and what it says before. */
export const crashed = (lines: string[], container: object = {}, more: object = {}) => ({
  objects: app({ container, state: BACK_OFF, status: ended(1), ...more }),
  beside: log(...lines),
});
export const unconfigured = (message: string, container: object) =>
  app({ container, state: waiting("CreateContainerConfigError", message) });
export const fromSecret = (name: string, key: string) => ({
  valueFrom: { secretKeyRef: { name, key } },
});
export const fromMap = (name: string, key: string) => ({
  valueFrom: { configMapKeyRef: { name, key } },
});
