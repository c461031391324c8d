import { forward } from "@/lib/server/backend";
import { endedCookie } from "@/lib/server/cookies";

/** Who is signed in: `{user}`, or a 401 that ends the session. PATCH changes the account first. */
async function user(request: Request): Promise<Response> {
  const answer = await forward(request, "/api/auth/me");
  if (!answer.ok) return answer;
  return Response.json({ user: await answer.json() }, { headers: { "cache-control": "no-store" } });
}

export { user as GET, user as PATCH };

/** Deletes the signed-in account and all that it owns, and ends the session. */
export async function DELETE(request: Request): Promise<Response> {
  const answer = await forward(request, "/api/auth/me");
  if (!answer.ok) return answer;
  return new Response(null, { status: 204, headers: { "set-cookie": endedCookie(request), "cache-control": "no-store" } });
}
