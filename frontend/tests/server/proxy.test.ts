import { NextRequest } from "next/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { proxy } from "@/proxy";

const answer = (headers: Record<string, string> = {}) => proxy(new NextRequest("http://todo.test/", { headers }));

/** The directives of an answer's policy, by name. */
function policyOf(response: Response): Record<string, string[]> {
  const directives = (response.headers.get("content-security-policy") ?? "").split("; ").map((line) => line.split(" "));
  return Object.fromEntries(directives.map(([name, ...values]) => [name, values]));
}

afterEach(() => vi.unstubAllEnvs());

describe("the start", () => {
  const rewritten = (path: string, cookie: string) =>
    proxy(new NextRequest(`http://todo.test${path}`, { headers: { cookie } })).headers.get("x-middleware-rewrite");

  it("is the workspace for a user, and no other page is", () => {
    expect(rewritten("/", "todo_session=a.b.c")).toBe("http://todo.test/workspace");
    expect(rewritten("/", "todo_theme=dark")).toBeNull();
    expect(rewritten("/signin", "todo_session=a.b.c")).toBeNull();
  });

  it("is asked for at a conversation's address by who is not signed in, and nobody is sent elsewhere", () => {
    expect(rewritten("/c/thr_1a", "todo_session=a.b.c")).toBe("http://todo.test/workspace");
    expect(rewritten("/c/thr_1a", "")).toBe("http://todo.test/signin");
    for (const path of ["/c/", "/c/x", "/c/thr_1/more", "/d/thr_1"]) expect(rewritten(path, "todo_session=a.b.c")).toBeNull();
  });
});

describe("a path whose percent-codes are no text", () => {
  it.each(["%zz", "%ff", "%", "a%E4b", "%ED%A0%80"])("is answered with a problem: %s", async (bad) => {
    for (const path of [`/api/tasks/${bad}`, `/${bad}/x`]) {
      const response = proxy(new NextRequest(`http://todo.test${path}`));
      expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(proxy(new NextRequest(`http://todo.test/?x=${bad}`)).status).toBe(200);
  });
});

describe("the content security policy", () => {
  it("runs scripts with the answer's nonce only", () => {
    const [script = []] = [policyOf(answer())["script-src"]];
    expect(script).toContain("'strict-dynamic'");
    expect(script.filter((value) => /^'nonce-[A-Za-z0-9+/]{22}=='$/.test(value))).toHaveLength(1);
    expect(script).not.toContain("'unsafe-inline'");
    expect(script).not.toContain("'unsafe-eval'");
  });

  it("has a nonce of its own for each answer", () => {
    expect(policyOf(answer())["script-src"]).not.toEqual(policyOf(answer())["script-src"]);
  });

  it("gives Next the same policy as the browser, whatever policy came with the request", () => {
    const response = answer({ "content-security-policy": "script-src 'nonce-forged'" });
    expect(response.headers.get("x-middleware-request-content-security-policy")).toBe(response.headers.get("content-security-policy"));
  });

  it("names no other host", () => {
    const policy = policyOf(answer());
    expect(policy).toMatchObject({
      "default-src": ["'self'"],
      "connect-src": ["'self'"],
      "img-src": ["'self'", "data:"],
      "frame-src": ["'none'"],
      "frame-ancestors": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "object-src": ["'none'"],
    });
    expect(Object.values(policy).flat().join(" ")).not.toMatch(/https?:|\*/);
  });

  it("names OpenAI's host once a domain key is set, and no other", () => {
    vi.stubEnv("CHATKIT_DOMAIN_KEY", "domain_pk_1");
    const policy = policyOf(answer());
    const hosts = new Set(Object.values(policy).flat().filter((value) => value.startsWith("http")));
    expect([...hosts]).toEqual(["https://cdn.platform.openai.com"]);
    expect(policy["frame-src"]).toEqual(["https://cdn.platform.openai.com"]);
  });
});

describe("the other headers", () => {
  it("are on every answer", () => {
    expect(Object.fromEntries(answer().headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    });
  });

  it.each([
    ["https", true],
    ["https, http", true],
    ["http", false],
    ["", false],
  ])("ask for https from now on when the browser came by %j: %s", (proto, asked) => {
    const { headers } = answer({ "x-forwarded-proto": proto });
    expect(headers.has("strict-transport-security")).toBe(asked);
    expect(headers.has("cross-origin-opener-policy")).toBe(asked);
  });

  it("ask for https behind a proxy that says it in Forwarded alone", () => {
    expect(answer({ forwarded: "for=192.0.2.1;proto=https" }).headers.has("strict-transport-security")).toBe(true);
  });
});
