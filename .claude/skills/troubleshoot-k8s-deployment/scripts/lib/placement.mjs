/** Pods that no node takes. */
import { oneLine } from "./clean.mjs";
import { apart, ownRule, runningOf } from "./apart.mjs";
import { create, patchAt, patchTemplate, pathOf, setResources } from "./commands.mjs";
import { isCurrent, isLive, quantity } from "./context.mjs";
import { distance, nearest } from "./nearest.mjs";

/**
 * The scheduler's words, and what they mean for this pod. It gives one reason for each node, the first
 * that it meets: of several, the one that stands first here is mended.
 */
const beside = (ctx, pod) => apart(ctx, pod, fewer);

const SCHEDULING = [
  [/Insufficient (cpu|memory|ephemeral-storage)/g, tooLarge],
  [/didn't match Pod's node affinity\/selector/g, noLabels],
  [
    /persistentvolumeclaim "([^"]+)" not found/g,
    (ctx, pod, [, claim]) => missingClaim(ctx, pod, claim),
  ],
  [
    /unbound immediate PersistentVolumeClaims/g,
    (ctx) => ({
      cause: "its volume is not there yet",
      check: `${ctx.kubectl} get pvc`,
      fix: "",
      note: "what is wrong with the claim is a finding of its own, once it has waited",
    }),
  ],
  [
    /volume node affinity conflict/g,
    () => ({
      cause: "its volume is on a node on which the pod may not run",
      fix: "",
      note: "the pod has to run where its volume is: its nodeSelector, affinity or that node's taints keep it away",
    }),
  ],
  [/free ports for the requested pod ports/g, hostPort],
  [/topology spread constraints \(missing required label\)/g, noDomain],
  [/anti-affinity rules|topology spread constraints/g, beside],
  [
    /Too many pods/g,
    (ctx, pod) => fewer(ctx, pod, "the nodes run as many pods as they may: add one, or run fewer"),
  ],
  [/were unschedulable/g, cordoned],
  // Last: that no pod runs on the control plane is as it should be.
  [/untolerated taint \{([^}]*)\}/g, tainted],
];

function cordoned(ctx) {
  const nodes = ctx.evidence.nodes.filter((n) => n.unschedulable).map((n) => n.name);
  return {
    cause: "the nodes are cordoned",
    check: `${ctx.cluster} get nodes`,
    fix:
      nodes.map((name) => `${ctx.cluster} uncordon ${name}`).join(" && ") ||
      `${ctx.cluster} uncordon '<NODE>'`,
    note: "somebody cordoned them for a reason: ask first",
  };
}

/** Marks that Kubernetes itself gives a node that is not well: no pod should tolerate them. */
const OF_THE_SYSTEM = /^node\.(?:kubernetes|cloudprovider\.kubernetes)\.io\/(?!control-plane)/;

function tainted(ctx, pod, [, words]) {
  const [key, value] = words
    .trim()
    .split(/[=:]/)
    .map((part) => part.trim());
  if (key === "node.kubernetes.io/unschedulable") return cordoned(ctx);
  const base = {
    cause: `every fitting node has the taint ${words.trim()}, which the pod does not tolerate`,
    check: `${ctx.cluster} get nodes --output=jsonpath='{range .items[*]}{.metadata.name}{" "}{.spec.taints}{"\\n"}{end}'`,
  };
  if (OF_THE_SYSTEM.test(key))
    return {
      ...base,
      cause: `the nodes are not well: ${key}, which the pod rightly does not tolerate`,
      fix: "",
      note: "put the node right: the taint goes by itself then",
    };
  return {
    ...base,
    fix: patchTemplate(ctx.kubectl, pod.workload, {
      spec: {
        tolerations: [
          ...pod.tolerations.filter((t) => !t.key?.startsWith("node.kubernetes.io/")),
          { key, operator: value ? "Equal" : "Exists", ...(value ? { value } : {}) },
        ],
      },
    }),
    note: `has this workload run on those nodes all the same; if the taint is not meant: ${taintsOf(ctx, key)}`,
  };
}

const taintsOf = ({ evidence, cluster }, key) => {
  const names = evidence.nodes
    .filter((n) => n.taints.some((t) => t.split(":")[0] === key))
    .map((n) => n.name);
  return `${cluster} taint nodes ${names.join(" ") || "'<NODE>'"} ${key}-`;
};

