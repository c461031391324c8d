/** Pods that may not run beside each other, and too few nodes for that. */
import { shellWord } from "./clean.mjs";
import { isLive, selects } from "./context.mjs";

const HOST = "kubernetes.io/hostname";

/** Pods of a workload that have a place, of any template. */
export const runningOf = (ctx, ref) =>
  ctx.evidence.pods.filter((p) => isLive(p) && p.workload === ref && p.node);

const isOwn = (workload, term) =>
  term.topologyKey === HOST &&
  term.labelSelector &&
  !term.labelSelector.matchExpressions &&
  selects(term.labelSelector.matchLabels ?? {}, workload.labels);

/** Its rules that keep its own pods apart. Evidence of an older collect.mjs has none. */
const ownTerms = (workload) =>
  workload.antiAffinity?.required.filter((term) => isOwn(workload, term)) ?? [];

/** The workload's own rule that keeps its pods apart, where it wants more pods than there are nodes. */
export function ownRule(ctx, pod) {
  const workload = ctx.workload(pod.workload);
  const nodes = ctx.evidence.nodes.filter((n) => !n.unschedulable).length;
  return nodes > 0 && workload?.desired > nodes ? ownTerms(workload)[0] : undefined;
}

/**
 * @param fewer What to do where it cannot be known which rule keeps the pod away: (ctx, pod, cause).
 */
export function apart(ctx, pod, fewer) {
  const workload = ctx.workload(pod.workload);
  const own = workload ? ownTerms(workload) : [];
  const cause = "it may not run beside its own kind, and there are no more nodes";
  const deployment = pod.workload.startsWith("deployment/");
  if (own.length === 0 || !deployment) return fewer(ctx, pod, cause);
  // The pods of the former template hold every place, and one more is made before any of them goes.
  if (!ownRule(ctx, pod))
    return {
      cause: `${cause}: in a rollout a new pod is made before an old one goes`,
      fix: `${ctx.kubectl} patch ${workload.ref} --patch ${shellWord(JSON.stringify({ spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } } }))}`,
      note: "an old pod goes first then: one pod fewer runs while it rolls out",
    };
  return wished(ctx, workload, cause);
}

/** The rule becomes a wish. Pods that still have the rule keep new ones away, so they go first. */
function wished(ctx, workload, cause) {
  const { ref, desired, antiAffinity } = workload;
  const own = ownTerms(workload);
  const others = antiAffinity.required.filter((term) => !own.includes(term));
  const running = runningOf(ctx, ref);
  const scale = (count) => `${ctx.kubectl} scale ${ref} --replicas=${count}`;
  const wish = {
    ...(others.length > 0 ? { requiredDuringSchedulingIgnoredDuringExecution: others } : {}),
    preferredDuringSchedulingIgnoredDuringExecution: [
      ...antiAffinity.preferred,
      ...own.map((podAffinityTerm) => ({ weight: 100, podAffinityTerm })),
    ],
  };
  const patch = `${ctx.kubectl} patch ${ref} --type=json --patch ${shellWord(
    JSON.stringify([
      { op: "replace", path: "/spec/template/spec/affinity/podAntiAffinity", value: wish },
    ]),
  )}`;
  return {
    cause: `${cause}: ${desired} pods are wanted, each on a node of its own`,
    // The scheduler does not look again at pods that another's rule kept out, for minutes: those that have it go first.
    fix:
      running.length > 0
        ? `${patch} && ${scale(0)} && { ${ctx.kubectl} wait ${running.map((p) => `pod/${p.name}`).join(" ")} --for=delete --timeout=120s; ${scale(desired)}; }`
        : patch,
    note: [
      "has them run apart where they can, and together where they must",
      ...(running.length > 0
        ? [
            `what runs is away for some seconds: while it has the rule, it keeps the new ones out; without a break, only as many as have a place: ${scale(running.length)}`,
          ]
        : []),
      "if they must never be together, a node has to be added",
    ].join("; "),
  };
}
