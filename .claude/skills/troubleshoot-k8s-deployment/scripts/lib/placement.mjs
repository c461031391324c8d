/** Pods that no node takes. */
import { oneLine } from "./clean.mjs";
import { isLive, patchTemplate, quantity } from "./context.mjs";

/** The scheduler's words, and what they mean for this pod. The first that fits counts. */
const SCHEDULING = [
  [/Insufficient (cpu|memory|ephemeral-storage)/, tooLarge],
  [
    /untolerated taint \{([^}]*)\}/,
    (ctx, pod, [, taint]) => ({
      cause: `every fitting node has the taint ${taint.trim()}, which the pod does not tolerate`,
      check: `${ctx.cluster} describe nodes | grep Taints`,
      fix: `${ctx.cluster} taint nodes <NODE> ${taint.split(":")[0].trim()}-`,
      note: "or give the pod a toleration, if the taint is meant",
    }),
  ],
  [
    /didn't match Pod's node affinity\/selector/,
    (ctx, pod) => ({
      cause: "no node carries the labels that the pod's nodeSelector or affinity asks for",
      check: `${ctx.cluster} get nodes --show-labels`,
      fix: patchTemplate(ctx.kubectl, pod.workload, { spec: { nodeSelector: null } }),
    }),
  ],
  [
    /persistentvolumeclaim "([^"]+)" not found/,
    (ctx, pod, [, claim]) => ({
      cause: `the pod mounts PersistentVolumeClaim ${claim}, which does not exist`,
      check: `${ctx.kubectl} get pvc`,
      fix: `${ctx.kubectl} edit ${pod.workload}`,
      note: `or make the claim ${claim}`,
    }),
  ],
  [
    /unbound immediate PersistentVolumeClaims/,
    (ctx) => ({
      cause: "its volume is not there yet",
      check: `${ctx.kubectl} get pvc`,
      fix: `${ctx.kubectl} describe pvc`,
    }),
  ],
  [
    /volume node affinity conflict/,
    (ctx, pod) => ({
      cause: "its volume is on a node on which the pod may not run",
      fix: `${ctx.kubectl} edit ${pod.workload}`,
    }),
  ],
  [
    /free ports for the requested pod ports/,
    (ctx, pod) => ({
      cause: "its hostPort is taken on every node: use a Service instead",
      fix: `${ctx.kubectl} edit ${pod.workload}`,
    }),
  ],
  [
    /anti-affinity rules|topology spread constraints/,
    (ctx, pod) => ({
      cause: "it may not run beside its own kind, and there are no more nodes",
      fix: `${ctx.kubectl} scale ${pod.workload} --replicas=<FEWER>`,
    }),
  ],
  [
    /Too many pods/,
    (ctx, pod) => ({
      cause: "the nodes run as many pods as they may: add one, or run fewer",
      fix: `${ctx.kubectl} scale ${pod.workload} --replicas=<FEWER>`,
    }),
  ],
  [
    /unschedulable/,
    (ctx) => ({
      cause: "the nodes are cordoned",
      check: `${ctx.cluster} get nodes`,
      fix: `${ctx.cluster} uncordon <NODE>`,
    }),
  ],
];

function tooLarge(ctx, pod, [, resource]) {
  const asked = pod.containers
    .filter((c) => !c.init)
    .reduce((sum, c) => sum + (quantity(c.requests[resource] ?? "0") || 0), 0);
  const sizes = ctx.evidence.nodes.map((n) => n.allocatable[resource]).filter(Boolean);
  const largest = Math.max(...sizes.map(quantity));
  const written = sizes.find((s) => quantity(s) === largest);
  const wants = pod.containers
    .map((c) => c.requests[resource])
    .filter(Boolean)
    .join(" + ");
  const cause =
    sizes.length > 0 && asked > largest
      ? `it asks for ${resource} ${wants}; the largest node has ${written}`
      : `it asks for ${resource} ${wants}; other pods have set aside the rest`;
  const set = pod.containers.find((c) => c.requests[resource]);
  return {
    cause,
    check: `${ctx.cluster} describe nodes | grep -A 8 'Allocated resources'`,
    fix: `${ctx.kubectl} set resources ${pod.workload} --containers=${set?.name ?? "<CONTAINER>"} --requests=${resource}=<LESS>`,
  };
}

function unschedulable(ctx) {
  return ctx.evidence.pods.filter(isLive).flatMap((pod) => {
    const condition = pod.conditions.find(
      (c) => c.type === "PodScheduled" && c.reason === "Unschedulable",
    );
    if (!condition || ctx.found.some((f) => pod.claims.includes(f.claim))) return [];
    const [pattern, answer] = SCHEDULING.find(([p]) => p.test(condition.message)) ?? [
      /^/,
      () => ({ cause: "no node takes it", fix: `${ctx.cluster} describe nodes` }),
    ];
    return [
      {
        object: pod.workload,
        workload: pod.workload,
        pod: pod.name,
        evidence: oneLine(condition.message.split(" preemption:")[0]),
        check: `${ctx.kubectl} describe pod ${pod.name}`,
        ...answer(ctx, pod, pattern.exec(condition.message)),
      },
    ];
  });
}

export const SCHEDULING_PATTERN = {
  kind: "Unschedulable",
  means: "no node takes the pod",
  find: unschedulable,
};
