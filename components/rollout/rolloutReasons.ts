/** Why a pod does not get ready, read from what `kubectl get pods,events --output=json` shows. */
import * as v from "valibot";
import { pullAdvice } from "./untrusted";

const text = v.optional(v.string());

const terminated = v.optional(v.object({ exitCode: v.number(), reason: text }));
const containerStatus = v.object({
  name: v.string(),
  restartCount: v.number(),
  ready: v.optional(v.boolean()),
  state: v.optional(
    v.object({ waiting: v.optional(v.object({ reason: text, message: text })), terminated }),
  ),
  lastState: v.optional(v.object({ terminated })),
});
type ContainerStatus = v.InferOutput<typeof containerStatus>;

export const pod = v.object({
  kind: v.literal("Pod"),
  metadata: v.object({ name: v.string(), deletionTimestamp: text }),
  status: v.object({
    conditions: v.optional(v.array(v.object({ type: v.string(), reason: text, message: text }))),
    initContainerStatuses: v.optional(v.array(containerStatus)),
    containerStatuses: v.optional(v.array(containerStatus)),
  }),
});
export type Pod = v.InferOutput<typeof pod>;

export const event = v.object({
  kind: v.literal("Event"),
  reason: text,
  message: text,
  /** How often it was seen. */
  count: v.optional(v.number()),
  /** fieldPath names the container, as spec.containers{backend}. */
  involvedObject: v.object({ name: text, fieldPath: text }),
});
export type Event = v.InferOutput<typeof event>;

/** Both, in one list. */
export const podsAndEvents = v.object({ items: v.array(v.variant("kind", [pod, event])) });

export interface Reason {
  pod: string;
  /** The container whose log says more, if it ran. */
  container?: string;
  text: string;
}

/** States in which a container waits for nothing that will come by itself. */
const STUCK = [
  "CrashLoopBackOff",
  "ImagePullBackOff",
  "ErrImagePull",
  "ErrImageNeverPull",
  "InvalidImageName",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
];

/** How often a probe has to fail before that says something: a start takes its time, and a database too. */
const FAILURES: Record<string, number> = { Startup: 30, Readiness: 4, Liveness: 1 };

/**
 * One reason a pod and container, in words; none while pods are merely starting.
 *
 * @param profile minikube's, for the commands that help; "" where the cluster is not minikube's.
 * @param up the command that deploys.
 */
export function reasons(objects: (Pod | Event)[], profile: string, up: string): Reason[] {
  const pods = objects.filter((object): object is Pod => object.kind === "Pod");
  const events = objects.filter((object): object is Event => object.kind === "Event");
  return [
    ...pods
      .filter((pod) => !pod.metadata.deletionTimestamp)
      .flatMap((pod) => podReasons(pod, events, profile, up)),
    ...refused(events),
  ];
}

function podReasons(pod: Pod, events: Event[], profile: string, up: string): Reason[] {
  const { name } = pod.metadata;
  const statuses = [
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.containerStatuses ?? []),
  ];
  const stuck = statuses.flatMap((status) => containerReason(name, status, profile, up));
  // Events outlive what they tell of.
  const ready = statuses.length > 0 && statuses.every((status) => status.ready);
  const unhealthy = ready ? [] : failedProbes(name, events);
  return [...unschedulable(pod), ...stuck, ...(stuck.length > 0 ? [] : unhealthy)];
}

/** The last probe that failed too often, and whose log says more. */
function failedProbes(pod: string, events: Event[]): Reason[] {
  return events
    .filter((event) => event.involvedObject.name === pod && event.reason === "Unhealthy")
    .filter(
      ({ message = "", count = 1 }) => count >= (FAILURES[message.split(" ")[0]!] ?? Infinity),
    )
    .slice(-1)
    .map(({ message = "", involvedObject }) => {
      const container = /\{(.+)\}/.exec(involvedObject.fieldPath ?? "")?.[1];
      return { pod, ...(container ? { container } : {}), text: message.trim() };
    });
}

function containerReason(
  pod: string,
  status: ContainerStatus,
  profile: string,
  up: string,
): Reason[] {
  const waiting = status.state?.waiting;
  const ended = status.lastState?.terminated ?? status.state?.terminated;
  const crashed = ended !== undefined && ended.exitCode !== 0;
  if (!STUCK.includes(waiting?.reason ?? "") && !crashed) return [];
  const how = crashed ? ` (${ended.reason ?? "ended"}, exit code ${ended.exitCode})` : "";
  const what = waiting?.reason ?? "failed";
  const message = crashed ? "" : (waiting?.message ?? "");
  const advice = pullAdvice(message, profile, up);
  return [
    {
      pod,
      ...(crashed ? { container: status.name } : {}),
      text: `container ${status.name}: ${what}${how}${message && `: ${message}`}${advice ? `\n${advice}` : ""}`,
    },
  ];
}

function unschedulable(pod: Pod): Reason[] {
  const condition = pod.status.conditions?.find(
    (candidate) => candidate.type === "PodScheduled" && candidate.reason === "Unschedulable",
  );
  if (!condition) return [];
  return [{ pod: pod.metadata.name, text: `cannot be scheduled: ${condition.message ?? ""}` }];
}

/** Pods that the API server did not even admit: only their owner's events tell. */
function refused(events: Event[]): Reason[] {
  const seen = events.filter((event) => event.reason === "FailedCreate");
  return seen.slice(-1).map(({ message = "", involvedObject: { name = "" } }) => ({
    ...{ pod: name, text: message },
  }));
}
