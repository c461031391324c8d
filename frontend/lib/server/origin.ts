import { problem } from "./problem";

const READS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses writes that another site has the browser send with the user's cookie.
 *
 * @returns a 403, or undefined when the request may pass: it reads, it comes from this host's pages,
 *   or it has no Origin at all and so comes from no page.
 */
export function refused(request: Request): Response | undefined {
  if (READS.includes(request.method)) return undefined;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin === null && (site === null || site === "same-origin" || site === "none")) return undefined;
  if (origin !== null && hostOf(origin) === hostAsked(request)) return undefined;
  return problem(403, "Forbidden", "This request comes from another site.");
}

/** The host that the browser asked for: a proxy in front keeps it in its own header. */
function hostAsked(request: Request): string | null {
  const forwarded = request.headers.get("x-forwarded-host")?.split(",")[0]?.trim();
  return forwarded || request.headers.get("host");
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
