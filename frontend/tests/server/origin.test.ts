import { describe, expect, it } from "vitest";
import { refused } from "@/lib/server/origin";

type Sent = Record<string, string>;

const request = (method: string, headers: Sent) =>
  new Request("http://0.0.0.0:3000/api/tasks", { method, headers: { host: "todo-app.local", ...headers } });

const SAME = { "sec-fetch-site": "same-origin" };
const SIBLING = { "sec-fetch-site": "same-site" };
const CROSS = { "sec-fetch-site": "cross-site" };
const EVIL = { origin: "https://evil.example" };

/** What arrives from the app's own page, by the way it takes; the browser's word is added by each test. */
const WAYS: [string, Sent][] = [
  ["the ingress", { origin: "http://todo-app.local", host: "todo-app.local" }],
  ["the ingress with TLS", { origin: "https://todo-app.local", host: "todo-app.local", "x-forwarded-host": "todo-app.local", "x-forwarded-proto": "https" }],
  ["a port forward", { origin: "http://localhost:3000", host: "localhost:3000" }],
  ["the node's port", { origin: "http://192.168.49.2:30080", host: "192.168.49.2:30080" }],
  ["Codespaces", { origin: "https://fuzzy-disco-3000.app.github.dev", host: "localhost:3000", "x-forwarded-host": "fuzzy-disco-3000.app.github.dev", "x-forwarded-proto": "https" }],
  ["Codespaces, which turns Origin into localhost", { origin: "http://localhost:3000", host: "localhost:3000", "x-forwarded-host": "fuzzy-disco-3000.app.github.dev", "x-forwarded-proto": "https" }],
  ["Codespaces, which says https of that Origin", { origin: "https://localhost:3000", host: "localhost:3000", "x-forwarded-host": "fuzzy-disco-3000.app.github.dev" }],
  ["a VS Code tunnel", { origin: "https://x1y2-3000.euw.devtunnels.ms", host: "x1y2-3000.euw.devtunnels.ms", "x-forwarded-host": "x1y2-3000.euw.devtunnels.ms" }],
  ["a dev tunnel that turns both into localhost, without a port", { origin: "http://localhost", host: "localhost", "x-forwarded-host": "x1y2-3000.euw.devtunnels.ms" }],
  ["ngrok", { origin: "https://a1b2.ngrok-free.app", host: "a1b2.ngrok-free.app", "x-forwarded-host": "a1b2.ngrok-free.app", "x-forwarded-proto": "https" }],
  ["ngrok that rewrites Host", { origin: "https://a1b2.ngrok-free.app", host: "localhost:3000", "x-forwarded-host": "a1b2.ngrok-free.app", "x-forwarded-proto": "https" }],
  ["a Cloudflare tunnel", { origin: "https://quick.trycloudflare.com", host: "quick.trycloudflare.com", "x-forwarded-proto": "https" }],
  ["a Cloudflare tunnel with a Host of its own", { origin: "https://todo.example.com", host: "localhost:3000", "x-forwarded-host": "todo.example.com" }],
  ["nginx that keeps Host", { origin: "https://todo.example.com", host: "todo.example.com" }],
  ["a proxy that keeps Host and names itself", { origin: "https://todo.example.com", host: "todo.example.com", "x-forwarded-host": "10.0.0.1:8080" }],
  ["two proxies", { origin: "https://todo.example.com", host: "10.0.0.1:3000", "x-forwarded-host": "todo.example.com, inner.example" }],
  ["two proxies behind a tunnel that turns Origin into localhost", { origin: "http://localhost:8080", host: "frontend:3000", "x-forwarded-host": "a.tunnel.example,localhost:8080" }],
  ["a list with nothing in it", { origin: "https://todo.example.com", host: "todo.example.com", "x-forwarded-host": " , " }],
  ["Forwarded", { origin: "https://todo.example.com", host: "127.0.0.1:3000", forwarded: "host=todo.example.com;proto=https" }],
  ["Forwarded in quotes, with a port", { origin: "https://todo.example.com:8443", host: "127.0.0.1:3000", forwarded: 'for=192.0.2.43;Host="todo.example.com:8443"' }],
  ["Forwarded by two proxies", { origin: "https://todo.example.com", host: "127.0.0.1:3000", forwarded: "for=192.0.2.43;host=todo.example.com, for=10.0.0.1;host=inner.example" }],
  ["Forwarded with an IPv6 host", { origin: "http://[2001:db8::1]:8080", host: "127.0.0.1:3000", forwarded: 'for="[2001:db8::9]:5";host="[2001:db8::1]:8080"' }],
  ["an IPv6 host", { origin: "http://[::1]:3000", host: "[::1]:3000" }],
  ["an IPv6 host, written out", { origin: "http://[::1]:3000", host: "[0:0:0:0:0:0:0:1]:3000" }],
  ["a host in upper case", { origin: "https://todo.example.com", host: "10.0.0.1", "x-forwarded-host": "Todo.EXAMPLE.Com" }],
  ["a proxy that adds https's port", { origin: "https://todo.example.com", host: "10.0.0.1:3000", "x-forwarded-host": "todo.example.com:443" }],
  ["a proxy that adds http's port", { origin: "http://todo.example.com", host: "todo.example.com:80" }],
  ["a proxy that ends TLS and adds the port it is asked at", { origin: "https://todo.example.com", host: "todo.example.com:80" }],
  ["a proxy that writes the usual port into Origin", { origin: "https://todo.example.com:443", host: "todo.example.com" }],
  ["http on https's port", { origin: "http://todo.example.com:443", host: "todo.example.com:443" }],
  ["a port of its own", { origin: "https://todo.example.com:8443", host: "todo.example.com:8443" }],
  ["a name beyond ASCII", { origin: "https://xn--bcher-kva.example", host: "10.0.0.1", "x-forwarded-host": "XN--bcher-kva.example" }],
];

