/** NetworkPolicies that keep a pod from a Service, as far as labels tell. */
import { create } from "./commands.mjs";
import { isLive, selects } from "./context.mjs";

const about = (ctx, labels, way) =>
  (ctx.evidence.policies ?? []).filter(
    (p) => p[way] !== null && p.selector && selects(p.selector, labels),
  );

/** Whether one rule may let it through; what the rule says beyond labels counts as a yes. */
const lets = (rules, labels, port) =>
  rules.some(
    (rule) =>
      (rule.peers === null || rule.peers.some((p) => p === null || selects(p, labels))) &&
      (rule.ports === null ||
        !port ||
        rule.ports.some((p) => p === null || typeof p === "string" || p === port)),
  );

/** Closed: some policy is about these pods, and none of them opens the way. */
const closed = (ctx, labels, way, other, port) => {
  const policies = about(ctx, labels, way);
  return policies.length > 0 && !policies.some((p) => lets(p[way], other, port)) ? policies : [];
};

/**
 * What keeps a pod from a Service whose pods are ready.
 * @param port The Service's; its pods may listen on another.
 */
export function blocked(ctx, pod, service, port) {
  const target = ctx.evidence.pods.find(
    (p) => isLive(p) && selects(service.selector ?? {}, p.labels),
  );
  if (!service.selector || !target) return undefined;
  const entry = service.ports.find((p) => p.port === port) ?? service.ports[0];
  const inner =
    typeof entry?.target === "string"
      ? target.containers.flatMap((c) => c.ports).find((p) => p.name === entry.target)?.port
      : entry?.target;
  const way = { from: stable(pod), to: stable(target), port: inner };
  const incoming = closed(ctx, target.labels, "ingress", pod.labels, inner);
  const outgoing = closed(ctx, pod.labels, "egress", target.labels, inner);
  if (incoming.length + outgoing.length === 0) return undefined;
  const names = [...new Set([...incoming, ...outgoing].map((p) => p.name))].join(", ");
  const list = [
    ...(incoming.length > 0 ? [allow(ctx, way, "ingress")] : []),
    ...(outgoing.length > 0 ? [allow(ctx, way, "egress")] : []),
  ];
  return {
    meaning: `NetworkPolicy ${names} lets nothing through between ${pod.workload} and ${target.workload}`,
    action: {
      fix: create(
        ctx.kubectl,
        list.length === 1 ? list[0] : { apiVersion: "v1", kind: "List", items: list },
      ),
      note: "opens this way only; the policies themselves stay",
    },
  };
}

/** Egress that does not even reach the DNS. */
export function dnsClosed(ctx, pod) {
  const policies = about(ctx, pod.labels, "egress");
  // A rule for everyone, or one beyond labels, may be the DNS's.
  const opens = (rule) =>
    (rule.peers === null || rule.peers.includes(null)) &&
    (rule.ports === null ||
      rule.ports.some((p) => p === 53 || p === null || typeof p === "string"));
  if (policies.length === 0 || policies.some((p) => p.egress.some(opens))) return undefined;
  return {
    meaning: `NetworkPolicy ${policies.map((p) => p.name).join(", ")} closes the DNS to it`,
    action: {
      fix: create(
        ctx.kubectl,
        policy(`${nameOf(pod)}-dns`, stable(pod), {
          policyTypes: ["Egress"],
          egress: [
            {
              ports: [
                { protocol: "UDP", port: 53 },
                { protocol: "TCP", port: 53 },
              ],
            },
          ],
        }),
      ),
      note: "opens port 53 only; what it calls has to be opened too, where that is closed",
    },
  };
}

const GENERATED = [
  "pod-template-hash",
  "controller-revision-hash",
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
];
/** Labels that stay when the pod is made again. */
const stable = ({ labels, workload }) => ({
  labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !GENERATED.includes(key))),
  name: nameOf({ workload }),
});
const nameOf = ({ workload }) => workload.split("/")[1];

const policy = (name, { labels }, spec) => ({
  ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name } },
  spec: { podSelector: { matchLabels: labels }, ...spec },
});

function allow(ctx, { from, to, port }, way) {
  const ports = port ? { ports: [{ port }] } : {};
  return way === "ingress"
    ? policy(`${to.name}-from-${from.name}`, to, {
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ podSelector: { matchLabels: from.labels } }], ...ports }],
      })
    : policy(`${from.name}-to-${to.name}`, from, {
        policyTypes: ["Egress"],
        egress: [{ to: [{ podSelector: { matchLabels: to.labels } }], ...ports }],
      });
}

/** Pods behind a Service that nobody at all is let in to. */
function isolated(ctx) {
  return ctx.evidence.services.flatMap((service) => {
    const target =
      service.selector &&
      Object.keys(service.selector).length > 0 &&
      ctx.evidence.pods.find((p) => isLive(p) && selects(service.selector, p.labels));
    if (!target || ctx.troubled(target.workload)) return [];
    const policies = about(ctx, target.labels, "ingress");
    if (policies.length === 0 || policies.some((p) => p.ingress.length > 0)) return [];
    const outside = ctx.evidence.ingresses.some((i) =>
      i.backends.some((b) => b.service === service.name),
    );
    return [
      {
        object: `service/${service.name}`,
        workload: target.workload,
        evidence: `NetworkPolicy ${policies.map((p) => p.name).join(", ")} chooses its pods, and lets nobody in`,
        cause:
          "no pod may reach this Service: every NetworkPolicy about its pods is closed (where the cluster's network enforces them)",
        check: `${ctx.kubectl} describe networkpolicies`,
        fix: create(
          ctx.kubectl,
          policy(`${nameOf(target)}-in`, stable(target), {
            policyTypes: ["Ingress"],
            ingress: [outside ? {} : { from: [{ podSelector: {} }] }],
          }),
        ),
        note: outside
          ? "lets everyone in, since an Ingress leads here; narrower is better where the controller's labels are known"
          : "lets in the pods of this namespace: who should be let in, only its owner knows",
      },
    ];
  });
}

export const POLICY_PATTERN = {
  kind: "NetworkPolicyBlocks",
  means: "NetworkPolicies let nobody reach the Service",
  find: isolated,
};
