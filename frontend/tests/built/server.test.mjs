/** The built server as the image runs it: `npm run test:built`. Needs no backend and no browser. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, request } from "node:http";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const SERVER = fileURLToPath(new URL("../../.next/standalone/server.js", import.meta.url));
if (!existsSync(SERVER)) throw new Error("There is no .next/standalone/server.js. Run: npm run build");

/** A backend that streams three events, 500 ms apart, and knows whether it was cut off. */
const backend = createServer((incoming, response) => {
  incoming.resume();
  response.writeHead(200, { "content-type": "text/event-stream" });
  let sent = 0;
  const send = () => {
    response.write(`data: ${(sent += 1)}\n\n`);
    if (sent === 3) response.end();
  };
  const timer = setInterval(send, 500);
  send();
  response.on("close", () => {
    clearInterval(timer);
    if (!response.writableFinished) cutOff += 1;
  });
});
let cutOff = 0;
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
  for (let tries = 0; tries < 200 && server.exitCode === null; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer) return answer;
    await sleep(50);
  }
  throw new Error(`The server does not answer: ${output}`);
}

/** Asks the chat, and gives the response as soon as its first event is there. */
function firstEvent(port) {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", path: "/api/chatkit", method: "POST", headers: { origin: `http://127.0.0.1:${port}`, "accept-encoding": "gzip" } });
    asked.on("response", (response) => {
      const stream = { asked, response, text: "", ended: new Promise((close) => response.on("close", close)) };
      response.on("error", () => {});
      response.on("data", (chunk) => {
        stream.text += chunk;
        resolve(stream);
      });
    });
    asked.on("error", reject);
    asked.end("{}");
  });
}

before(async () => {
  backend.listen(0, "127.0.0.1");
  await once(backend, "listening");
});
after(() => {
  backend.closeAllConnections();
  backend.close();
});
beforeEach(() => {
  cutOff = 0;
});

afterEach(() => servers.splice(0).forEach((server) => server.kill("SIGKILL")));

describe("the server", () => {
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

  it("refuses to start with a wrong setting, and says which", async () => {
    const started = await start({ BACKEND_URL: "backend:8000" });
    const timer = setTimeout(() => started.server.kill("SIGKILL"), 10_000);
    const [code] = await started.exited;
    clearTimeout(timer);
    assert.equal(code, 1);
    assert.match(started.output, /BACKEND_URL is "backend:8000": expected http:\/\/HOST:PORT/);
  });

  it("streams each event when the backend writes it", async () => {
    const started = await start();
    await whenReady(started);
    const stream = await firstEvent(started.port);
    assert.equal(stream.text, "data: 1\n\n");
    await stream.ended;
    assert.equal(stream.text, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
  });

  it("ends the backend's work when the browser hangs up", async () => {
    const started = await start();
    await whenReady(started);
    const stream = await firstEvent(started.port);
    stream.asked.destroy();
    for (let waits = 0; waits < 8 && cutOff === 0; waits += 1) await sleep(50);
    assert.equal(cutOff, 1);
  });

  it("finishes its streams on SIGTERM, takes no new requests, and ends", async () => {
    const started = await start();
    await whenReady(started);
    const stream = await firstEvent(started.port);
    started.server.kill("SIGTERM");
    await sleep(100);
    await assert.rejects(fetch(`http://127.0.0.1:${started.port}/`, { headers: { connection: "close" } }));
    await stream.ended;
    assert.equal(stream.text, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
    assert.equal(cutOff, 0);
    const late = setTimeout(() => started.server.kill("SIGKILL"), 8_000);
    const [code, signal] = await started.exited;
    clearTimeout(late);
    assert.deepEqual([code, signal], [143, null]);
  });
});
