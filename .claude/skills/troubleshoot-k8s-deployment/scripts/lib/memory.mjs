/**
 * Containers that were killed for memory. How much they would have used is not known once they are
 * dead, so a limit that is only twice as high may kill them again: they get room to be measured in, and
 * are told how to come down from it.
 */
import { setEnv, setResources } from "./commands.mjs";
import { eachContainer, hookFailed, mebibytes, quantity, recovered } from "./context.mjs";

/** Seconds for which a container that runs again is still news. */
const RECENT_SECONDS = 600;
const MIB = 2 ** 20;
/** How many times the limit that was too low, and what a small program gets at least. */
const ROOM = 4;
const LEAST = 512 * MIB;
/** What a process needs beside its heap, as a part of it. */
const BESIDE_HEAP = 1.5;
/** The part of a node that one container may be given. */
const OF_A_NODE = 0.75;

/** The most memory that a container here may be given: {bytes, by}; by: what sets it. */
function ceiling(ctx, pod, container) {
  const { nodes, limitRanges = [], quotas } = ctx.evidence;
  const sizes = nodes.map((n) => quantity(n.allocatable.memory)).filter((n) => n > 0);
  const current = quantity(container.limits.memory ?? "0") || 0;
  const pods = Math.max(1, ctx.workload(pod.workload)?.desired ?? 1);
  const others = pod.containers
    .filter((c) => !c.init && c.name !== container.name)
    .reduce((sum, c) => sum + (quantity(c.limits.memory ?? "0") || 0), 0);
  const bounds = [
    ...(sizes.length > 0
      ? [
          {
            bytes: Math.max(...sizes) * OF_A_NODE,
            by: `the largest node has ${mebibytes(Math.max(...sizes))}`,
          },
        ]
      : []),
    ...limitRanges
      .filter((l) => l.max.memory && ["Container", "Pod"].includes(l.type))
      .map((l) => ({
        bytes: quantity(l.max.memory) - (l.type === "Pod" ? others : 0),
        by: `LimitRange ${l.name} allows ${l.max.memory}`,
        limitRange: l,
      })),
    ...quotas
      .filter((q) => q.hard["limits.memory"])
      .map((q) => ({
        bytes:
          current +
          (quantity(q.hard["limits.memory"]) - quantity(q.used["limits.memory"] ?? "0")) /
            (pods + 1),
        by: `ResourceQuota ${q.name} allows ${q.hard["limits.memory"]} in all`,
        quota: q,
      })),
  ];
  return bounds.sort((a, b) => a.bytes - b.bytes)[0] ?? { bytes: Infinity, by: "" };
}

/** Bytes that it is known to need, at least, with how that is known. */
function known(ctx, pod, container) {
  const heap = Math.max(container.heap ?? 0, ...container.env.map((v) => v.heap ?? 0));
  const used = ctx.evidence.usage
    .filter(
      (u) =>
        u.container === container.name && ctx.podsOf(pod.workload).some((p) => p.name === u.pod),
    )
    .map((u) => u.bytes);
  const asked = ctx
    .log(pod.name, container.name)
    .map((line) =>
      /(?:allocat\w*|reserv\w*|need\w*|requir\w*)[^\n]*?(\d+(?:\.\d+)?) ?(Ki|Mi|Gi|K|M|G)i?B?\b/i.exec(
        line,
      ),
    )
    .filter(Boolean)
    .map(([, n, unit]) => Number(n) * { k: 2 ** 10, m: MIB, g: 2 ** 30 }[unit[0].toLowerCase()]);
  return [
    { bytes: heap * BESIDE_HEAP, by: `its heap alone may take ${mebibytes(heap)}` },
    {
      bytes: Math.max(0, ...used) * 1.25,
      by: `another of its pods uses ${mebibytes(Math.max(0, ...used))} now`,
    },
    {
      bytes: Math.max(0, ...asked) * 1.25,
      by: `its log speaks of ${mebibytes(Math.max(0, ...asked))}`,
    },
  ]
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)[0];
}

/** The command that gives room, and what is said with it. */
export function moreMemory(ctx, pod, container) {
  const current = quantity(container.limits.memory);
  const top = ceiling(ctx, pod, container);
  const need = known(ctx, pod, container);
  const wanted = Math.max(ROOM * current, LEAST, need?.bytes ?? 0);
  const given = Math.floor(Math.min(wanted, top.bytes) / MIB) * MIB;
  const measure = `${ctx.kubectl} exec ${pod.workload} --container ${container.name} -- cat /sys/fs/cgroup/memory.peak`;
  if (given <= current || (need && top.bytes < need.bytes))
    return noRoom(ctx, pod, container, { top, need, current });
  const resources = {
    limits: { memory: mebibytes(given) },
    // Without a request the limit is set aside on the node.
    ...(container.requests.memory &&
    quantity(container.requests.memory) < given &&
    container.requests.memory !== container.limits.memory
      ? {}
      : { requests: { memory: container.limits.memory } }),
  };
  const why = need
    ? `${mebibytes(given)}: ${need.by}`
    : `${mebibytes(given)} is a guess: what it needs is not known, only that ${container.limits.memory} is too little`;
  return {
    fix: setResources(ctx.kubectl, pod.workload, container, resources),
    note: `${why}${given < wanted ? ` (${top.by})` : ""}; let it work, then measure its peak, in bytes (${measure}), and set the limit a quarter above it; if it is killed again it leaks, or needs more`,
  };
}

