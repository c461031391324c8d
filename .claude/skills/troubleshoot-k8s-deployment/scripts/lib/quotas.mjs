/** Requests and limits that fit into what a ResourceQuota or a LimitRange lets through. */
import { setResources, tryNow } from "./commands.mjs";
import { quantity } from "./context.mjs";
import { amount, needOf, raise, wantedOf } from "./quotaSizes.mjs";

/** More of what a quota counts: {resource: amount} of `hard` that leaves room for the pods that lack. */
export function quotaFix(ctx, workload, words, name) {
  const lacking = Math.max(1, workload.desired - workload.made);
  // exceeded quota: q, requested: pods=1,requests.cpu=500m, used: …, limited: …
  const part = (word) =>
    Object.fromEntries(
      (new RegExp(`${word}: ([^ ]+)`).exec(words)?.[1] ?? "")
        .split(",")
        .filter((p) => p.includes("="))
        .map((p) => p.split("=")),
    );
  const [requested, used, limited] = ["requested", "used", "limited"].map(part);
  const over = Object.keys(limited).filter(
    (key) =>
      requested[key] &&
      quantity(used[key] ?? "0") + quantity(requested[key]) > quantity(limited[key]),
  );
  // The refusal names what is over now; what the other pods will be over then is raised with it.
  const hard = {
    ...wantedOf(ctx, workload, name),
    ...Object.fromEntries(
      over.map((key) => {
        const least = quantity(used[key] ?? "0") + lacking * quantity(requested[key]);
        return [key, amount(key, Math.max(least, needOf(ctx, workload, name, key) ?? 0))];
      }),
    ),
  };
  const raised = over.length > 0 ? raise(ctx, name, hard) : "";
  const counted = over.every((key) => /pods$/.test(key));
  if (over.length === 0) return { fix: "", note: "the quota's words are all that is known" };
  if (counted && workload.made > 0)
    return {
      fix: `${ctx.kubectl} scale ${workload.ref} --replicas=${workload.made}`,
      note: `as many as the quota lets run now; or raise the quota, if you may: ${raised}${tryNow(ctx.kubectl, workload.ref)}`,
    };
  const smaller = smallerResources(ctx, workload, { over, used, limited, lacking });
  return smaller
    ? {
        fix: smaller,
        note: `shares what the quota has left; or raise the quota, if you may: ${raised}${tryNow(ctx.kubectl, workload.ref)}`,
      }
    : {
        fix: `${raised}${tryNow(ctx.kubectl, workload.ref)}`,
        note: "nothing is left in the quota, so it is raised to what the pods ask for, with those of a rollout: ask who set it; or the pods have to ask for less, or other workloads to go",
      };
}

/** Requests and limits that fit into what the quota has left, for a workload with one container. */
function smallerResources(ctx, workload, { over, used, limited, lacking }) {
  const main = workload.containers.filter((c) => !c.init);
  if (main.length !== 1) return undefined;
  const resources = {};
  for (const key of over) {
    const [, kind = "requests", resource] =
      /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(key) ?? [];
    // One pod more is made during a rollout.
    const left = (quantity(limited[key]) - quantity(used[key] ?? "0")) / (lacking + 1);
    const least = resource === "cpu" ? 0.01 : 32 * 2 ** 20;
    if (!resource || left < least) return undefined;
    const value =
      resource === "cpu" ? `${Math.floor(left * 1000)}m` : `${Math.floor(left / 2 ** 20)}Mi`;
    resources[kind] = { ...resources[kind], [resource]: value };
    const request = main[0].requests[resource];
    // A request may not be above its limit.
    if (kind === "limits" && request && quantity(request) > left)
      resources.requests = { ...resources.requests, [resource]: value };
  }
  return setResources(ctx.kubectl, workload.ref, main[0], resources);
}

/** Within the LimitRange: {resource, bound} for each of its complaints. */
export function withinRange(ctx, workload, words) {
  const resources = {};
  for (const [, way, resource, , bound] of words.matchAll(
    /(maximum|minimum) (cpu|memory) usage per (\w+) is ([^,\s]+)/g,
  )) {
    const kind = way === "maximum" ? "limits" : "requests";
    resources[kind] = { ...resources[kind], [resource]: bound };
  }
  const ratio = /(cpu|memory) max limit to request ratio per \w+ is (\d+)/.exec(words);
  const offending = workload.containers.filter((c) => !c.init && (ratio || outside(c, resources)));
  const targets = offending.length > 0 ? offending : workload.containers.filter((c) => !c.init);
  if (Object.keys(resources).length === 0 && !ratio)
    return { fix: "", note: "the refusal's words are all that is known" };
  return {
    fix: targets
      .map((c) => {
        const own = structuredClone(resources);
        for (const [resource, most] of Object.entries(own.limits ?? {}))
          if (!c.requests[resource] || quantity(c.requests[resource]) > quantity(most))
            own.requests = { ...own.requests, [resource]: most };
        for (const [resource, least] of Object.entries(own.requests ?? {}))
          if (
            c.limits[resource] &&
            quantity(c.limits[resource]) < quantity(least) &&
            !own.limits?.[resource]
          )
            own.limits = { ...own.limits, [resource]: least };
        if (ratio && c.limits[ratio[1]])
          own.requests = {
            ...own.requests,
            [ratio[1]]: amount(ratio[1], quantity(c.limits[ratio[1]]) / Number(ratio[2])),
          };
        return setResources(ctx.kubectl, workload.ref, c, own);
      })
      .join(" && "),
    note: "takes what the LimitRange allows at most; a program that needs more needs another LimitRange",
  };
}

const outside = (container, { limits = {}, requests = {} }) =>
  Object.entries(limits).some(
    ([r, most]) => !container.limits[r] || quantity(container.limits[r]) > quantity(most),
  ) ||
  Object.entries(requests).some(
    ([r, least]) => !container.requests[r] || quantity(container.requests[r]) < quantity(least),
  );
