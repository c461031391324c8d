import { ask } from "./backend";
import { sessionCookie } from "./cookies";
import { refused } from "./origin";

interface Granted {
  access_token: string;
  expires_in: number;
  user: { id: string; email: string; name: string | null };
}

/**
 * Signs in or up: the token goes into the cookie, and only the user into the answer.
 *
 * @param path of the backend that grants a token.
 */
export async function beginSession(request: Request, path: string): Promise<Response> {
  const refusal = refused(request);
  if (refusal) return refusal;
  const answer = await ask(request, path);
  if (!answer.ok) return answer.status === 503 ? answer : new Response(answer.body, withoutCookies(answer));
  const { access_token: token, expires_in: seconds, user } = (await answer.json()) as Granted;
  return Response.json(
    { user },
    {
      status: answer.status,
      headers: { "set-cookie": sessionCookie(request, token, seconds), "cache-control": "no-store" },
    },
  );
}

function withoutCookies(answer: Response): ResponseInit {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const name of ["content-type", "retry-after", "x-request-id"]) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return { status: answer.status, headers };
}
