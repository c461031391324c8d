/** Runs the steps of a kind in a copy of the checkout, and says how each of them went. */
import type { Counts } from "../report/counts.mjs";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { cut, duration } from "../report/text";
import { run } from "../../components/process/shell";
import type { Kind, StepOf } from "./kinds";
import { PASSED, Step, Versions } from "./records";
import { readVersions } from "./versions";

/** Where a run takes place. */
export interface Site {
  /** The copy. */
  folder: string;
  /** The stack's name, and the profile's. */
  name: string;
  env: NodeJS.ProcessEnv;
  /** What make is given besides the target. */
  variables: string[];
}

export interface Listener {
  /** Aborted once the user wants to stop. */
  signal: AbortSignal;
  /** For the user. */
  say(text: string): void;
  /** Every line of every step. */
  write(line: string): void;
}

export interface Outcome {
  steps: Step[];
  versions: Versions;
  counts?: Counts;
  result: string;
  /** Whether something is left that could not be taken away. */
  left: boolean;
}

/** Takes the steps until one fails or the user wants to stop, then takes away what they have made. */
export async function takeSteps(kind: Kind, site: Site, listener: Listener): Promise<Outcome> {
  const taken: Taken[] = [];
  let versions: Versions = {};
  for (const [index, step] of kind.steps.entries()) {
    if (listener.signal.aborted) break;
    taken.push(await take(step, site, listener));
    if (index === 0)
      versions = await readVersions(kind.versions, { ...place(site), context: site.name });
    if (taken.at(-1)!.code !== 0) break;
  }
  const last = taken.at(-1);
  const counts =
    last && taken.length === kind.steps.length ? kind.count?.(last.lines.join("\n")) : undefined;
  let left = false;
  if (kind.undo) {
    const undone = await take(kind.undo, site, listener);
    taken.push(undone);
    left = undone.code !== 0 && !(await fixed(kind, site, listener));
  }
  const steps = taken.map(({ name, seconds, code }) => ({ name, seconds, code }));
  return { steps, versions, counts, result: resultOf(taken, counts), left };
}

/** @returns whether all is taken away at the second try. */
async function fixed({ fix, undo }: Kind, site: Site, listener: Listener): Promise<boolean> {
  if (fix) await take(fix, site, listener);
  return (await take(undo!, site, listener)).code === 0;
}

interface Taken extends Step {
  lines: string[];
  error?: string;
}

const place = ({ folder, env }: Site) => ({ cwd: folder, env });

async function take(step: StepOf, site: Site, { say, write }: Listener): Promise<Taken> {
  const [tool, ...args] = step.command;
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(stripVTControlCharacters(line));
    write(lines.at(-1)!);
  };
  write(`\n$ ${step.name}`);
  const began = performance.now();
  const code = await run(tool!, [...args, ...(tool === "make" ? site.variables : [])], {
    cwd: path.join(site.folder, step.folder ?? ""),
    ...{ env: site.env, input: "", onLine, allow: () => true },
  }).then(
    (finished) => finished.code,
    (error: Error) => {
      error.message.split("\n").forEach(onLine);
      return 1;
    },
  );
  const ms = performance.now() - began;
  const error = code === 0 ? undefined : lastError(lines).replaceAll(site.folder, ".");
  say(`${step.name}: ${code === 0 ? "done" : `failed (exit ${code})`}, ${duration(ms)}`);
  if (error) say(`  ${error}`);
  return { name: step.name, seconds: Math.round(ms / 100) / 10, code, lines, error };
}

/** How much of a line fits into a table. */
const WIDTH = 200;

/** What a step said last of what went wrong, else what it said last. What make itself says tells nothing. */
export function lastError(lines: string[]): string {
  const said = lines
    .map((line) => line.trim())
    .filter((line) => line && !/^make(\[\d+\])?: /.test(line));
  const telling = said.findLast((line) => /\b(error|failed)\b|^(BROKEN|MISSING)\b/i.test(line));
  return cut(telling ?? said.at(-1) ?? "it said nothing", WIDTH);
}

function resultOf(taken: Taken[], counts?: Counts): string {
  const failed = taken.find(({ code }) => code !== 0);
  if (failed && counts && counts.failed > 0)
    return `${failed.name} failed: ${counts.failed} of ${counts.failed + counts.passed} tests`;
  if (failed) return `${failed.name} failed: ${failed.error}`;
  // A suite of which nothing ran shows nothing.
  return counts?.passed === 0 ? "no test ran" : PASSED;
}
