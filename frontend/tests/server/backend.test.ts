import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ask as askBackend, forward, MAX_BODY_BYTES } from "@/lib/server/backend";
import { deadUrl, fromPage, json, type StandIn, startStandIn } from "./backend-stand-in";

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
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Resolves when the condition holds; the limit is far above what a busy machine needs. */
const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 30_000, interval: 10 });

describe("what arrives at the backend", () => {
  it("is the method, path, query and body of the request", async () => {
    await forward(fromPage("PATCH", "/api/tasks/1?a=b%20c&d=", { body: '{"completed":true}' }), "/api/tasks/1");
    expect(backend.arrived).toMatchObject([{ method: "PATCH", url: "/api/tasks/1?a=b%20c&d=", body: '{"completed":true}' }]);
  });

  it("carries the token as a bearer, and never the cookies", async () => {
    await forward(fromPage("GET", "/api/tasks", { headers: { cookie: "todo_theme=dark; todo_session=a.b.c" } }), "/api/tasks");
    expect(backend.arrived[0]?.headers.authorization).toBe("Bearer a.b.c");
    expect(backend.arrived[0]?.headers.cookie).toBeUndefined();
  });

  it("has no authorization when nobody is signed in, whatever the browser sent", async () => {
    await forward(fromPage("GET", "/api/tasks", { headers: { authorization: "Bearer forged" } }), "/api/tasks");
    expect(backend.arrived[0]?.headers.authorization).toBeUndefined();
  });

  it("keeps what says how to read it, and drops headers that are not on the list", async () => {
    const headers = { accept: "text/event-stream", "content-type": "application/json", "x-forwarded-for": "10.1.2.3", "x-admin": "1", referer: "http://todo.test/" };
    await forward(fromPage("POST", "/api/chatkit", { headers, body: "{}" }), "/api/chatkit");
    expect(backend.arrived[0]?.headers).toMatchObject({ accept: "text/event-stream", "content-type": "application/json", "x-forwarded-for": "10.1.2.3" });
    expect(backend.arrived[0]?.headers).not.toHaveProperty("x-admin");
    expect(backend.arrived[0]?.headers).not.toHaveProperty("origin");
    expect(backend.arrived[0]?.headers).not.toHaveProperty("referer");
  });

  it("has the request id that was given", async () => {
    await forward(fromPage("GET", "/api/tasks", { headers: { "x-request-id": "given-by-ingress-1" } }), "/api/tasks");
    expect(backend.arrived[0]?.headers["x-request-id"]).toBe("given-by-ingress-1");
  });

  it.each([undefined, "short", "with spaces in it", "x".repeat(65), 'quote"quote'])("has a fresh request id in place of %j", async (given) => {
    const headers: Record<string, string> = given === undefined ? {} : { "x-request-id": given };
    await forward(fromPage("GET", "/api/tasks", { headers }), "/api/tasks");
    expect(backend.arrived[0]?.headers["x-request-id"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it("is nothing at all for a write of another site", async () => {
    const response = await forward(fromPage("POST", "/api/tasks", { body: "{}", headers: { origin: "https://evil.example" } }), "/api/tasks");
    expect(response.status).toBe(403);
    expect(backend.arrived).toEqual([]);
  });
});

describe("the bound on bodies", () => {
  it("lets pass a body of exactly that size", async () => {
    const body = "x".repeat(MAX_BODY_BYTES);
    expect((await forward(fromPage("POST", "/api/tasks", { body }), "/api/tasks")).status).toBe(200);
    expect(backend.arrived[0]?.body).toBe(body);
  });

  it("answers 413 to one byte more, and asks the backend nothing", async () => {
    const response = await forward(fromPage("POST", "/api/tasks", { body: "x".repeat(MAX_BODY_BYTES + 1) }), "/api/tasks");
    expect(response.status).toBe(413);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 413, detail: "A request can have at most 65536 bytes." });
    expect(backend.arrived).toEqual([]);
  });

  it("counts the bytes of a body that does not say its length, and stops reading there", async () => {
    let given = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(16 * 1024));
        if (given === 100) controller.close();
      },
    });
    const request = fromPage("POST", "/api/tasks", { body, duplex: "half" });
    expect((await forward(request, "/api/tasks")).status).toBe(413);
    expect(given).toBeLessThan(10);
  });
});

