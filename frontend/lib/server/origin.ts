import { hostsAsked } from "./forwarded";
import { problem } from "./problem";

const READS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses writes that another site has the browser send with the user's cookie.
 *
 * The browser's own word, Sec-Fetch-Site, decides: no page can set it, and no proxy has to be understood. Older
 * browsers send none, and neither does any browser to plain http on a host other than localhost. There Origin has to
 * be a page of a host that the request names. Schemes are not compared: a proxy that ends TLS may not say so.
 *
 * @returns a 403, or undefined when the request may pass: it reads, it comes from this app's pages, or it has neither
 *   header and so comes from a program, which carries no user's cookie.
 */
export function refused({ method, headers }: Request): Response | undefined {
  if (READS.includes(method)) return undefined;
  const site = headers.get("sec-fetch-site");
  if (site === "same-origin") return undefined;
  // "none" is a request that no page made. Whatever else there is comes from another origin.
  if (site && site !== "none") return problem(403, "Forbidden", "This request comes from another site.");
  const origin = headers.get("origin");
  if (origin === null || hostsAsked(headers).some((host) => isPageOf(host, origin))) return undefined;
  const causes = "This request comes from another site, or a proxy changed its Host";
  return problem(403, "Forbidden", `${causes}: configure the proxy to keep Host, or to send the browser's host in X-Forwarded-Host.`);
}

/** Whether an origin is a page of this `host[:port]`; a port that is the usual one of http or https need not be named. */
function isPageOf(host: string, origin: string): boolean {
  const own = hostOf(origin);
  return own !== undefined && ["http", "https"].some((scheme) => hostOf(`${scheme}://${host}`) === own);
}

/** The host of an address that is nothing but scheme, host and port, without the scheme's usual port. */
function hostOf(address: string): string | undefined {
  if (!/^https?:\/\/[^\s/\\?#@]+$/i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address).host;
}
