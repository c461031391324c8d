/**
 * Runs the browser's tests on an app of their own: the built page as the image has it, the backend, and a
 * Postgres that exist for this run alone; all of them, or the files that are named. Needs `npm run build`, the backend's packages and a Chromium.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findChromium } from "./chromium.mjs";

const FRONTEND = join(import.meta.dirname, "..");
const STANDALONE = join(FRONTEND, ".next", "standalone");
const BACKEND = join(FRONTEND, "..", "backend");
const PYTHON = join(BACKEND, ".venv", "bin", "python");

const chromium = findChromium();
if (!chromium) {
  console.log("skipped: no Chromium on PATH (CHROMIUM names one elsewhere)\n# skipped 1");
  process.exit();
}
if (!existsSync(join(STANDALONE, "server.js"))) {
  console.error("The page is not built. Run: npm run build, then this again.");
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "todo-e2e-"));
chmodSync(folder, 0o711); // as root, Postgres runs as another user, who has to get in
const [backendPort, port] = [await freePort(), await freePort()];
const backend = keep(PYTHON, ["dev.py", join(folder, "postgres")], { cwd: BACKEND, env: { PORT: String(backendPort) } });
// As the Dockerfile does: the standalone server comes without what browsers load from it.
cpSync(join(FRONTEND, ".next", "static"), join(STANDALONE, ".next", "static"), { recursive: true });
cpSync(join(FRONTEND, "public"), join(STANDALONE, "public"), { recursive: true });
const frontend = keep(process.execPath, ["server.js"], {
  cwd: STANDALONE,
  env: { NODE_ENV: "production", HOSTNAME: "127.0.0.1", PORT: String(port), BACKEND_URL: `http://127.0.0.1:${backendPort}` },
});
try {
  const BASE_URL = `http://127.0.0.1:${port}`;
  const BACKEND_URL = `http://127.0.0.1:${backendPort}`;
  await answers(`${BASE_URL}/api/status`);
  // The command ends when the backend has gone, so that what comes after it meets the outage every time.
  const { pid } = backend.child;
  const OUTAGE = `kill ${pid} && while kill -0 ${pid} 2>/dev/null; do sleep 0.1; done`;
  // One file at a time: each signs people up, and two browsers at once are too much for a small machine.
  const files = process.argv.length > 2 ? process.argv.slice(2) : ["e2e/*.test.mjs"];
  const test = spawn(process.execPath, ["--test", "--test-concurrency=1", "--test-timeout=600000", ...files], {
    cwd: FRONTEND,
    stdio: "inherit",
    env: { ...process.env, BASE_URL, BACKEND_URL, CHROMIUM: chromium, OUTAGE },
  });
  [process.exitCode] = await once(test, "exit");
} finally {
  await Promise.all([backend.end(), frontend.end()]);
  rmSync(folder, { recursive: true, force: true });
}

/** A port that is free now. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Keeps a process running, as a cluster would: one that ends is started again. Its last words are kept. */
function keep(tool, args, { cwd, env }) {
  const kept = { ending: false, output: "" };
  const start = () => {
    kept.child = spawn(tool, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const pipe of [kept.child.stdout, kept.child.stderr]) pipe.on("data", (text) => (kept.output = (kept.output + text).slice(-4000)));
    kept.child.once("exit", () => kept.ending || start());
  };
  kept.end = async () => {
    kept.ending = true;
    const gone = once(kept.child, "exit");
    if (kept.child.exitCode === null && kept.child.kill("SIGTERM")) await gone;
  };
  start();
  return kept;
}

/** Waits until an address answers with 200. @throws Error with what both have written, after two minutes. */
async function answers(url) {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(100)) {
    if (await fetch(url).then((response) => response.ok, () => false)) return;
  }
  throw new Error(`${url} does not answer.\n${backend.output}\n${frontend.output}`);
}
