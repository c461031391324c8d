/** The built server as the image runs it: `npm run test:built`. Needs no backend and no browser. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, request } from "node:http";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const SERVER = fileURLToPath(new URL("../../.next/standalone/server.js", import.meta.url));
if (!existsSync(SERVER)) throw new Error("There is no .next/standalone/server.js. Run: npm run build");

/** A backend that streams a first event, and what a test writes to `answering` after it. */
const backend = createServer((incoming, response) => {
  incoming.resume();
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("data: 1\n\n");
  answering = response;
});
let answering;
const servers = [];

const freePort = async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
};

/** Starts the server. @returns its process, port and what it wrote. */
async function start(settings = {}) {
  const port = await freePort();
  const { port: backendPort } = backend.address();
  const env = { PATH: process.env.PATH, NODE_ENV: "production", HOSTNAME: "127.0.0.1", PORT: String(port), BACKEND_URL: `http://127.0.0.1:${backendPort}`, ...settings };
  const server = spawn(process.execPath, [SERVER], { env });
  servers.push(server);
  const started = { server, port, output: "", exited: once(server, "exit") };
  for (const pipe of [server.stdout, server.stderr]) pipe.on("data", (text) => (started.output += text));
  return started;
}

async function whenReady({ server, port, output }) {
  while (server.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer) return answer;
    await sleep(50);
  }
  throw new Error(`The server does not answer: ${output}`);
}

/** Asks the chat, and gives the response as soon as its first event is there; `next` waits for one more. */
function firstEvent(port) {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path: "/api/chatkit", method: "POST", headers: { origin: `http://127.0.0.1:${port}`, "accept-encoding": "gzip" } });
    asked.on("response", (response) => {
      response.setEncoding("utf8").on("error", () => {});
      const next = () => once(response, "data").then(([text]) => text);
      next().then((text) => resolve({ asked, text, next, ended: new Promise((close) => response.on("close", close)) }), reject);
    });
    asked.on("error", reject);
    asked.end("{}");
  });
}

/** The answer to a request with every header as given: fetch sets some of them itself. */
function ask(port, method, path, headers) {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path, method, headers }, (response) => resolve(response.resume()));
    asked.on("error", reject);
    asked.end();
  });
}

/** A server that tests share which change nothing of it. */
let shared;
const running = () => (shared ??= start().then(async (started) => {
  servers.splice(servers.indexOf(started.server), 1);
  await whenReady(started);
  return started;
}));

before(async () => {
  backend.listen(0, "127.0.0.1");
  await once(backend, "listening");
});
after(async () => {
  (await shared)?.server.kill("SIGKILL");
  backend.closeAllConnections();
  backend.close();
});
afterEach(() => servers.splice(0).forEach((server) => server.kill("SIGKILL")));

