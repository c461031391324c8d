import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { conversationAt } from "@/lib/address";
import { SESSION_COOKIE } from "@/lib/server/cookies";
import { contentSecurityPolicy, securityHeaders } from "@/lib/server/csp";
import { cameByHttps } from "@/lib/server/forwarded";
import { problem } from "@/lib/server/problem";
import { serverSettings } from "@/lib/server/settings";

/** Puts the security headers on every answer, and a nonce of its own into every page. */
export function proxy(request: NextRequest): Response {
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString("base64"),
    hostedChat: serverSettings().chatkitDomainKey !== "",
    development: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  // Next reads the nonce from here for its own scripts.
  headers.set("content-security-policy", policy);
  const { pathname } = request.nextUrl;
  const page = pageFor(request);
  const response = !isText(pathname)
    ? problem(400, "Bad Request", "The path has percent-codes that are no text.")
    : page
      ? NextResponse.rewrite(new URL(page, request.url), { request: { headers } })
      : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(securityHeaders(cameByHttps(request.headers)))) response.headers.set(name, value);
  return response;
}

/** Whether its percent-codes are text: of any other path Next's own answer is a plain 500. */
function isText(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The page at an address that has one of its own for each: who is not signed in does not wait for the chat's scripts,
 * and is asked to sign in at a conversation. Undefined where it is the same for all.
 */
function pageFor({ nextUrl: { pathname }, cookies }: NextRequest): string | undefined {
  const signedIn = cookies.has(SESSION_COOKIE);
  if (conversationAt(pathname)) return signedIn ? "/workspace" : "/signin";
  return pathname === "/" && signedIn ? "/workspace" : undefined;
}

export const config = { matcher: "/((?!_next/static).*)" };
