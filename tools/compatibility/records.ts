/** What was run with which versions, and how it went: docs/compatibility.json. */
import type { Counts } from "../report/counts.mjs";
import * as fs from "node:fs";
import * as path from "node:path";
import { compareVersions } from "./order";

/** Whose version is noted. docker is the engine, runtime the node's container runtime. */
export const NAMES = [
  ...["system", "node", "pulumi", "minikube", "kubectl", "helm", "python", "docker"],
  ...["dockerClient", "imageStore", "kubernetes", "runtime"],
] as const;
export type Name = (typeof NAMES)[number];

/** Versions by name; one that could not be read is not among them. */
export type Versions = Partial<Record<Name, string>>;

export interface Step {
  /** The command, as one would type it. */
  name: string;
  seconds: number;
  /** Its exit status. */
  code: number;
}

export interface Run {
  /** A key of KINDS. */
  kind: string;
  /** The day, as 2026-11-28. */
  date: string;
  versions: Versions;
  /** Settings of the stack that are not the defaults; for a deployment only. */
  settings?: Record<string, string>;
  steps: Step[];
  /** For kinds that are suites of tests. */
  counts?: Counts;
  /** "passed", or which step failed and its last error line. */
  result: string;
}

export interface Compatibility {
  runs: Run[];
  /** Written by hand. */
  notRun: { what: string; why: string }[];
}

export const PASSED = "passed";

const FILE = path.join(__dirname, "..", "..", "docs", "compatibility.json");

/** @throws Error when the file is missing or not JSON. */
export function readRecords(file = FILE): Compatibility {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

export function writeRecords(records: Compatibility, file = FILE): void {
  fs.writeFileSync(file, `${JSON.stringify(records, null, 2)}\n`);
}

/** Adds a run, in the place of those of its kind with the same versions. */
export function withRun(records: Compatibility, run: Run): Compatibility {
  const others = records.runs.filter((earlier) => !replaces(run, earlier));
  return { ...records, runs: [...others, run] };
}

/**
 * Versions that the earlier run could not read may be anything: where its cluster never came up, its Kubernetes is
 * not known. One that does not know them itself replaces no run that does.
 */
function replaces(run: Run, earlier: Run): boolean {
  const known = NAMES.filter((name) => earlier.versions[name] !== undefined);
  return (
    run.kind === earlier.kind &&
    known.every((name) => run.versions[name] === earlier.versions[name])
  );
}

/**
 * The newest line of versions of a tool with which a run passed.
 *
 * @param numbers how many numbers of a version make a line: 2 for "4.3".
 * @returns undefined where no run tells.
 */
export function newestPassed(runs: Run[], tool: string, numbers: number): string | undefined {
  return runs
    .filter(({ result }) => result === PASSED)
    .map(({ versions }) => versions[tool as Name])
    .filter((version) => version !== undefined)
    .map((version) => version.split(".").slice(0, numbers).join("."))
    .sort(compareVersions)
    .at(-1);
}

/** The same, by docs/compatibility.json. That file is no reason not to deploy: where it cannot be read, nothing is known. */
export function tried(tool: string, numbers: number, file = FILE): string | undefined {
  try {
    return newestPassed(readRecords(file).runs, tool, numbers);
  } catch {
    return undefined;
  }
}
