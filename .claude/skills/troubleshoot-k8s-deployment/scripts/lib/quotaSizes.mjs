/** What the pods of a workload take of a ResourceQuota, and sizes that fit into what it leaves. */
import { shellWord } from "./clean.mjs";
import { setResources } from "./commands.mjs";
import { isLive, mebibytes, quantity } from "./context.mjs";

/** In cores, bytes, or pieces, as a quantity of Kubernetes. */
export const amount = (key, value) =>
  /cpu/.test(key)
    ? `${Math.ceil(Math.round(value * 1e6) / 1e3)}m`
    : /memory|storage/.test(key)
      ? mebibytes(value)
      : `${Math.ceil(value)}`;

/** @param {Record<string, string>} hard */
export const raise = ({ kubectl }, name, hard) =>
  `${kubectl} patch resourcequota ${name} --type=merge --patch ${shellWord(JSON.stringify({ spec: { hard } }))}`;

/** Keys of a quota: `requests.cpu`, or `cpu`, which is the same. */
function partsOf(key) {
  const [, kind = "requests", resource] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(key) ?? [];
  return { kind, resource };
}

/** What a container names of it; a limit alone is its request, too. Undefined where it names nothing. */
function named(container, key) {
  const { kind, resource } = partsOf(key);
  const text =
    container[kind][resource] ?? (kind === "requests" ? container.limits[resource] : undefined);
  return text === undefined ? undefined : quantity(text);
}

const mainOf = (pod) => pod.containers.filter((c) => !c.init || c.sidecar);
const sumOf = (pod, key) => mainOf(pod).reduce((sum, c) => sum + (named(c, key) ?? 0), 0);

const quotaOf = (ctx, name) => ctx.evidence.quotas.find((q) => q.name === name);

/** What others than this workload's pods take of it. */
function takenByOthers(ctx, workload, quota, key) {
  const own = ctx.evidence.pods.filter((p) => isLive(p) && p.workload === workload.ref);
  const taken = own.reduce((sum, pod) => sum + sumOf(pod, key), 0);
  return Math.max(0, quantity(quota.used[key] ?? "0") - taken);
}

/** Pods that are there at once in a rollout: a quarter more than wanted. */
const atOnce = ({ desired }) => desired + Math.max(1, Math.ceil(desired / 4));

/** How much of it all pods of the workload need, with one rollout's, beside others; undefined: not known. */
export function needOf(ctx, workload, name, key) {
  const quota = quotaOf(ctx, name);
  const each = partsOf(key).resource ? sumOf(workload, key) : 0;
  return quota && each > 0
    ? takenByOthers(ctx, workload, quota, key) + atOnce(workload) * each
    : undefined;
}

/** {key: amount} of all that the workload needs more of than the quota has. */
export function wantedOf(ctx, workload, name) {
  const { hard = {} } = quotaOf(ctx, name) ?? {};
  return Object.fromEntries(
    Object.entries(hard).flatMap(([key, most]) => {
      const need = needOf(ctx, workload, name, key);
      return need !== undefined && need > quantity(most) ? [[key, amount(key, need)]] : [];
    }),
  );
}

/** What a small program needs, and what hardly any does with less. */
const SIZES = {
  "requests.cpu": { usual: 0.1, least: 0.01 },
  "requests.memory": { usual: 128 * 2 ** 20, least: 16 * 2 ** 20 },
  "limits.cpu": { usual: 0.5, least: 0.05 },
  "limits.memory": { usual: 512 * 2 ** 20, least: 32 * 2 ** 20 },
};

/** Which keys the refusal misses on which containers: "limits.memory for: a,b; requests.cpu for: a". */
function missesOf(workload, words) {
  const said = /must specify ([^\n]*)/.exec(words)?.[1] ?? Object.keys(SIZES).join(",");
  const misses = new Map();
  for (const part of said.split(/;\s*/)) {
    const [, keys, names] = /^(.*?)(?: for: (.*))?$/.exec(part);
    for (const word of keys.split(/,\s*/)) {
      const { kind, resource } = partsOf(word.trim());
      if (!resource) continue;
      const key = `${kind}.${resource}`;
      const containers = names
        ? workload.containers.filter((c) => names.split(/,\s*/).includes(c.name))
        : workload.containers.filter((c) => named(c, key) === undefined);
      misses.set(key, containers);
    }
  }
  return misses;
}

/**
 * Sizes for what the quota counts and containers do not name: usual ones, or what the quota has left for each
 * pod; where even that is too little, the quota has to be raised.
 */
export function namedResources(ctx, workload, words, name) {
  const quota = quotaOf(ctx, name);
  const misses = [...missesOf(workload, words)]
    .filter(([, containers]) => containers.length > 0)
    .map(([key, containers]) => {
      const counted = quota && [key, key.replace("requests.", "")].find((k) => quota.hard[k]);
      const others = counted ? takenByOthers(ctx, workload, quota, counted) : 0;
      const room = counted ? quantity(quota.hard[counted]) - others : Infinity;
      const has = sumOf(workload, key);
      const left = (pods) => (room / pods - has) / containers.length;
      return { key, containers, counted, others, has, left, ...SIZES[key] };
    });
  const all = atOnce(workload);
  const pods =
    [all, workload.desired].find((count) => misses.every((m) => m.left(count) >= m.least)) ?? all;
  const sizes = new Map();
  const hard = {};
  for (const { key, containers, counted, others, has, left, usual, least } of misses) {
    const size = Math.min(usual, Math.max(least, left(pods)));
    if (left(pods) < least)
      hard[counted] = amount(key, others + pods * (has + containers.length * size));
    for (const container of containers)
      sizes.set(container, { ...sizes.get(container), [key]: size });
  }
  const lacking = [...sizes.keys()];
  const raised = Object.keys(hard).length > 0 ? raise(ctx, name, hard) : "";
  const whose = lacking.map((c) => c.name).join(", ");
  return {
    cause: `quota ${name} counts resources that the pod does not name (container ${whose})${raised ? `; and it has no room for ${workload.desired} pods of this size` : ""}`,
    fix: [
      ...(raised ? [raised] : []),
      ...lacking.map((c) => setResources(ctx.kubectl, workload.ref, c, written(sizes.get(c)))),
    ].join(" && "),
    note: `${raised ? `raises the quota from ${Object.keys(hard).map((key) => `${key}=${quota.hard[key]}`).join(", ")}, which somebody has set: ask first; or leave it, and have the pod's other containers ask for less, or run fewer pods; ` : ""}the sizes are a guess: kubectl top pod shows what it uses`,
  };
}

/** {limits: {memory: "32Mi"}} of {"limits.memory": bytes}; no request is above its limit. */
function written(sizes) {
  const resources = {};
  for (const key of Object.keys(SIZES).filter((k) => k in sizes)) {
    const size = sizes[key];
    const { kind, resource } = partsOf(key);
    const most = kind === "requests" ? (sizes[`limits.${resource}`] ?? Infinity) : Infinity;
    const value = Math.min(size, most);
    resources[kind] = {
      ...resources[kind],
      [resource]:
        resource === "cpu" ? `${Math.floor(value * 1000)}m` : `${Math.floor(value / 2 ** 20)}Mi`,
    };
  }
  return resources;
}