describe("what comes back", () => {
  it("is the backend's status and body, which nobody may store", async () => {
    backend.answer = (response) => json(response, 422, { title: "Invalid" }, { "retry-after": "7", "x-request-id": "abc-12345" });
    const response = await forward(fromPage("POST", "/api/tasks", { body: "{}" }), "/api/tasks");
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({ title: "Invalid" });
    expect(Object.fromEntries(response.headers)).toMatchObject({ "cache-control": "no-store", "retry-after": "7", "x-request-id": "abc-12345" });
  });

  it("has no cookie and no other header of the backend's", async () => {
    backend.answer = (response) => json(response, 200, {}, { "set-cookie": "todo_session=other", server: "uvicorn", "x-inner": "1" });
    const { headers } = await forward(fromPage("GET", "/api/tasks"), "/api/tasks");
    for (const name of ["set-cookie", "server", "x-inner"]) expect(headers.has(name)).toBe(false);
  });

  it("is an empty answer where the backend's is", async () => {
    backend.answer = (response) => void response.writeHead(204).end();
    const response = await forward(fromPage("DELETE", "/api/tasks/1"), "/api/tasks/1");
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });

  it("ends the session when the backend does not know it any more", async () => {
    backend.answer = (response) => json(response, 401, {}, { "www-authenticate": "Bearer" });
    const response = await forward(fromPage("GET", "/api/tasks", { headers: { cookie: "todo_session=old" } }), "/api/tasks");
    expect(response.status).toBe(401);
    expect(response.headers.get("set-cookie")).toMatch(/^todo_session=; .*Max-Age=0$/);
  });

  it("is a 503 that says when to try again, when nobody listens", async () => {
    vi.stubEnv("BACKEND_URL", await deadUrl());
    const response = await forward(fromPage("GET", "/api/tasks"), "/api/tasks");
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toBe("5");
  });

  it("is a 503 when the backend takes too long to begin", async () => {
    let ended = false;
    backend.answer = (response) => void response.on("close", () => (ended = true));
    expect((await askBackend(fromPage("GET", "/api/status"), "/ready", 50)).status).toBe(503);
    await until(() => ended);
  });

  it("may take longer than that to end", async () => {
    let end: () => void = () => {};
    backend.answer = (response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("first, ");
      end = () => void response.end("last");
    };
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answer = await askBackend(fromPage("GET", "/api/tasks"), "/api/tasks", 100);
    vi.advanceTimersByTime(200);
    end();
    expect(await answer.text()).toBe("first, last");
  });

  it("is a 503 when the backend hangs up without an answer", async () => {
    backend.answer = (response) => void response.socket?.destroy();
    expect((await forward(fromPage("GET", "/api/tasks"), "/api/tasks")).status).toBe(503);
  });
});

describe("a stream", () => {
  const ask = (signal?: AbortSignal) => forward(fromPage("POST", "/api/chatkit", { body: "{}", signal }), "/api/chatkit");

  it("passes chunk by chunk, each before the next is written", async () => {
    let write: (text: string) => void = () => {};
    backend.answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      write = (text) => (text === "" ? void response.end() : void response.write(text));
      write("data: 1\n\n");
    };
    const response = await ask();
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("cache-control")).toContain("no-transform");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe("data: 1\n\n");
    write("data: 2\n\n");
    expect((await reader.read()).value).toBe("data: 2\n\n");
    write("");
    expect((await reader.read()).done).toBe(true);
  });

  it("ends at the backend when the browser hangs up in the middle of it", async () => {
    let ended = false;
    backend.answer = (response) => {
      response.on("close", () => (ended = true));
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
    };
    const browser = new AbortController();
    const reader = (await ask(browser.signal)).body!.getReader();
    await reader.read();
    expect(ended).toBe(false);
    browser.abort();
    await expect(reader.read()).rejects.toThrow();
    await until(() => ended);
  });

  it("ends at the backend when the browser hangs up before the answer begins", async () => {
    let ended = false;
    backend.answer = (response) => void response.on("close", () => (ended = true));
    const browser = new AbortController();
    const answer = ask(browser.signal);
    await until(() => backend.arrived.length === 1);
    browser.abort();
    await answer;
    await until(() => ended);
  });

  it("is not even asked for when the browser has hung up already", async () => {
    const browser = new AbortController();
    browser.abort();
    await ask(browser.signal);
    expect(backend.arrived).toEqual([]);
  });
});
