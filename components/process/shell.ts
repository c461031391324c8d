import { ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import { createInterface } from "node:readline";

/** A tool that ended with an error: which step it was, and the tool's own words. */
export class ToolError extends Error {
  constructor(
    step: string,
    readonly words: string,
    /** Undefined where there is none: it was killed, or never ran. */
    readonly code: number | string | undefined,
    readonly stdout = "",
  ) {
    super(
      `${step} failed${code === undefined ? "" : ` (exit ${code})`}:\n${indent(lastLines(words, 15))}`,
    );
    this.name = "ToolError";
  }
}

/** Gets each line that a tool prints, while the tool runs. */
export type OnLine = (line: string, stream: "stdout" | "stderr") => void;

export interface RunOptions {
  /** What this is for, as it begins an error: "loading todo-backend:1 into minikube". */
  step?: string;
  env?: NodeJS.ProcessEnv;
  /** Where it runs, if not where this process does. */
  cwd?: string;
  timeoutSeconds?: number;
  /** What the tool reads from its standard input. */
  input?: string;
  /** A file that the tool reads there. */
  inputFile?: string;
  /** Exit codes besides 0 that are an answer, not an error. */
  allow?: (code: number) => boolean;
  onLine?: OnLine;
}

export interface Finished {
  stdout: string;
  stderr: string;
  code: number;
}

/** The one way out of this process: how a tool is run. Tests put a model of the world in its place. */
export interface Processes {
  run(tool: string, args: string[], options: RunOptions): Promise<Finished>;
  ask(tool: string, args: string[], timeoutSeconds: number): string;
  /** On the terminal. @returns the exit code. */
  attach(tool: string, args: string[], env: NodeJS.ProcessEnv): Promise<number>;
  /** Line by line. @returns the exit code. */
  follow(tool: string, args: string[], env: NodeJS.ProcessEnv, onLine: OnLine): Promise<number>;
}

let processes: Processes = {
  ...{ run: execute, ask: executeSync },
  ...{ attach: executeAttached, follow: executeFollowed },
};

/** Runs tools by other means until the returned function is called. For tests. */
export function replaceProcesses(others: Processes): () => void {
  const before = processes;
  processes = others;
  return () => void (processes = before);
}

const FOR_OTHERS = /^(HELM_KUBE|PULUMI_K8S_(UPSERT|DELETE|SKIP_UPDATE|HELM_DRIVER))/;

/**
 * What a tool runs with: the user's environment, but what there changes kubectl's and helm's answers. Preferences of
 * kubectl's (kuberc) may have it ask before it deletes, or print other than JSON; helm would look for releases where
 * Pulumi keeps none, or in another cluster than the one that it is told. A stack of an earlier version leaves to the shell
 * what components/cluster/clusterProvider.ts gives Pulumi's provider.
 */
export function toolEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !FOR_OTHERS.test(name));
  return { ...Object.fromEntries(own), KUBERC: "off", HELM_DRIVER: "secret" };
}

/**
 * Runs a tool with arguments as they are: no shell reads them, on any system.
 *
 * @throws ToolError when it cannot be started, takes too long, is killed, or ends with a code that is not allowed.
 */
export function run(tool: string, args: string[], options: RunOptions = {}): Promise<Finished> {
  return processes.run(tool, args, options);
}

