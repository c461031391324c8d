/** What an application is, read from its folder: kind, entry, lock file, port. Options overrule it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const KINDS = ["python-fastapi", "python", "node-nextjs", "node"];

/** A description that cannot be made into a Dockerfile; the message names the option that fixes it. */
export class AppError extends Error {}

const BASES = { python: "python:3.11-slim", node: "node:24-alpine" };
const PORTS = { "python-fastapi": 8000, "node-nextjs": 3000 };
const HEALTH = { "python-fastapi": "/health", "node-nextjs": "/", node: "/" };
const LOCKS = { python: "requirements.txt", node: "package-lock.json" };
/** What is started, where nothing else says so. */
const PROGRAMS = {
  python: ["main.py", "worker.py", "app.py"],
  node: ["server.js", "server.mjs", "index.js", "index.mjs"],
};
/** Lock files of other tools, and the command that makes of them one that is understood here. */
const OTHER_LOCKS = {
  "uv.lock": "uv export --no-dev --format requirements-txt --output-file requirements.txt",
  "poetry.lock": "poetry export --format requirements.txt --output requirements.txt",
  "Pipfile.lock": "pipenv requirements --hash > requirements.txt",
  "pnpm-lock.yaml": "npm install --package-lock-only",
  "yarn.lock": "npm install --package-lock-only",
};

/**
 * @param {{app?: string, kind?: string, base?: string, entry?: string, port?: string, health?: string,
 *   heartbeat?: string, user?: string}} options As the command line has them.
 * @returns What `dockerfile` needs, every field set.
 * @throws {AppError}
 */
export function describe(options) {
  const dir = options.app ?? ".";
  if (!existsSync(dir)) throw new AppError(`--app ${dir}: there is no such folder`);
  const has = (name) => existsSync(join(dir, name));
  const text = (name) => (has(name) ? readFileSync(join(dir, name), "utf8") : "");
  const manifest = has("package.json") ? JSON.parse(text("package.json")) : undefined;
  const kind = options.kind ?? kindOf(manifest, has, text);
  if (!KINDS.includes(kind))
    throw new AppError(`--kind is ${kind}: expected one of ${KINDS.join(", ")}`);
  const language = kind.split("-")[0];
  const lock = lockOf(dir, language, has, manifest);
  const port = portOf(options.port ?? PORTS[kind] ?? (options.heartbeat ? undefined : 8080));
  const app = {
    kind,
    language,
    base: baseOf(options.base ?? BASES[language]),
    entry: options.entry ?? entryOf(kind, has, text, manifest),
    port,
    health: options.health ?? HEALTH[kind] ?? "/health",
    heartbeat: options.heartbeat,
    user: userOf(options.user ?? "1000"),
    lock,
    hashes: /--hash=sha256:/.test(text("requirements.txt")),
    npmrc: has(".npmrc"),
    builds: manifest?.scripts?.build !== undefined,
    public: has("public"),
  };
  if (kind === "node-nextjs") checkStandalone(has, text);
  if (options.heartbeat && options.port)
    throw new AppError(
      "--heartbeat is for a worker without a port: leave out --port, or --heartbeat",
    );
  if (app.health[0] !== "/")
    throw new AppError(`--health is ${app.health}: expected a path, as /health`);
  if (options.heartbeat && options.heartbeat[0] !== "/")
    throw new AppError(
      `--heartbeat is ${options.heartbeat}: expected a file with its full path, as /tmp/alive`,
    );
  return app;
}

function kindOf(manifest, has, text) {
  if (manifest?.dependencies?.next) return "node-nextjs";
  if (manifest) return "node";
  if (
    /^fastapi\b/im.test(text("requirements.txt")) ||
    /["']fastapi\b/i.test(text("pyproject.toml"))
  )
    return "python-fastapi";
  const signs = ["requirements.txt", "pyproject.toml", ...PROGRAMS.python];
  if (signs.some(has)) return "python";
  throw new AppError(
    `the folder has neither package.json nor requirements.txt, pyproject.toml or main.py: name its --kind, one of ${KINDS.join(", ")}`,
  );
}

/** The lock file; empty when nothing is to be installed. */
function lockOf(dir, language, has, manifest) {
  if (has(LOCKS[language])) return LOCKS[language];
  const other = Object.keys(OTHER_LOCKS).find((name) => has(name));
  if (other)
    throw new AppError(`${join(dir, other)} is not understood here. Run: ${OTHER_LOCKS[other]}`);
  const needs =
    language === "node" &&
    Object.keys({ ...manifest?.dependencies, ...manifest?.devDependencies }).length > 0;
  if (needs)
    throw new AppError(
      `${dir} has dependencies and no ${LOCKS.node}. Run: npm install --package-lock-only`,
    );
  return "";
}

function entryOf(kind, has, text, manifest) {
  if (kind === "node-nextjs") return "server.js";
  if (kind === "python-fastapi") {
    const file = ["main.py", "app.py", "app/main.py"].find((name) =>
      /\bFastAPI\(/.test(text(name)),
    );
    if (!file)
      throw new AppError("no main.py or app.py makes a FastAPI(): name it, as --entry main:app");
    const variable = /^(\w+)\s*(?::\s*\w+)?\s*=\s*FastAPI\(/m.exec(text(file))?.[1] ?? "app";
    return `${file.slice(0, -3).replaceAll("/", ".")}:${variable}`;
  }
  const files = [kind === "node" && manifest?.main, ...PROGRAMS[kind]];
  const file = files.find((name) => name && has(name));
  if (file) return file;
  // What a build makes is not there yet.
  if (manifest?.main && manifest.scripts?.build) return manifest.main;
  throw new AppError(
    `nothing to start was found: name it, as --entry ${kind === "node" ? "server.js" : "worker.py"}`,
  );
}

function checkStandalone(has, text) {
  const config = ["next.config.mjs", "next.config.js", "next.config.ts", "next.config.cjs"].find(
    (name) => has(name),
  );
  if (config && /output:\s*["']standalone["']/.test(text(config))) return;
  throw new AppError(
    `${config ?? "next.config.mjs"} does not say output: "standalone": the image would carry all of node_modules. Add it`,
  );
}

function baseOf(image) {
  if (
    /^[a-z0-9][\w./-]*(:[0-9]+\/[\w./-]+)?(:[\w.-]*\d[\w.-]*)?(@sha256:[0-9a-f]{64})?$/.test(
      image,
    ) &&
    /:[\w.-]*\d|@sha256:/.test(image)
  )
    return image;
  throw new AppError(
    `--base is ${image}: expected an image with a version or digest, as ${BASES.python}`,
  );
}

function portOf(value) {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1024 && port <= 65535) return port;
  throw new AppError(
    `--port is ${value}: expected a whole number from 1024 to 65535 (a user other than root may not listen below)`,
  );
}

function userOf(value) {
  const user = Number(value);
  if (Number.isInteger(user) && user > 0 && user < 65536) return user;
  throw new AppError(
    `--user is ${value}: expected a number from 1 to 65535, and not 0: the container is not to run as root`,
  );
}
