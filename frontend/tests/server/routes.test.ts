import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DELETE as leave, GET as session, PATCH as changeAccount } from "@/app/api/auth/session/route";
import { GET as exported } from "@/app/api/auth/export/route";
import { POST as changePassword } from "@/app/api/auth/password/route";
import { POST as signin } from "@/app/api/auth/signin/route";
import { POST as signout } from "@/app/api/auth/signout/route";
import { POST as signup } from "@/app/api/auth/signup/route";
import { POST as chatkit } from "@/app/api/chatkit/route";
import { GET as status } from "@/app/api/status/route";
import * as tasks from "@/app/api/tasks/[[...path]]/route";
import { deadUrl, fromPage, json, type StandIn, startStandIn } from "./backend-stand-in";

const USER = { id: "7d0f", email: "ann@example.com", name: "Ann" };
const GRANTED = { access_token: "aaa.bbb.ccc", token_type: "bearer", expires_in: 3600, user: USER };

let backend: StandIn;

beforeAll(async () => {
  backend = await startStandIn();
});
afterAll(() => backend.close());
beforeEach(() => {
  vi.stubEnv("BACKEND_URL", backend.url);
  backend.arrived = [];
  backend.answer = (response) => json(response, 200, { ok: true });
});
afterEach(() => vi.unstubAllEnvs());

const credentials = JSON.stringify({ email: USER.email, password: "correct horse" });

describe("DELETE /api/auth/session", () => {
  const ask = () => leave(fromPage("DELETE", "/api/auth/session", { headers: { cookie: "todo_session=aaa.bbb.ccc" } }));

  it("deletes the account and ends the session", async () => {
    backend.answer = (response) => response.writeHead(204).end();
    const response = await ask();
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(backend.arrived).toMatchObject([{ method: "DELETE", url: "/api/auth/me" }]);
  });

  it("ends no session when the account stays", async () => {
    backend.answer = (response) => json(response, 503, { status: 503 });
    const response = await ask();
    expect(response.status).toBe(503);
    expect(response.headers.has("set-cookie")).toBe(false);
  });
});

