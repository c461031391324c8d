/** What the patterns look things up in, and how they write a command. */
import { shellWord } from "./clean.mjs";

export function contextOf(raw) {
  const made = raw.pods.filter((pod) => isLive(pod) && !pod.former).map((pod) => pod.workload);
  const evidence = {
    ...raw,
    pods: raw.pods.map((pod) => ({
      ...inTemplate(pod, raw.workloads),
      // Where no pod of the newest template was made, the former ones are all that there is.
      former: pod.former === true && made.includes(pod.workload),
    })),
  };
  const found = [];
  const cluster = [
    "kubectl",
    ...option("--kubeconfig", evidence.kubeconfig),
    ...option("--context", evidence.context),
  ].join(" ");
  const kubectl = [cluster, ...option("--namespace", evidence.namespace)].join(" ");
  const workloads = new Map(evidence.workloads.map((w) => [w.ref, w]));
  return {
    evidence,
    kubectl,
    /** kubectl for what is in no namespace. */
    cluster,
    /** The minikube profile, where the cluster is one's. */
    minikube: evidence.nodes.find((node) => node.minikube)?.minikube,
    /** The name of a kind or k3d cluster, by kubectl's context. */
    engine: /^(kind|k3d)-(.+)$/.exec(evidence.context)?.slice(1),
    now: Date.parse(evidence.collectedAt),
    /** Findings of the patterns before this one: causes come before their consequences. */
    found,
    troubled: (workload) => found.some((finding) => finding.workload === workload),
    workload: (ref) => workloads.get(ref),
    /** Live pods of a workload, of its newest template. */
    podsOf: (ref) => evidence.pods.filter((pod) => isCurrent(pod) && pod.workload === ref),
    /** What is there of a kind that a pod may refer to: names and, where they were looked at, keys. */
    sources: (kind) => evidence.sources?.filter((source) => source.kind === kind),
    /** Whether the cluster refused to list this: that there is none of it is then not known. */
    isUnread: (resource) =>
      evidence.notRead.some((line) => new RegExp(`\\b${resource}\\b.*forbidden`).test(line)),
    events: (ref, reason) => evidence.events.filter((e) => e.ref === ref && e.reason === reason),
    log: (pod, container) =>
      evidence.logs.find((log) => log.pod === pod && log.container === container)?.lines ?? [],
    ageSeconds(time) {
      return (this.now - Date.parse(time)) / 1000;
    },
  };
}

/**
 * A pod may have more than its template (a mesh adds containers and variables): a patch counts places
 * in the template.
 */
function inTemplate(pod, workloads) {
  const template = workloads.find((w) => w.ref === pod.workload);
  if (!template) return pod;
  const containers = pod.containers.map((container) => {
    const own = template.containers.find(
      (c) => c.name === container.name && c.init === container.init,
    );
    if (!own) return container;
    const env = container.env.map((v) => ({
      ...v,
      at: own.env.find((o) => o.name === v.name)?.at ?? v.at,
    }));
    return { ...container, at: own.at, env };
  });
  return { ...pod, containers };
}

const option = (name, value) => (value ? [name, shellWord(value)] : []);

/** Whether an object with these labels is chosen by this selector. */
export const selects = (selector, labels) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Pods that are meant to run: not the finished, not those on their way out. */
export const isLive = (pod) =>
  pod.deletedAt === null && !["Succeeded", "Failed"].includes(pod.phase);

/** Pods that say how the workload is now: what a former template did wrong may be mended in the newest. */
export const isCurrent = (pod) => isLive(pod) && !pod.former;

/** Seconds for which a container has to run before its last end may be over and done with. */
const STEADY_SECONDS = 60;

/** Whether a container is well again: it runs for much longer than the run before this one did. */
export function recovered(ctx, container) {
  const { running, ready, endedBefore } = container;
  if (!running || !ready || !endedBefore?.startedAt) return false;
  const lived = (Date.parse(endedBefore.finishedAt) - Date.parse(endedBefore.startedAt)) / 1000;
  return ctx.ageSeconds(running) > Math.max(STEADY_SECONDS, 2 * lived);
}

/** Kubernetes' quantities (100m, 1Gi, 2) in cores or bytes. */
export function quantity(text) {
  const [, amount, unit] = /^([\d.]+)([a-zA-Z]*)$/.exec(`${text}`) ?? [];
  const scale = {
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
  };
  return Number(amount) * (unit ? (scale[unit] ?? NaN) : 1);
}

/**
 * Every container of every live pod, one by one; a pattern answers with what it sees, or nothing. What
 * an earlier pattern has explained is not looked at again.
 */
export const eachContainer = (look) => (ctx) =>
  ctx.evidence.pods.filter(isCurrent).flatMap((pod) =>
    pod.containers.flatMap((container) => {
      const known = ctx.found.some((f) => f.pod === pod.name && f.container === container.name);
      const seen = known ? undefined : look(ctx, pod, container);
      if (!seen) return [];
      const check = `${ctx.kubectl} describe pod ${pod.name}`;
      return [
        {
          object: pod.workload,
          workload: pod.workload,
          pod: pod.name,
          container: container.name,
          check,
          ...seen,
        },
      ];
    }),
  );

/** Whether the kubelet kills it because its postStart hook fails: the event does not name the container. */
export const hookFailed = (ctx, pod, container) =>
  container.postStart && ctx.events(`pod/${pod.name}`, "FailedPostStartHook").length > 0;

/** Bytes as a person writes them, rounded up to a MiB. */
export const mebibytes = (bytes) => `${Math.ceil(bytes / 2 ** 20)}Mi`;
