#!/usr/bin/env node
/** Scores a Dockerfile from 0 to 100, and says for each point lost: the line, what is wrong, the fix. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { isMain } from "./lib/main.mjs";
import { parse } from "./lib/parse.mjs";
import { score } from "./lib/rules.mjs";

const THRESHOLD = 85;

const USAGE = `Usage: score.mjs DOCKERFILE [--context DIR] [--threshold ${THRESHOLD}] [--json]

  --context DIR    where the build runs, and .dockerignore lies; the Dockerfile's folder if not given
  --threshold N    the score, from 0 to 100, that is good enough
  --json           the result as JSON

Exit code: 0 good enough, 1 below the threshold, 2 could not read it.`;

/** The score of a file on disk. Docker prefers NAME.dockerignore beside the Dockerfile. */
export function scoreFile(file, context = dirname(file)) {
  const ignore = [`${file}.dockerignore`, join(context, ".dockerignore")].find(existsSync);
  return score(parse(readFileSync(file, "utf8")), {
    ignore: ignore && readFileSync(ignore, "utf8"),
    names: readdirSync(context),
  });
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      context: { type: "string" },
      threshold: { type: "string", default: `${THRESHOLD}` },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  const [file] = positionals;
  if (positionals.length !== 1)
    throw new Error(`expected one Dockerfile, got ${positionals.length}.\n\n${USAGE}`);
  const threshold = Number(values.threshold);
  if (!(threshold >= 0 && threshold <= 100))
    throw new Error(`--threshold is ${values.threshold}: expected a number from 0 to 100`);
  const result = { file, threshold, ...scoreFile(file, values.context) };
  const pass = result.score >= threshold;
  console.log(
    values.json ? JSON.stringify({ ...result, pass }, undefined, 2) : report(result, pass),
  );
  process.exitCode = pass ? 0 : 1;
}

function report({ file, score: points, threshold, findings }, pass) {
  const lines = findings.map(
    (f) =>
      `  -${`${f.points}`.padEnd(3)} ${`${f.line > 0 ? `line ${f.line}` : "context"}`.padEnd(9)} ${f.rule}: ${f.text}\n       fix: ${f.fix}\n       why:  ${f.why}`,
  );
  return [
    `${file}: ${points} of 100 (${pass ? "good enough" : "too low"}: ${threshold} are asked for)`,
    ...lines,
  ].join("\n");
}

if (isMain(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(`score: ${error.message}`);
    process.exitCode = 2;
  }
}