/** No node has the labels: one that is nearly so is meant, or the wish has to go. */
function noLabels(ctx, pod) {
  const { nodes } = ctx.evidence;
  const wrong = Object.entries(pod.nodeSelector).filter(
    ([key, value]) => !nodes.some((node) => node.labels[key] === value),
  );
  const meant = wrong.map(([key, value]) => {
    const values = nodes.flatMap((node) => node.labels[key] ?? []);
    const near = nearest(value, values) ?? (new Set(values).size === 1 ? values[0] : undefined);
    if (near) return { from: key, key, value: near };
    const other = nearest(
      key,
      nodes.flatMap((node) => Object.keys(node.labels)),
    );
    const found = other && nodes.map((node) => node.labels[other]).find((v) => v === value);
    return { from: key, key: found && other, value };
  });
  const patch = { ...Object.fromEntries(wrong.map(([key]) => [key, null])) };
  for (const { key, value } of meant) if (key) patch[key] = value;
  const affinity = pod.affinity.includes("nodeAffinity");
  const said = wrong.map(([key, value]) => `${key}=${value}`).join(", ");
  const instead = meant.filter((m) => m.key).map((m) => `${m.key}=${m.value}`);
  return {
    cause: `no node carries the labels that the pod's nodeSelector or affinity asks for${said ? `: ${said}` : ""}${instead.length > 0 ? `; ${instead.join(", ")} is there` : ""}`,
    check: `${ctx.cluster} get nodes --show-labels`,
    fix: patchTemplate(ctx.kubectl, pod.workload, {
      spec: {
        ...(wrong.length > 0 || !affinity ? { nodeSelector: wrong.length > 0 ? patch : null } : {}),
        ...(wrong.length === 0 && affinity ? { affinity: { nodeAffinity: null } } : {}),
      },
    }),
    note:
      instead.length > 0
        ? ""
        : `has it run on any node; if the label is meant: ${ctx.cluster} label nodes ${nodes[0]?.name ?? "'<NODE>'"} ${said.replaceAll(", ", " ") || "'<LABEL>'"}`,
  };
}

/** It is to be spread over places (zones) that no node names. */
function noDomain(ctx, pod, match) {
  const { nodes } = ctx.evidence;
  const { spread } = ctx.workload(pod.workload) ?? pod;
  const wrong = spread
    .map((s, at) => ({ ...s, at }))
    .filter((s) => s.hard && nodes.length > 0 && !nodes.some((n) => s.key in n.labels));
  if (wrong.length === 0) return beside(ctx, pod, match);
  return {
    cause: `it has to be spread over ${wrong.map((s) => s.key).join(", ")}, a label that no node carries`,
    check: `${ctx.cluster} get nodes --show-labels`,
    fix: patchAt(
      ctx.kubectl,
      pod.workload,
      wrong.map(({ at }) => ({
        op: "replace",
        path: `/topologySpreadConstraints/${at}/whenUnsatisfiable`,
        value: "ScheduleAnyway",
      })),
    ),
    note: "the spread stays as a wish, kept where nodes have the label; to spread over nodes instead, its topologyKey is kubernetes.io/hostname",
  };
}

/** A DaemonSet for which no node is meant, by what looks like a slip: nothing else tells of it. */
function forNoNode(ctx) {
  const { nodes, workloads } = ctx.evidence;
  return workloads
    .filter((w) => w.kind === "DaemonSet" && w.desired === 0 && ctx.podsOf(w.ref).length === 0)
    .flatMap((w) => {
      const slips = Object.entries(w.nodeSelector)
        .filter(([key, value]) => !nodes.some((n) => n.labels[key] === value))
        .map(([key, value]) => [key, value, slipOf(value, nodes.flatMap((n) => n.labels[key] ?? []))]);
      // Other labels may be meant for nodes that are yet to come.
      if (slips.length === 0 || slips.some(([, , meant]) => !meant)) return [];
      const said = slips.map(([key, value]) => `${key}=${value}`).join(", ");
      const meant = slips.map(([key, , right]) => `${key}=${right}`).join(", ");
      return [
        {
          object: w.ref,
          workload: w.ref,
          evidence: `0 nodes are wanted; nodeSelector ${said}`,
          cause: `no node carries ${said}, so it runs nowhere; ${meant} is there (upper and lower case count)`,
          check: `${ctx.cluster} get nodes --show-labels`,
          fix: patchTemplate(ctx.kubectl, w.ref, {
            spec: { nodeSelector: Object.fromEntries(slips.map(([key, , right]) => [key, right])) },
          }),
          note: "",
        },
      ];
    });
}

