/** What the patterns look things up in, and how they write a command. */
import { shellWord } from "./clean.mjs";

export function contextOf(evidence) {
  const found = [];
  const cluster = ["kubectl", ...option("--context", evidence.context)].join(" ");
  const kubectl = [cluster, ...option("--namespace", evidence.namespace)].join(" ");
  const workloads = new Map(evidence.workloads.map((w) => [w.ref, w]));
  return {
    evidence,
    kubectl,
    /** kubectl for what is in no namespace. */
    cluster,
    /** The minikube profile, where the cluster is one's. */
    minikube: evidence.nodes.find((node) => node.minikube)?.minikube,
    now: Date.parse(evidence.collectedAt),
    /** Findings of the patterns before this one: causes come before their consequences. */
    found,
    troubled: (workload) => found.some((finding) => finding.workload === workload),
    workload: (ref) => workloads.get(ref),
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

const option = (name, value) => (value ? [name, shellWord(value)] : []);

/** Whether an object with these labels is chosen by this selector. */
export const selects = (selector, labels) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Pods that are meant to run: not the finished, not those on their way out. */
export const isLive = (pod) =>
  pod.deletedAt === null && !["Succeeded", "Failed"].includes(pod.phase);

/** `kubectl patch` of a workload's pod template. */
export function patchTemplate(kubectl, workload, template) {
  return `${kubectl} patch ${workload} --patch ${shellWord(JSON.stringify({ spec: { template } }))}`;
}

/** `kubectl patch` of one container in a workload's pod template, found by its name. */
export function patchContainer(kubectl, workload, container, fields) {
  const list = container.init ? "initContainers" : "containers";
  return patchTemplate(kubectl, workload, {
    spec: { [list]: [{ name: container.name, ...fields }] },
  });
}

/** Kubernetes' quantities (100m, 1Gi, 2) in cores or bytes. */
export function quantity(text) {
  const [, amount, unit] = /^([\d.]+)([a-zA-Z]*)$/.exec(`${text}`) ?? [];
  const scale = {
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
  ctx.evidence.pods.filter(isLive).flatMap((pod) =>
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
