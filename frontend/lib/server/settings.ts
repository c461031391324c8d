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
  const backendUrl = (env.BACKEND_URL || "http://localhost:8000").trim().replace(/\/+$/, "");
  const surplus = surplusOf(backendUrl);
  if (surplus) throw new Error(`BACKEND_URL ${surplus}: expected http://HOST:PORT`);
  const cookieSecure = env.COOKIE_SECURE || "auto";
  if (cookieSecure !== "auto" && cookieSecure !== "true" && cookieSecure !== "false") {
    throw new Error(`COOKIE_SECURE is "${cookieSecure}": expected auto, true or false`);
  }
  return { backendUrl, cookieSecure, chatkitDomainKey: env.CHATKIT_DOMAIN_KEY ?? "" };
}

/** What keeps an address from being a host's alone; undefined where nothing does. A user or password is never shown. */
function surplusOf(address: string): string | undefined {
  const hidden = address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, "$1***@");
  const is = `is "${hidden}"`;
  if (!/^https?:\/\/[^\s/?#]/i.test(address) || !URL.canParse(address)) return is;
  const { username, password, pathname, search, hash } = new URL(address);
  const parts = { "a user or password": username + password, "a path": pathname.slice(1), "a query": search, "a fragment": hash };
  // An @ behind the host may be the end of a password that holds a slash.
  const found = Object.entries(parts).find(([, value]) => value !== "")?.[0] ?? (/[?#@]/.test(address) ? "a ? or #" : undefined);
  return found && `${is}, which has ${found}`;
}
