import { ask } from "@/lib/server/backend";

/** The backend looks at its database for 2 seconds at most. */
const TIMEOUT_MS = 5_000;

/** Whether the backend and its database are there: 200 or 503. */
export async function GET(request: Request): Promise<Response> {
  const answer = await ask(request, "/ready", TIMEOUT_MS);
  return new Response(answer.body, {
    status: answer.ok ? 200 : 503,
    headers: { "content-type": answer.headers.get("content-type") ?? "application/json", "cache-control": "no-store" },
  });
}