/** The value that was meant: the same but for its case, or one letter. amd64 and arm64 are two. */
const slipOf = (value, values) =>
  values.find((v) => v.toLowerCase() === value.toLowerCase()) ??
  values.find((v) => value.length > 5 && distance(v, value) === 1);

function missingClaim(ctx, pod, claim) {
  const meant = nearest(
    claim,
    ctx.evidence.claims.map((c) => c.name),
  );
  const at = (ctx.workload(pod.workload) ?? pod).volumes.findIndex(
    (v) => v.kind === "claim" && v.source === claim,
  );
  const cause = `the pod mounts PersistentVolumeClaim ${claim}, which does not exist`;
  if (meant && at >= 0)
    return {
      cause: `${cause}; ${meant} was probably meant`,
      check: `${ctx.kubectl} get pvc`,
      fix: patchAt(ctx.kubectl, pod.workload, [
        { op: "replace", path: `/volumes/${at}/persistentVolumeClaim/claimName`, value: meant },
      ]),
    };
  return {
    cause,
    check: `${ctx.kubectl} get pvc`,
    fix: create(ctx.kubectl, {
      ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: claim } },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    }),
    note: "makes an empty one of 1Gi, which is a guess, with the cluster's default class",
  };
}

function hostPort(ctx, pod) {
  const containers = pod.containers.filter((c) => c.ports.some((p) => p.hostPort));
  const ports = containers.flatMap((c) => c.ports.map((p) => p.hostPort).filter(Boolean));
  const holders = ctx.evidence.pods.filter(
    (p) =>
      isLive(p) &&
      p.name !== pod.name &&
      p.node &&
      p.containers.some((c) => c.ports.some((q) => ports.includes(q.hostPort))),
  );
  const by = [...new Set(holders.map((p) => p.workload))].join(", ");
  return {
    cause: `its hostPort ${ports.join(", ")} is taken on every node${by ? ` by ${by}` : ""}: use a Service instead`,
    fix: patchAt(
      ctx.kubectl,
      pod.workload,
      containers.flatMap((c) =>
        c.ports.flatMap((p, i) =>
          p.hostPort ? [{ op: "remove", path: `${pathOf(c)}/ports/${i}/hostPort` }] : [],
        ),
      ),
    ),
    note: "takes the port of the node away from it: a Service (NodePort, where it has to be reached from outside) leads to it then",
  };
}

