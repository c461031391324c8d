import { cameByHttps } from "./forwarded";
import { serverSettings } from "./settings";

/** Holds the user's token. No script can read it, and no other site's request carries it on a write. */
export const SESSION_COOKIE = "todo_session";

/** The token in a request's cookies, if there is one. */
export function tokenOf(request: Request): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const [name, ...value] = pair.trim().split("=");
    if (name === SESSION_COOKIE) return value.join("=") || undefined;
  }
  return undefined;
}

/** The Set-Cookie that begins a session. @param maxAgeSeconds how long the token is good for. */
export function sessionCookie(request: Request, token: string, maxAgeSeconds: number): string {
  return cookie(request, token, maxAgeSeconds);
}

/** The Set-Cookie that ends it. */
export function endedCookie(request: Request): string {
  return cookie(request, "", 0);
}

function cookie(request: Request, value: string, maxAgeSeconds: number): string {
  const parts = [`${SESSION_COOKIE}=${value}`, "Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${maxAgeSeconds}`];
  if (isSecure(request)) parts.push("Secure");
  return parts.join("; ");
}

/** A cookie that demands https is dropped by browsers that came by http. */
function isSecure(request: Request): boolean {
  const { cookieSecure } = serverSettings();
  if (cookieSecure !== "auto") return cookieSecure === "true";
  return cameByHttps(request.headers);
}
