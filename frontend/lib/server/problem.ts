/** An error as every API of the app gives it (RFC 9457). */
export function problem(status: number, title: string, detail: string, headers: HeadersInit = {}): Response {
  const response = Response.json({ type: "about:blank", title, status, detail }, { status, headers });
  response.headers.set("content-type", "application/problem+json");
  response.headers.set("cache-control", "no-store");
  return response;
}
