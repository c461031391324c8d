/** What a program depends on, by the host names in its log and its settings. */

import { selects } from "./context.mjs";
import { nearest } from "./nearest.mjs";

const NAME = String.raw`[a-zA-Z0-9](?:[\w.-]*[a-zA-Z0-9])?`;
const WITH_HOST = [
  new RegExp(String.raw`host(?:name)? ["'\x60](${NAME})["'\x60]`, "i"),
  new RegExp(String.raw`server at ["'](${NAME})["'](?:[^\n]*?port (\d+))?`, "i"),
  new RegExp(
    String.raw`(?:ENOTFOUND|EAI_AGAIN|lookup|bad address|resolve host:?|unknown host:?|can't resolve) ["'\x60]?(${NAME})(?::(\d+))?`,
    "i",
  ),
  new RegExp(String.raw`nc: (?:connect to )?(${NAME}) (?:port )?\(?[^)\s]*\)?:?\s?(\d+)`, "i"),
  new RegExp(String.raw`[a-z][a-z0-9+.-]*://(?:[^@\s/]*@)?(${NAME})(?::(\d+))?`, "i"),
  new RegExp(
    String.raw`(?:host|server|to|for|at|tcp|reach|ECONNREFUSED|ETIMEDOUT)[= ]["']?(${NAME})["']?(?::| port |, port |/)(\d{2,5})\b`,
    "i",
  ),
  new RegExp(String.raw`host=["']?(${NAME})(?:[^\n]*?port=(\d+))?`, "i"),
  // A Service's whole name is one wherever it stands.
  new RegExp(String.raw`(?:^|[\s"'=(@/])(${NAME}\.svc(?:\.cluster\.local)?)(?![\w.-])(?::(\d+))?`, "i"),
];

/** The host, and the port where it is said, that a line of a log names. */
export function hostIn(line) {
  for (const pattern of WITH_HOST) {
    const [, host, port] = pattern.exec(line) ?? [];
    if (host) return { host, port: port ? Number(port) : null };
  }
  return undefined;
}

/** The Service of this namespace that a host name means; undefined for any other host. */
export function serviceOf(ctx, host) {
  const [name, namespace, ...rest] = host.split(".");
  const here =
    namespace === undefined ||
    (namespace === ctx.evidence.namespace && (rest.length === 0 || rest[0] === "svc"));
  return here ? ctx.evidence.services.find((s) => s.name === name) : undefined;
}

/** Whether a host can only be a Service of this namespace: a name without a dot, or with this namespace. */
export const isOurs = (ctx, host) =>
  !isIp(host) &&
  host !== "localhost" &&
  (!host.includes(".") || host.split(".")[1] === ctx.evidence.namespace);

export const isIp = (host) => /^\d+\.\d+\.\d+\.\d+$/.test(host);
export const isOwnPod = (host) => /^(localhost|127\.|0\.0\.0\.0$)/.test(host);

/** The Service that a misspelt host, or another namespace's, meant: `{name, host}` as it should be written. */
export function meantService(ctx, host) {
  const [wanted, ...rest] = host.split(".");
  // A pod's own name, below a Service's: no Service is called so.
  if (rest[2] === "svc") return undefined;
  const names = ctx.evidence.services.map((s) => s.name);
  const name = names.includes(wanted) ? wanted : nearest(wanted, names);
  if (!name) return undefined;
  const tail = rest.length > 0 ? [ctx.evidence.namespace, ...rest.slice(1)] : [];
  return { name, host: [name, ...tail].join(".") };
}

/** Workloads that a Service chooses. */
export const behind = (ctx, service) =>
  service.selector
    ? ctx.evidence.workloads.filter(
        (w) => !["Job", "CronJob"].includes(w.kind) && selects(service.selector, w.labels),
      )
    : [];
