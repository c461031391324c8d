/** What the environment decides, read for each request: one image serves every cluster. */

export interface ServerSettings {
  /** Where the backend is, without a slash at the end. */
  backendUrl: string;
  /** Whether the session's cookie demands https: "auto" goes by how the request came. */
  cookieSecure: "auto" | "true" | "false";
  /** OpenAI's domain key; empty: the page in this image. */
  chatkitDomainKey: string;
}

/** @throws Error that names the variable, what it holds and what is expected. */
export function serverSettings(env: Record<string, string | undefined> = process.env): ServerSettings {
  const backendUrl = (env.BACKEND_URL || "http://localhost:8000").replace(/\/+$/, "");
  if (!/^https?:\/\/[^\s/]/.test(backendUrl) || !URL.canParse(backendUrl)) {
    throw new Error(`BACKEND_URL is "${backendUrl}": expected http://HOST:PORT`);
  }
  const cookieSecure = env.COOKIE_SECURE || "auto";
  if (cookieSecure !== "auto" && cookieSecure !== "true" && cookieSecure !== "false") {
    throw new Error(`COOKIE_SECURE is "${cookieSecure}": expected auto, true or false`);
  }
  return { backendUrl, cookieSecure, chatkitDomainKey: env.CHATKIT_DOMAIN_KEY ?? "" };
}
