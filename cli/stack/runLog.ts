/** Files that keep what Pulumi and the tools that it runs have said, one a run. */
import * as fs from "node:fs";
import * as path from "node:path";

/** Ignored by git. Not where the state is: it can be removed at any time. */
export const LOGS = ".logs";

/** How many are kept of each stack; the oldest go. */
const KEPT = 20;

export interface RunLog {
  /** Its path, from the checkout's root; undefined where none can be written. */
  file?: string;
  write(text: string): void;
}

/**
 * Begins a file that only its user can read. Where that cannot be, nothing is kept: a log is no reason not to take
 * something down.
 *
 * @param verb what the run does, for the file's name.
 */
export function openLog(stack: string, verb: string, now: Date): RunLog {
  try {
    return begin(stack.replaceAll("/", "-"), verb, now);
  } catch (error) {
    console.error(`warning: the log cannot be written: ${(error as Error).message}`);
    return { write: () => {} };
  }
}

function begin(stack: string, verb: string, now: Date): RunLog {
  fs.mkdirSync(LOGS, { recursive: true, mode: 0o700 });
  const time = now.toISOString().replace(/[:.]/g, "-");
  const file = path.join(LOGS, `${stack}-${time}-${verb}.log`);
  const there = path.resolve(file);
  const append = (text: string) => fs.appendFileSync(there, text, { mode: 0o600 });
  append("");
  dropOld(stack);
  let full = false;
  return {
    file,
    write(text) {
      if (full) return;
      try {
        append(`${text}\n`);
      } catch {
        // A full disk is no reason to leave what is being changed half-way.
        full = true;
      }
    },
  };
}

function dropOld(stack: string): void {
  const own = fs.readdirSync(LOGS).filter((name) => isOf(name, stack));
  for (const name of own.sort().slice(0, -KEPT)) {
    try {
      fs.rmSync(path.join(LOGS, name), { force: true });
    } catch {
      // Another program has it open; the next run tries again.
    }
  }
}

/** Whether it is a log of the stack: the time has a fixed form, so "dev" is not taken for "dev-2". */
const isOf = (name: string, stack: string) =>
  name.startsWith(`${stack}-`) &&
  /^\d{4}(-\d\d){2}T(\d\d-){3}\d{3}Z-\w+\.log$/.test(name.slice(stack.length + 1));
