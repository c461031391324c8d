import { randomUUID } from "node:crypto";
import { endedCookie, tokenOf } from "./cookies";
import { refused } from "./origin";
import { problem } from "./problem";
import { serverSettings } from "./settings";

/** Largest body that is passed on: a message of the chat has 4,000 characters at most. */
export const MAX_BODY_BYTES = 64 * 1024;

/** How long the backend may take to begin its answer. A stream may then last as long as it wants. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Headers that mean something to the other side; all others stay here. */
const PASSED_ON = ["accept", "content-type", "idempotency-key"];
const PASSED_BACK = ["content-type", "retry-after", "x-request-id", "www-authenticate"];

/** Passes a request on to the backend as the signed-in user, and its answer back as it comes. */
export async function forward(request: Request, path: string): Promise<Response> {
  const refusal = refused(request);
  if (refusal) return refusal;
  const answer = await ask(request, path);
  const headers = new Headers({ "cache-control": "no-store" });
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (isStream(answer)) {
    // Proxies in front hold streams back unless they are told not to.
    headers.set("x-accel-buffering", "no");
    headers.set("cache-control", "no-store, no-transform");
  }
  if (answer.status === 401) headers.append("set-cookie", endedCookie(request));
  return new Response(answer.body, { status: answer.status, headers });
}

/**
 * The backend's own answer, or a problem in its place.
 *
 * @param timeoutMs how long its answer may take to begin.
 */
export async function ask(request: Request, path: string, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Response> {
  const body = await bodyOf(request);
  if (body === "too large") {
    return problem(413, "Too large", `A request can have at most ${MAX_BODY_BYTES} bytes.`);
  }
  const url = `${serverSettings().backendUrl}${path}${new URL(request.url).search}`;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error("timeout")), timeoutMs);
  try {
    return await fetch(url, {
      method: request.method,
      headers: headersFor(request),
      body,
      // A browser that hangs up, now or in the middle of a stream, ends the work behind it too.
      signal: AbortSignal.any([controller.signal, request.signal]),
      redirect: "manual",
      cache: "no-store",
    });
  } catch {
    return problem(503, "Unavailable", "The server cannot be reached. Try again in a moment.", { "retry-after": "5" });
  } finally {
    clearTimeout(timer);
  }
}

function headersFor(request: Request): Headers {
  const headers = new Headers({ "x-request-id": requestId(request) });
  for (const name of PASSED_ON) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const client = request.headers.get("x-forwarded-for");
  if (client) headers.set("x-forwarded-for", client);
  const token = tokenOf(request);
  if (token) headers.set("authorization", `Bearer ${token}`);
  return headers;
}

function requestId(request: Request): string {
  const given = request.headers.get("x-request-id") ?? "";
  return /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Read with a bound, whatever length the request claims to have. */
async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined | "too large"> {
  if (!request.body || request.method === "GET" || request.method === "HEAD") return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return "too large";
    chunks.push(chunk);
  }
  return size === 0 ? undefined : new Uint8Array(Buffer.concat(chunks));
}

function isStream(answer: Response): boolean {
  return answer.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}