describe.each([
  ["signin", signin, 200],
  ["signup", signup, 201],
  ["password", changePassword, 200],
] as const)("POST /api/auth/%s", (kind, post, success) => {
  const ask = (headers: Record<string, string> = {}) =>
    post(fromPage("POST", `/api/auth/${kind}`, { body: credentials, headers: { "content-type": "application/json", ...headers } }));

  it("puts the token into the cookie, and only the user into the answer", async () => {
    backend.answer = (response) => json(response, success, GRANTED);
    const response = await ask();
    const text = await response.text();
    expect(response.status).toBe(success);
    expect(JSON.parse(text)).toEqual({ user: USER });
    expect(text).not.toContain(GRANTED.access_token);
    expect(response.headers.get("set-cookie")).toBe("todo_session=aaa.bbb.ccc; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(backend.arrived).toMatchObject([{ method: "POST", url: `/api/auth/${kind}`, body: credentials }]);
  });

  it("demands https of the cookie when the browser came by it", async () => {
    backend.answer = (response) => json(response, success, GRANTED);
    expect((await ask({ "x-forwarded-proto": "https" })).headers.get("set-cookie")).toMatch(/; Secure$/);
  });

  it.each([400, 401, 409, 422, 429, 500])("passes a %i on without a cookie", async (code) => {
    backend.answer = (response) => json(response, code, { status: code, detail: "why" }, { "retry-after": "30" });
    const response = await ask();
    expect(response.status).toBe(code);
    expect(await response.json()).toEqual({ status: code, detail: "why" });
    expect(response.headers.get("retry-after")).toBe("30");
    expect(response.headers.has("set-cookie")).toBe(false);
  });

  it("answers 403 to another site, and asks the backend nothing", async () => {
    expect((await ask({ origin: "https://evil.example" })).status).toBe(403);
    expect(backend.arrived).toEqual([]);
  });

  it("answers 503 without a cookie when the backend cannot be reached", async () => {
    vi.stubEnv("BACKEND_URL", await deadUrl());
    const response = await ask();
    expect([response.status, response.headers.has("set-cookie")]).toEqual([503, false]);
  });
});

describe("POST /api/auth/signout", () => {
  it("ends the session without the backend", async () => {
    const response = signout(fromPage("POST", "/api/auth/signout"));
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toMatch(/^todo_session=; .*Max-Age=0$/);
    expect(backend.arrived).toEqual([]);
  });

  it("is not for another site to ask", () => {
    const response = signout(fromPage("POST", "/api/auth/signout", { headers: { origin: "https://evil.example" } }));
    expect([response.status, response.headers.has("set-cookie")]).toEqual([403, false]);
  });
});

describe("GET /api/auth/session", () => {
  it("is the user of the token in the cookie", async () => {
    backend.answer = (response) => json(response, 200, USER);
    const response = await session(fromPage("GET", "/api/auth/session", { headers: { cookie: "todo_session=a.b.c" } }));
    expect(await response.json()).toEqual({ user: USER });
    expect(backend.arrived).toMatchObject([{ url: "/api/auth/me", headers: { authorization: "Bearer a.b.c" } }]);
  });

  it("clears the cookie when the backend refuses it", async () => {
    backend.answer = (response) => json(response, 401, { status: 401 });
    const response = await session(fromPage("GET", "/api/auth/session"));
    expect(response.status).toBe(401);
    expect(response.headers.get("set-cookie")).toContain("Max-Age=0");
  });
});

describe("PATCH /api/auth/session", () => {
  const body = '{"time_zone":"Europe/Berlin"}';

  it("changes the account, and gives the user", async () => {
    backend.answer = (response) => json(response, 200, { ...USER, time_zone: "Europe/Berlin" });
    const response = await changeAccount(fromPage("PATCH", "/api/auth/session", { body }));
    expect(await response.json()).toEqual({ user: { ...USER, time_zone: "Europe/Berlin" } });
    expect(backend.arrived).toMatchObject([{ method: "PATCH", url: "/api/auth/me", body }]);
  });

  it("is not for another site to ask", async () => {
    const response = await changeAccount(fromPage("PATCH", "/api/auth/session", { body, headers: { origin: "https://evil.example" } }));
    expect([response.status, backend.arrived]).toEqual([403, []]);
  });
});

it("GET /api/auth/export passes the account's data on, as its user", async () => {
  const response = await exported(fromPage("GET", "/api/auth/export", { headers: { cookie: "todo_session=a.b.c" } }));
  expect(await response.json()).toEqual({ ok: true });
  expect(backend.arrived).toMatchObject([{ url: "/api/auth/export", headers: { authorization: "Bearer a.b.c" } }]);
});

describe("/api/tasks", () => {
  const context = (...path: string[]) => ({ params: Promise.resolve(path.length === 0 ? {} : { path }) });

  it("passes the list's filters on", async () => {
    await tasks.GET(fromPage("GET", "/api/tasks?status=open&order=-created_at&limit=5"), context());
    expect(backend.arrived[0]?.url).toBe("/api/tasks?status=open&order=-created_at&limit=5");
  });

  it.each([
    ["POST", ["1", "complete"], "/api/tasks/1/complete"],
    ["PATCH", ["1"], "/api/tasks/1"],
    ["DELETE", ["1"], "/api/tasks/1"],
  ] as const)("%s %j arrives as %s", async (method, path, url) => {
    await tasks[method](fromPage(method, url), context(...path));
    expect(backend.arrived).toMatchObject([{ method, url }]);
  });

  it("keeps a strange id in one piece", async () => {
    await tasks.GET(fromPage("GET", "/api/tasks/x"), context("a/b?c#d"));
    expect(backend.arrived[0]?.url).toBe("/api/tasks/a%2Fb%3Fc%23d");
  });

  it.each([["..", "..", "metrics"], ["1", ".."], ["."]])("does not climb out by %j, %j", async (...path) => {
    const response = await tasks.GET(fromPage("GET", "/api/tasks/x"), context(...path));
    expect(response.status).toBe(404);
    expect(backend.arrived).toEqual([]);
  });
});

describe("POST /api/chatkit", () => {
  it("passes the request on, and streams the answer", async () => {
    backend.answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end('data: {"type":"thread.created"}\n\n');
    };
    const body = '{"type":"threads.create","params":{}}';
    const response = await chatkit(fromPage("POST", "/api/chatkit", { body }));
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe('data: {"type":"thread.created"}\n\n');
    expect(backend.arrived).toMatchObject([{ method: "POST", url: "/api/chatkit", body }]);
  });
});

describe("GET /api/status", () => {
  const ask = () => status(fromPage("GET", "/api/status"));

  it("is 200 with the backend's checks when it is ready", async () => {
    backend.answer = (response) => json(response, 200, { status: "ready", checks: { database: "ok" } });
    const response = await ask();
    expect([response.status, await response.json()]).toEqual([200, { status: "ready", checks: { database: "ok" } }]);
    expect(backend.arrived[0]?.url).toBe("/ready");
  });

  it.each([503, 500, 404])("is 503 when the backend answers %i", async (code) => {
    backend.answer = (response) => json(response, code, { status: "unavailable" });
    expect((await ask()).status).toBe(503);
  });

  it("is 503 when nobody listens", async () => {
    vi.stubEnv("BACKEND_URL", await deadUrl());
    expect((await ask()).status).toBe(503);
  });
});
