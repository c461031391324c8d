/** A program that serves edits until it is told to end, and what is waited for while it runs. */
import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { run } from "../../components/process/shell";

export interface WatchProgram {
  /** Such as "tilt up". */
  name: string;
  /** What it printed last. */
  words(): string;
  /** @throws Error with its last words where it has ended by itself. */
  mustRun(): void;
  /** Ends it, as Ctrl-C does. */
  end(): Promise<void>;
}

/** Begins one, in a folder. */
export function beginProgram(cwd: string, tool: string, args: string[]): WatchProgram {
  const child = spawn(tool, args, {
    ...{ cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    env: { ...process.env, TILT_DISABLE_ANALYTICS: "1" },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream!.on("data", (chunk) => (text = (text + chunk).slice(-20_000)));
  // By then all that it printed is read.
  let isOver = false;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  void ended.then(() => (isOver = true));
  const name = `${tool} ${args[0]}`;
  return {
    name,
    words: () => text,
    mustRun() {
      if (isOver) throw new Error(`${name} has ended:\n${last(text)}`);
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // To all of it, as a terminal's Ctrl-C.
      process.kill(-child.pid!, "SIGINT");
      await ended;
    },
  };
}

/**
 * Waits for something that a program brings about.
 *
 * @param what begins the error where it does not come: "deployment backend is not rolled out".
 * @param look undefined once it is so, else why it is not yet.
 * @param limits how long it may take, and the pause between two looks, in milliseconds.
 * @throws Error where the program ends, or it takes longer: with the reason, and the program's last words.
 */
export async function awaitBy(
  program: Pick<WatchProgram, "name" | "words" | "mustRun">,
  what: string,
  look: () => Promise<string | undefined>,
  { limitMs, pauseMs }: { limitMs: number; pauseMs: number },
): Promise<void> {
  const until = performance.now() + limitMs;
  for (;;) {
    const why = await look();
    if (why === undefined) return;
    program.mustRun();
    if (performance.now() >= until)
      throw new Error(
        `${what} after ${limitMs / 1000} s: ${why.trim()}\n` +
          `${program.name} printed last:\n${last(program.words())}`,
      );
    await setTimeout(pauseMs);
  }
}

const last = (words: string) => words.slice(-1500);

/**
 * Why a Deployment is not rolled out yet, in kubectl's words; undefined where it is.
 *
 * @param place kubectl's arguments that lead to its namespace.
 */
export async function notRolledOut(name: string, place: string[]): Promise<string | undefined> {
  const args = ["rollout", "status", "deployment", name, "--timeout=5s"];
  const { code, stdout, stderr } = await run("kubectl", [...place, ...args], { allow: () => true });
  return code === 0 ? undefined : `${stdout}${stderr}`;
}