// What never comes would be waited for: the limit ends it, far above what a busy machine needs.
describe("the server", { timeout: 120_000 }, () => {
  it("answers / with 200 though the backend is down", async () => {
    const started = await start({ BACKEND_URL: `http://127.0.0.1:${await freePort()}` });
    const { status, headers } = await whenReady(started);
    const state = await fetch(`http://127.0.0.1:${started.port}/api/status`);
    assert.deepEqual([status, state.status], [200, 503]);
    assert.equal(headers.get("x-powered-by"), null);
  });

  it("gives every script of a page the nonce of its policy", async () => {
    const started = await start();
    const answer = await whenReady(started);
    const html = await answer.text();
    const [, nonce] = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy"));
    const scripts = html.match(/<script\b[^>]*>/g);
    assert.ok(scripts.length > 3);
    for (const script of scripts) assert.ok(script.includes(`nonce="${nonce}"`), script);
  });

  for (const path of ["/signin", "/signup"]) {
    it(`puts no password of ${path} into the address while the scripts are not there yet`, async () => {
      const started = await start();
      await whenReady(started);
      const html = await (await fetch(`http://127.0.0.1:${started.port}${path}`)).text();
      const [form] = /<form\b[^>]*>/.exec(html);
      assert.match(form, / method="post"/);
    });
  }

  const TUNNEL = { host: "localhost:3000", "x-forwarded-host": "a-3000.tunnel.example", "x-forwarded-proto": "https" };
  const FORWARDED = { host: "127.0.0.1:3000", forwarded: "host=todo.example.com;proto=https" };

  for (const [name, way, origin] of [
    ["a tunnel that turns Origin into localhost", TUNNEL, "http://localhost:3000"],
    ["a proxy that sends Forwarded", FORWARDED, "https://todo.example.com"],
  ]) {
    it(`lets its own page write through ${name}, with a cookie for https, and no other site's`, async () => {
      // As in the image: the server hears on every address.
      const started = await start({ HOSTNAME: "0.0.0.0" });
      await whenReady(started);
      const signOut = (headers) => ask(started.port, "POST", "/api/auth/signout", { ...way, ...headers });
      const own = await signOut({ origin, "sec-fetch-site": "same-origin" });
      const older = await signOut({ origin });
      const other = await signOut({ origin: "https://evil.example", "sec-fetch-site": "cross-site" });
      const page = await ask(started.port, "GET", "/", { ...way, cookie: "todo_session=a.b.c" });
      assert.deepEqual([own, older, other, page].map(({ statusCode }) => statusCode), [204, 204, 403, 200]);
      assert.match(own.headers["set-cookie"][0], /; Secure$/);
      assert.ok(page.headers["strict-transport-security"]);
    });
  }

  it("answers a user's start itself, and sends nothing over the network for it, at an address of this machine alone too", async () => {
    const started = await running();
    // It would ask "https://localhost" for it, where nobody speaks TLS.
    const answer = await ask(started.port, "GET", "/", { ...TUNNEL, cookie: "todo_session=a.b.c" });
    assert.deepEqual([answer.statusCode, started.output.match(/Failed to proxy.*/)], [200, null]);
  });

  it("takes every path with and without a slash at its end, and redirects none", async () => {
    const started = await running();
    const reads = ["/signin", "/signup", "/api/status", "/api/tasks", "/api/tasks/1"];
    const requests = [...reads.map((path) => ["GET", path]), ["POST", "/api/auth/signout"], ["GET", "/nowhere"], ["PATCH", "/api/tasks/1"]];
    for (const [method, path] of requests) {
      const answers = await Promise.all([path, `${path}/`].map((form) => ask(started.port, method, form, {})));
      const [without, slashed] = answers.map(({ statusCode }) => statusCode);
      assert.equal(slashed, without, `${method} ${path}`);
      assert.ok(without < 300 || without >= 400, `${method} ${path}: ${without}`);
    }
  });

  for (const [method, path] of ["%zz", "%ff", "%", "a%E4b", "%ED%A0%80", "%c0%ae"].flatMap((bad) => [
    ["GET", `/api/tasks/${bad}`],
    ["PATCH", `/api/tasks/${bad}/complete`],
    ["GET", `/api/${bad}`],
    ["GET", `/${bad}`],
    ["GET", `/${bad}/`],
  ])) {
    it(`answers ${method} ${path}, which is no text, with a problem`, async () => {
      const started = await running();
      const answer = await ask(started.port, method, path, {});
      assert.deepEqual([answer.statusCode, answer.headers["content-type"]], [400, "application/problem+json"]);
    });
  }

  for (const query of ["%zz", "x=%ff", "%", "a=%E4&b=%"]) {
    it(`passes the query ${query} on as it is`, async () => {
      const started = await running();
      const answer = await ask(started.port, "GET", `/api/tasks?${query}`, {});
      assert.equal(answer.statusCode, 200);
    });
  }

  it("refuses to start with a wrong setting, and says which", async () => {
    const started = await start({ BACKEND_URL: "backend:8000" });
    const [code] = await started.exited;
    assert.equal(code, 1);
    assert.match(started.output, /BACKEND_URL is "backend:8000": expected http:\/\/HOST:PORT/);
  });

  it("streams each event when the backend writes it", async () => {
    const started = await start();
    await whenReady(started);
    const stream = await firstEvent(started.port);
    assert.equal(stream.text, "data: 1\n\n");
    // The second is written only when the first was read: whatever held one back would hold back both.
    for (const event of ["data: 2\n\n", "data: 3\n\n"]) {
      const next = stream.next();
      answering.write(event);
      assert.equal(await next, event);
    }
    answering.end();
    await stream.ended;
  });

  it("ends the backend's work when the browser hangs up", async () => {
    const started = await start();
    await whenReady(started);
    const stream = await firstEvent(started.port);
    const closed = once(answering, "close");
    stream.asked.destroy();
    await closed;
    assert.equal(answering.writableFinished, false);
  });

  it("finishes its streams on SIGTERM, takes no new requests, and ends", async () => {
    const started = await start();
    await whenReady(started);
    const stream = await firstEvent(started.port);
    started.server.kill("SIGTERM");
    const refused = () => fetch(`http://127.0.0.1:${started.port}/`, { headers: { connection: "close" } }).then(() => false, () => true);
    while (!(await refused())) await sleep(50);
    const next = stream.next();
    answering.end("data: 2\n\n");
    assert.equal(await next, "data: 2\n\n");
    await stream.ended;
    assert.deepEqual(await started.exited, [143, null]);
  });
});
