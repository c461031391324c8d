/** Requests to this page's own server: the only host that it ever talks to. */

import { sessionEnded } from "./session";

/** An answer that is not a success, in the words of its problem details. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}

const OFFLINE = "The server cannot be reached. Check the connection and try again.";

/** Sends JSON and gives the response, whatever it holds. @throws ApiError when it is not a success. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (init.body !== undefined) headers.set("content-type", "application/json");
  const response = await overNetwork(() => fetch(path, { ...init, headers, cache: "no-store" }));
  // A wrong password is a 401 too, and ends nothing.
  if (response.status === 401 && !path.startsWith("/api/auth/")) sessionEnded();
  if (!response.ok) throw await problem(response);
  return response;
}

/** The same, for an answer in JSON; undefined for one without content. */
export async function json<T>(path: string, method = "GET", body?: unknown, headers: HeadersInit = {}): Promise<T> {
  const response = await send(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return (response.status === 204 ? undefined : JSON.parse(await overNetwork(() => response.text()))) as T;
}

/** Reads from the network: whatever it throws there says that the server is away, but that the user has given up. */
export async function overNetwork<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, OFFLINE);
  }
}

const AWAY = [0, 502, 503, 504];

/** Whether an error says that the server, or the way to it, is away: then it may be back soon. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiError && AWAY.includes(error.status);
}

async function problem(response: Response): Promise<ApiError> {
  const found = (await response.json().catch(() => ({}))) as Problem;
  const fields = Object.fromEntries((found.errors ?? []).map(({ field, message }) => [field, message]));
  const fallback = response.status >= 500 ? OFFLINE : `The server answered ${response.status}.`;
  return new ApiError(response.status, found.detail ?? found.title ?? fallback, fields);
}

/** Any error in words for a person; what is a mistake of this page's is in the console too. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  console.error(error);
  return "Something went wrong. Try again.";
}
