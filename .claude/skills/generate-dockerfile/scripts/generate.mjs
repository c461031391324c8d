#!/usr/bin/env node
/** Writes the Dockerfile and .dockerignore of an application: the same input, the same files. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { AppError, describe, KINDS } from "./lib/app.mjs";
import { isMain } from "./lib/main.mjs";
import { dockerfile, dockerignore } from "./lib/templates.mjs";

const USAGE = `Usage: generate.mjs --app DIR [options]

Reads the application's folder, and prints its Dockerfile; with --out, writes Dockerfile and .dockerignore.

  --app DIR         the application: the build context
  --kind KIND       ${KINDS.join(", ")}; found out if not given
  --base IMAGE      with a version or digest: python:3.11-slim, node:24-alpine
  --entry NAME      what is started: main:app (FastAPI), worker.py, server.js
  --port N          where it listens, 1024 to 65535
  --health PATH     what answers 200 when it is well
  --heartbeat FILE  for a worker without a port: the file that it touches at least once a minute
  --user N          number of the user that runs it (1000)
  --out DIR         write the files there
  --force           overwrite files that differ`;

function main() {
  const string = { type: "string" };
  const { values } = parseArgs({
    options: {
      ...{ app: string, kind: string, base: string, entry: string, port: string },
      ...{ health: string, heartbeat: string, user: string, out: string },
      force: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  if (!values.app) throw new AppError(`--app is missing.\n\n${USAGE}`);
  const app = describe(values);
  const files = { Dockerfile: dockerfile(app), ".dockerignore": dockerignore(app) };
  if (!values.out) return process.stdout.write(files.Dockerfile);
  const kept = Object.keys(files).filter((name) => differs(join(values.out, name), files[name]));
  if (kept.length > 0 && !values.force)
    throw new AppError(
      `${kept.join(" and ")} in ${values.out} would be overwritten. Add --force, or leave out --out and compare`,
    );
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(values.out, name), content);
  console.log(
    `${app.kind}, started as ${app.entry}: wrote ${Object.keys(files).join(" and ")} to ${values.out}`,
  );
}

const differs = (file, content) => existsSync(file) && readFileSync(file, "utf8") !== content;

if (isMain(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(`generate: ${error.message}`);
    process.exitCode = 2;
  }
}