function noRoom({ kubectl }, pod, container, { top, need, current }) {
  const wanted = mebibytes(Math.max(2 * current, need?.bytes ?? 0));
  const set = setResources(kubectl, pod.workload, container, { limits: { memory: wanted } });
  const more = `its limit cannot be raised enough: ${top.by}${need ? `, and ${need.by}` : ""}`;
  if (top.limitRange) {
    const patch = JSON.stringify([
      { op: "replace", path: `/spec/limits/${top.limitRange.at}/max/memory`, value: wanted },
    ]);
    return {
      fix: `${kubectl} patch limitrange ${top.limitRange.name} --type=json --patch '${patch}' && ${set}`,
      note: `${more}; this raises it for the whole namespace, so ask who set it`,
    };
  }
  if (top.quota) {
    const hard = mebibytes(quantity(top.quota.hard["limits.memory"]) + 2 * quantity(wanted));
    return {
      fix: `${kubectl} patch resourcequota ${top.quota.name} --type=merge --patch '${JSON.stringify({ spec: { hard: { "limits.memory": hard } } })}' && ${set}`,
      note: `${more}; this raises it for the whole namespace, so ask who set it`,
    };
  }
  return { fix: "", note: `${more}: a larger node is needed, or a program that uses less` };
}

/** The runtime says itself that its heap is full. */
export function ownAccount(ctx, pod, container, line) {
  if (!container.limits.memory) return undefined;
  const current = quantity(container.limits.memory);
  const variable = container.env.find((v) => v.heap !== null);
  const [name, flag] = /\bjava\b|OutOfMemoryError/i.test(line)
    ? [variable?.name ?? "JAVA_TOOL_OPTIONS", (mib) => `-Xmx${mib}m`]
    : [variable?.name ?? "NODE_OPTIONS", (mib) => `--max-old-space-size=${mib}`];
  const top = ceiling(ctx, pod, container);
  const limit = Math.min(Math.max(2 * current, LEAST), top.bytes);
  if (limit <= current)
    return { meaning: top.by, action: { fix: "", note: `its limit cannot be raised: ${top.by}` } };
  const raise = setResources(ctx.kubectl, pod.workload, container, {
    limits: { memory: mebibytes(limit) },
  });
  const isRuntime = /\bjava\b|OutOfMemoryError|heap out of memory/i.test(line);
  const heap = flag(Math.floor((limit * 0.7) / MIB));
  return {
    meaning: `its limit is ${container.limits.memory}`,
    action: {
      fix: [
        raise,
        ...(isRuntime && (!variable || variable.heapOnly)
          ? [setEnv(ctx.kubectl, pod.workload, container, { [name]: heap })]
          : []),
      ].join(" && "),
      note: [
        "how much it needs is not known: twice as much is a guess",
        variable && !variable.heapOnly
          ? `${name} sets the heap among other options: put ${heap} there by hand`
          : "",
      ]
        .filter(Boolean)
        .join("; "),
    },
  };
}

function memoryFinding(ctx, pod, container) {
  const ends = [container.ended, container.endedBefore].filter((end) => end !== null);
  const told = ends.find((end) => end.reason === "OOMKilled");
  const end = told ?? ends.find((e) => killedByNobody(ctx, pod, container, e));
  if (!end || recovered(ctx, container)) return undefined;
  if (container.ready && ctx.ageSeconds(end.finishedAt) > RECENT_SECONDS) return undefined;
  const limit = container.limits.memory;
  const how = told ? "OOMKilled" : "SIGKILL, and no probe failed and it was not stopped on request";
  const base = {
    evidence: `${how}: exit code ${end.exitCode}, memory limit ${limit ?? "none"}, ${container.restarts} restarts`,
    check: `${ctx.kubectl} get pod ${pod.name} --output=jsonpath='{.spec.containers[*].resources}'`,
  };
  if (!limit)
    return {
      ...base,
      cause: "it has no limit, and the node ran out of memory",
      fix: setResources(ctx.kubectl, pod.workload, container, {
        requests: { memory: "<MEMORY>" },
        limits: { memory: "<MEMORY>" },
      }),
      note: `put what it uses at most for <MEMORY> (1Gi): ${ctx.kubectl} top pod --containers shows it while it runs; the node has to have that much left`,
    };
  return {
    ...base,
    cause: `it ${told ? "used" : "most likely used"} more memory than its limit: the limit is too low, or it leaks`,
    ...moreMemory(ctx, pod, container),
  };
}

/**
 * Some runtimes report the kernel's kill for memory as a plain error: when a child process was hit, or
 * when the container was gone before the event. Then the kubelet's silence tells.
 */
function killedByNobody(ctx, pod, container, end) {
  if (end.exitCode !== 137 || !container.limits.memory || hookFailed(ctx, pod, container))
    return false;
  return !ctx
    .events(`pod/${pod.name}`, "Killing")
    .some((e) => new RegExp(`\\b${container.name}\\b`).test(e.message));
}

export const MEMORY_PATTERN = {
  kind: "OOMKilled",
  means: "more memory used than the limit allows",
  find: eachContainer(memoryFinding),
};
