/**
 * What proxies in front say about the request as the browser made it. A page cannot have a browser send these
 * headers to another site: they need a preflight, which no answer of this server grants.
 */

/** One `name=value` of a Forwarded header (RFC 7239); a quoted value is taken whole, with whatever stands in it. */
const FORWARDED_PAIR = /(?:^|[;,])\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]*))/g;

/** Every host that a request names as the one it was sent to, as `host` or `host:port`: a proxy may have changed Host. */
export function hostsAsked(headers: Headers): string[] {
  const hosts = [...listOf(headers, "host"), ...listOf(headers, "x-forwarded-host"), ...forwardedValues(headers, "host")];
  return hosts.filter((host) => host !== "");
}

/** Whether the browser came by https. The first proxy's word counts: those behind it speak http among themselves. */
export function cameByHttps(headers: Headers): boolean {
  // Next.js adds an X-Forwarded-Proto of its own to a request without one, so that it cannot outweigh Forwarded.
  const said = [listOf(headers, "x-forwarded-proto")[0], forwardedValues(headers, "proto")[0]];
  return said.some((proto) => proto?.toLowerCase() === "https");
}

function listOf(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? "").split(",").map((value) => value.trim());
}

function forwardedValues(headers: Headers, name: string): string[] {
  const pairs = (headers.get("forwarded") ?? "").matchAll(FORWARDED_PAIR);
  return [...pairs]
    .filter(([, key]) => key?.toLowerCase() === name)
    .map(([, , quoted, plain]) => quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
}