function execute(tool: string, args: string[], options: RunOptions): Promise<Finished> {
  const step = options.step ?? `${tool} ${args[0] ?? ""}`.trim();
  return new Promise((resolve, reject) => {
    const child = execFile(
      tool,
      args,
      {
        encoding: "utf8",
        maxBuffer: 64 << 20,
        env: toolEnvironment(options.env),
        cwd: options.cwd,
        timeout: (options.timeoutSeconds ?? 0) * 1000,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve({ stdout, stderr, code: 0 });
        if (error.code === "ENOENT") {
          return reject(new ToolError(step, `${tool} is not on PATH. Run: make doctor`, undefined));
        }
        if (error.killed) {
          return reject(
            new ToolError(step, `no end after ${options.timeoutSeconds} s\n${stderr}`, undefined),
          );
        }
        const { code, signal } = error;
        // Killed, or with more to say than fits: no code, and so no answer, is made up for it.
        if (typeof code !== "number") {
          const why = signal ? `ended by ${signal}` : error.message;
          return reject(new ToolError(step, `${why}\n${stderr}`, undefined));
        }
        if (options.allow?.(code)) return resolve({ stdout, stderr, code });
        reject(new ToolError(step, `${stderr}\n${stdout}`, code, stdout));
      },
    );
    // A tool that ends before it has read everything says why by its exit code.
    child.stdin?.on("error", () => {});
    if (options.input !== undefined) child.stdin?.end(options.input);
    if (options.inputFile !== undefined && child.stdin)
      fs.createReadStream(options.inputFile).pipe(child.stdin);
    if (options.onLine) eachLine(child, options.onLine);
    watched(child);
  });
}

/** Runs a tool on the terminal, where its user follows it. @returns its exit code. */
export function attach(tool: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return processes.attach(tool, args, env);
}

function executeAttached(tool: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return exitCode(
    watched(spawn(tool, args, { stdio: "inherit", env: toolEnvironment(env) })),
    "exit",
  );
}

/** Runs a tool whose lines the caller shows, however many they are. @returns its exit code. */
export function follow(
  tool: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  onLine: OnLine,
): Promise<number> {
  return processes.follow(tool, args, env, onLine);
}

function executeFollowed(
  tool: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  onLine: OnLine,
): Promise<number> {
  const child = watched(
    spawn(tool, args, { stdio: ["inherit", "pipe", "pipe"], env: toolEnvironment(env) }),
  );
  eachLine(child, onLine);
  // Not before its last line was heard.
  return exitCode(child, "close");
}

function eachLine(child: ChildProcess, onLine: OnLine): void {
  for (const stream of ["stdout", "stderr"] as const)
    createInterface({ input: child[stream]! }).on("line", (line) => onLine(line, stream));
}

function exitCode(child: ChildProcess, ended: "exit" | "close"): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once(ended, (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}

const children = new Set<ChildProcess>();

/** Keeps account of a tool that runs, until it ends. */
function watched(child: ChildProcess): ChildProcess {
  children.add(child);
  return child.once("exit", () => children.delete(child));
}

/** Tells every tool that runs to end. */
export function endChildren(signal: NodeJS.Signals): void {
  for (const child of children) child.kill(signal);
}

/**
 * A question that a program has to ask before it can say what it wants.
 * Undefined where the tool is missing, says no, or does not answer in time.
 */
export function ask(tool: string, args: string[], timeoutSeconds = 5): string | undefined {
  try {
    return processes.ask(tool, args, timeoutSeconds);
  } catch {
    return undefined;
  }
}

/**
 * A question whose answer decides what is declared, and so what is deleted: without an answer there is no
 * going on.
 *
 * @throws ToolError when the tool is missing, says no, or does not answer in time.
 */
export function mustAnswer(
  tool: string,
  args: string[],
  options: { step: string; timeoutSeconds: number },
): string {
  try {
    return processes.ask(tool, args, options.timeoutSeconds);
  } catch (error) {
    const { code, status, stdout, stderr, signal } = error as NodeJS.ErrnoException & {
      status?: number;
      stdout?: string;
      stderr?: string;
      signal?: string;
    };
    const words =
      code === "ENOENT"
        ? `${tool} is not on PATH. Run: make doctor`
        : code === "ETIMEDOUT" || signal
          ? `no answer within ${options.timeoutSeconds} s`
          : stderr || (error as Error).message;
    throw new ToolError(options.step, words, status ?? undefined, stdout);
  }
}

function executeSync(tool: string, args: string[], timeoutSeconds: number): string {
  return execFileSync(tool, args, {
    encoding: "utf8",
    env: toolEnvironment(),
    timeout: timeoutSeconds * 1000,
    maxBuffer: 64 << 20,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The end of a text, without blank lines: where tools say what went wrong. */
export function lastLines(text: string, count: number): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}

export function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