/** As many as run now. */
function fewer(ctx, pod, cause) {
  const running = runningOf(ctx, pod.workload).length;
  if (running === 0 || !/^(deployment|statefulset|replicaset)\//.test(pod.workload))
    return {
      cause,
      fix: "",
      note: "none of its pods has a place: other pods have to go, or a node has to come",
    };
  return {
    cause,
    fix: `${ctx.kubectl} scale ${pod.workload} --replicas=${running}`,
    note: "as many as have a place now; or add a node",
  };
}

/** What the largest node has left of a resource, in cores or bytes, with what other pods set aside. */
function room(ctx, resource) {
  return ctx.evidence.nodes
    .filter((n) => !n.unschedulable)
    .map((n) => {
      const all = quantity(n.allocatable[resource]);
      const taken = ctx.evidence.setAside?.find((s) => s.node === n.name)?.[resource];
      return {
        all,
        left: taken === undefined ? undefined : Math.max(0, all - taken),
        written: n.allocatable[resource],
      };
    })
    .filter(({ all }) => all > 0)
    .sort((a, b) => (b.left ?? b.all) - (a.left ?? a.all))[0];
}

const written = (resource, amount) =>
  resource === "cpu"
    ? `${Math.max(1, Math.floor(amount * 1000))}m`
    : `${Math.max(1, Math.floor(amount / 2 ** 20))}Mi`;

function tooLarge(ctx, pod, [, resource]) {
  const main = pod.containers.filter((c) => !c.init && c.requests[resource]);
  const asked = main.reduce((sum, c) => sum + (quantity(c.requests[resource]) || 0), 0);
  const node = room(ctx, resource);
  const wants = main.map((c) => c.requests[resource]).join(" + ");
  const cause =
    node && asked > node.all
      ? `it asks for ${resource} ${wants}; the largest node has ${node.written}`
      : `it asks for ${resource} ${wants}; other pods have set aside the rest${node?.left === undefined ? "" : ` (left: ${written(resource, node.left)})`}`;
  const [largest] = [...main].sort(
    (a, b) => quantity(b.requests[resource]) - quantity(a.requests[resource]),
  );
  const check = `${ctx.cluster} describe nodes`;
  const free = node?.left ?? 0;
  const others = asked - (largest ? quantity(largest.requests[resource]) : 0);
  // Half of what is left, or a pod's share of it, and one share more: other pods start and grow, too; a
  // little is asked for where that is not known.
  const little = resource === "cpu" ? 0.1 : 128 * 2 ** 20;
  const waiting = ctx.podsOf(pod.workload).filter((p) => !p.node).length;
  const parts = Math.max(2, waiting + 1);
  const less = node?.left === undefined ? little : Math.min(free / parts - others, asked / 2);
  if (!largest || less <= 0 || (node?.left !== undefined && free <= others))
    return {
      ...{ cause, check, fix: "" },
      note: "nothing is left on any node: other pods have to ask for less or go, or a node has to come",
    };
  return {
    ...{ cause, check },
    fix: setResources(ctx.kubectl, pod.workload, largest, {
      requests: { [resource]: written(resource, less) },
    }),
    note: `${written(resource, less)} is ${node?.left === undefined ? "a guess: what the nodes have left could not be read" : parts === 2 ? "half of what is left" : `a share of what is left, for ${waiting} pods`}; what it needs, ${ctx.kubectl} top pod shows while it runs`,
  };
}

/** What the scheduler says, and what it would say next: it stops at the first reason that it meets. */
function answersTo(ctx, pod, message) {
  const [pattern, answer] = SCHEDULING.find(([p]) => message.search(p) >= 0) ?? [];
  const said = pattern ? [...message.matchAll(pattern)] : [];
  const { nodes } = ctx.evidence;
  const never = ["cpu", "memory"].filter(
    (resource) =>
      nodes.length > 0 &&
      pod.containers
        .filter((c) => !c.init)
        .reduce((sum, c) => sum + (quantity(c.requests[resource] ?? "0") || 0), 0) >
        Math.max(...nodes.map((n) => quantity(n.allocatable[resource]) || Infinity)),
  );
  const large = new Set([...(answer === tooLarge ? said.map((m) => m[1]) : []), ...never]);
  const noNode = Object.entries(pod.nodeSelector).some(
    ([key, value]) => nodes.length > 0 && !nodes.some((node) => node.labels[key] === value),
  );
  return [
    ...(answer && answer !== tooLarge && answer !== noLabels ? [answer(ctx, pod, said[0])] : []),
    ...(answer === noLabels || noNode ? [noLabels(ctx, pod)] : []),
    ...(answer !== beside && ownRule(ctx, pod) ? [beside(ctx, pod)] : []),
    ...[...large].map((resource) => tooLarge(ctx, pod, ["", resource])),
  ];
}

function unschedulable(ctx) {
  return ctx.evidence.pods.filter(isCurrent).flatMap((pod) => {
    const condition = pod.conditions.find(
      (c) => c.type === "PodScheduled" && c.reason === "Unschedulable",
    );
    if (!condition || ctx.found.some((f) => pod.claims.includes(f.claim))) return [];
    const answers = answersTo(ctx, pod, condition.message.split(" preemption:")[0]);
    const join = (name, by) => [...new Set(answers.map((a) => a[name]).filter(Boolean))].join(by);
    return [
      {
        object: pod.workload,
        workload: pod.workload,
        pod: pod.name,
        evidence: oneLine(condition.message.split(" preemption:")[0]),
        cause: join("cause", "; ") || "no node takes it",
        check: answers.find((a) => a.check)?.check ?? `${ctx.kubectl} describe pod ${pod.name}`,
        fix: join("fix", " && "),
        note:
          join("note", "; ") ||
          (answers.length === 0 ? "the scheduler's message is all that is known" : ""),
      },
    ];
  });
}

export const SCHEDULING_PATTERN = {
  kind: "Unschedulable",
  means: "no node takes the pod",
  find: (ctx) => [...unschedulable(ctx), ...forNoNode(ctx)],
};