describe("a page of this app", () => {
  it.each(WAYS)("writes by %s, with the browser's word", (_, headers) => {
    expect(refused(request("POST", { ...headers, ...SAME }))).toBeUndefined();
  });

  it.each(WAYS)("writes by %s, from a browser that says nothing", (_, headers) => {
    expect(refused(request("POST", headers))).toBeUndefined();
  });

  it.each([
    ["a proxy that rewrites Host and says nothing", { origin: "https://todo.example.com", host: "frontend-service:3000" }],
    ["a proxy that names itself", { origin: "https://todo.example.com", host: "localhost:3000", "x-forwarded-host": "localhost:3000" }],
    ["a tunnel that rewrites Origin alone", { origin: "http://localhost:3000", host: "a-3000.app.github.dev", "x-forwarded-host": "a-3000.app.github.dev" }],
    ["a proxy that strips the port", { origin: "https://todo.example.com:8443", host: "todo.example.com" }],
    ["a page that gives no address of its own away", { origin: "null", host: "todo.example.com" }],
    ["a proxy that takes Origin away", { host: "frontend-service:3000" }],
  ])("writes by %s, with the browser's word alone", (_, headers) => {
    expect(refused(request("POST", { ...headers, ...SAME }))).toBeUndefined();
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("writes by %s", (method) => {
    expect(refused(request(method, { origin: "http://todo-app.local" }))).toBeUndefined();
  });
});

describe("a request that no page made", () => {
  it.each([
    ["a program, which carries nobody's cookies", {}],
    ["a program with hosts that it made up", { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" }],
    ["the person at the browser", { "sec-fetch-site": "none" }],
    ["the person, with an Origin of this host", { "sec-fetch-site": "none", origin: "http://todo-app.local" }],
    ["a program whose proxy empties the browser's headers", { "sec-fetch-site": "" }],
  ])("writes: %s", (_, headers) => {
    expect(refused(request("POST", headers))).toBeUndefined();
  });
});

describe("another site's page", () => {
  it.each(["GET", "HEAD", "OPTIONS"])("reads by %s, with answers that its browser keeps from it", (method) => {
    expect(refused(request(method, { ...EVIL, ...CROSS }))).toBeUndefined();
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("is refused a %s with 403", async (method) => {
    const response = refused(request(method, EVIL));
    expect(response?.status).toBe(403);
    expect(response?.headers.get("content-type")).toBe("application/problem+json");
    expect(await response?.json()).toMatchObject({ status: 403, title: "Forbidden" });
  });

  it.each(WAYS)("does not write by %s, whatever its browser says", (_, { origin, ...way }) => {
    expect(origin).toBeDefined();
    for (const word of [{}, SIBLING, CROSS, { "sec-fetch-site": "none" }]) {
      expect(refused(request("POST", { ...way, ...EVIL, ...word }))?.status).toBe(403);
    }
  });

  it.each(WAYS)("does not write by %s, though a proxy makes its Origin this app's", (_, headers) => {
    for (const word of [SIBLING, CROSS]) expect(refused(request("POST", { ...headers, ...word }))?.status).toBe(403);
  });

  it.each([
    ["it made its host up in X-Forwarded-Host", { ...EVIL, "x-forwarded-host": "evil.example", ...CROSS }],
    ["it made its host up in a list", { ...EVIL, "x-forwarded-host": "todo-app.local, evil.example", ...CROSS }],
    ["it made its host up in Forwarded", { ...EVIL, forwarded: "host=evil.example", ...CROSS }],
    ["it sends no Origin", CROSS],
    ["it is a sibling without Origin", SIBLING],
    ["it is a sibling", { origin: "https://other.example.com", host: "todo.example.com", ...SIBLING }],
    ["it is the app of another port", { origin: "http://todo-app.local:8080", ...SIBLING }],
    ["two words of browsers arrive", { origin: "http://todo-app.local", "sec-fetch-site": "same-origin, cross-site" }],
    ["a word arrives that no browser says", { origin: "http://todo-app.local", "sec-fetch-site": "Same-Origin" }],
  ])("does not write when %s", (_, headers) => {
    expect(refused(request("POST", headers))?.status).toBe(403);
  });

  it.each([
    ["of another port", { origin: "http://todo-app.local:8080" }],
    ["of a port that is usual for the other scheme", { origin: "https://todo-app.local:80" }],
    ["of a subdomain", { origin: "http://evil.todo-app.local" }],
    ["of the domain above", { origin: "https://example.com", host: "todo.example.com" }],
    ["of a host that begins alike", { origin: "http://todo-app.local.evil.example" }],
    ["of a host that ends alike", { origin: "http://eviltodo-app.local" }],
    ["of a sandboxed frame", { origin: "null" }],
    ["of a host that is called null", { origin: "null", host: "null" }],
    ["of nothing", { origin: "" }],
    ["of nothing, where a proxy's host is none either", { origin: "null", "x-forwarded-host": "two words" }],
    ["that is no address", { origin: "todo-app.local" }],
    ["of an app on a phone", { origin: "capacitor://todo-app.local" }],
    ["of a browser's extension", { origin: "chrome-extension://todo-app.local" }],
    ["with a user before the host", { origin: "https://todo-app.local@evil.example" }],
    ["with this host as its path", { origin: "https://evil.example/todo-app.local" }],
    ["twice", { origin: "http://todo-app.local, https://evil.example" }],
    ["that a forwarded host only holds as a user", { ...EVIL, "x-forwarded-host": "todo-app.local@evil.example" }],
    ["that a forwarded host only begins with", { ...EVIL, "x-forwarded-host": "evil.example/todo-app.local" }],
    ["that stands in another value of Forwarded", { ...EVIL, forwarded: 'for="x;host=evil.example";host=todo.example.com, by=evil.example' }],
  ])("does not write, in a browser that says nothing, with an Origin %s", (_, headers) => {
    expect(refused(request("POST", headers))?.status).toBe(403);
  });
});

describe("the refusal", () => {
  const detail = async (headers: Sent) => ((await refused(request("POST", headers))?.json()) as { detail: string }).detail;

  it("says what a proxy has to send, when the proxy may be what is wrong", async () => {
    expect(await detail({ origin: "http://todo.example.com", host: "frontend-service:3000" })).toMatch(/X-Forwarded-Host/);
  });

  it("blames no proxy when the browser says where the request comes from", async () => {
    expect(await detail({ ...EVIL, ...CROSS })).toBe("This request comes from another site.");
  });
});
