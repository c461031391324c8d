import { execFileSync, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import { LOCAL, localBackend } from "../../cli/stack/localBackend";
import { missingTools } from "../../cli/doctor/download";
import { selectorOf } from "../../tools/client/pods";

/** The stack and the profile of these tests: nobody's own. */
export const STACK = "citest";
export const PROFILE = "todo-citest";

export interface Ended {
  code: number;
  /** Both streams, as they came. */
  output: string;
  seconds: number;
}

/** Why the stack cannot be tested here, or undefined. */
export function missing(): string | undefined {
  const tools = missingTools(process.env.PATH ?? "", [
    "docker",
    "pulumi",
    "minikube",
    "kubectl",
    "helm",
  ]);
  return tools.length > 0 ? `${tools.join(", ")} not on PATH` : undefined;
}

/** minikube with the tests' profile. @returns what it printed. */
export const minikube = (...args: string[]): string =>
  execFileSync("minikube", [...args, "--profile", PROFILE], { encoding: "utf8", stdio: "pipe" });

/** Starts the tests' profile as a user does who works in it: it is not the stack's. */
export const startProfile = () => minikube("start", "--keep-context");

/** Deletes the tests' profile, by whomever it was started. */
export const deleteProfile = () => minikube("delete");

/**
 * A folder to put before PATH, with a shell script for each of some tools: the lines given, in which $real is the real one.
 *
 * @param use is given that PATH; the folder is gone afterwards.
 */
export async function withTools<T>(
  scripts: Record<string, string>,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-path-"));
  for (const [tool, script] of Object.entries(scripts)) {
    const real = execFileSync("bash", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
    const text = `#!/bin/bash\nreal=${real}\n${script}\n`;
    fs.writeFileSync(path.join(folder, tool), text, { mode: 0o755 });
  }
  try {
    return await use(`${folder}${path.delimiter}${process.env.PATH}`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** A command that goes on by itself. */
export interface Running {
  ended: Promise<Ended>;
  /** How much it has printed. */
  heard(): number;
  /** Resolves with what it has printed since a moment, once that matches. @throws Error where it ends without. */
  says(what: RegExp, since?: number): Promise<string>;
  /** Ctrl-C. */
  interrupt(): void;
  /** It, and all that it has started, end at once. */
  kill(): void;
}

/** A clone with a stack of its own: of this checkout with its uncommitted changes, or of an earlier commit. */
export class Checkout {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-checkout-"));

  /**
   * @param settings of the stack, without `todo:`, before there is one.
   * @param commit an earlier one; its files can be had as git has them.
   */
  constructor(
    settings: Record<string, string> = {},
    private readonly commit?: string,
  ) {
    if (commit === undefined) this.takeFiles();
    else {
      const files = execFileSync("git", ["archive", commit], { maxBuffer: 256 << 20 });
      execFileSync("tar", ["-x", "-C", this.folder], { input: files });
    }
    this.configure(settings);
  }

  /** Brings the files to what they are in this checkout, as `git pull` would; the stack's own stay. */
  takeFiles(): void {
    const earlier = this.commit ? gitFiles("ls-tree", "-r", "--name-only", this.commit) : [];
    for (const file of earlier) fs.rmSync(path.join(this.folder, file), { force: true });
    for (const file of gitFiles("ls-files", "-co", "--exclude-standard").filter(fs.existsSync))
      fs.cpSync(file, path.join(this.folder, file));
  }

  /** The stack's settings, and no others. */
  configure(settings: Record<string, string>): void {
    const lines = Object.entries({ profile: PROFILE, ...settings }).map(
      ([key, value]) => `  todo:${key}: ${JSON.stringify(value)}\n`,
    );
    this.write(`Pulumi.${STACK}.yaml`, `config:\n${lines.join("")}`);
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  /** Changes a file, and gives a function that undoes it. */
  edit(file: string, change: (text: string) => string): () => void {
    const before = this.read(file);
    this.write(file, change(before));
    return () => this.write(file, before);
  }

  make(target: string, env: Record<string, string> = {}): Promise<Ended> {
    return this.run("make", this.target(target), { env });
  }

  /** What `make` is told, for this checkout's own stack. */
  target(name: string): string[] {
    return [name, `STACK=${STACK}`];
  }

  pulumi(...args: string[]): Promise<Ended> {
    return this.run("pulumi", [...args, "--stack", STACK]);
  }

  /** Sets a configuration value; a secret's value comes on standard input. */
  async set(key: string, value: string, secret = false): Promise<void> {
    const flags = secret ? ["--secret"] : [];
    const ended = await this.run("pulumi", ["config", "set", ...flags, key, "--stack", STACK], {
      input: value,
    });
    if (ended.code !== 0) throw new Error(ended.output);
  }

  /** Starts a command that goes on by itself, and can be listened to. */
  begin(tool: string, args: string[]): Running {
    const child = spawn(tool, args, {
      ...{ cwd: this.folder, detached: true },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const waiting = new Set<() => void>();
    const hear = (chunk: Buffer) => {
      output += chunk;
      for (const look of waiting) look();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const begin = Date.now();
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) =>
        resolve({ code: code ?? 130, output, seconds: (Date.now() - begin) / 1000 }),
      );
    });
    return {
      ended,
      heard: () => output.length,
      async says(what, since = 0) {
        let look = () => {};
        const said = new Promise<void>((resolve) => {
          look = () => what.test(output.slice(since)) && resolve();
        });
        waiting.add(look);
        look();
        const end = ended.then(() => {
          if (!what.test(output.slice(since)))
            throw new Error(`it ended, and never said ${what}:\n${output}`);
        });
        await Promise.race([said, end]).finally(() => waiting.delete(look));
        return output.slice(since);
      },
      interrupt: () => process.kill(-child.pid!, "SIGINT"),
      kill: () => {
        const running = child.exitCode === null && child.signalCode === null;
        if (running) process.kill(-child.pid!, "SIGKILL");
        // Providers and programs have process groups of their own; all of them are known by the folder.
        spawnSync("pkill", ["-KILL", "-f", this.folder]);
      },
    };
  }

  run(
    tool: string,
    args: string[],
    options: { env?: Record<string, string>; input?: string; interruptAfter?: RegExp } = {},
  ): Promise<Ended> {
    const begin = Date.now();
    const child = spawn(tool, args, {
      cwd: this.folder,
      env: { ...process.env, ...(tool === "pulumi" ? this.backend() : {}), ...options.env },
      detached: true,
    });
    let output = "";
    let interrupted = false;
    const hear = (chunk: Buffer) => {
      output += chunk;
      if (options.interruptAfter?.test(output) && !interrupted) {
        interrupted = true;
        process.kill(-child.pid!, "SIGINT");
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.stdin.end(options.input ?? "");
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) =>
        resolve({ code: code ?? (signal ? 130 : 1), output, seconds: (Date.now() - begin) / 1000 }),
      );
    });
  }

  /** Where `make` has put the state, for plain pulumi. */
  backend(): Record<string, string> {
    return {
      ...localBackend(path.join(this.folder, LOCAL)),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }
}

/** Names that git prints. */
const gitFiles = (command: string, ...args: string[]): string[] =>
  execFileSync("git", [command, "-z", ...args], { encoding: "utf8" })
    .split("\0")
    .filter((name) => name !== "");

/** kubectl in the tests' profile. @returns what it printed. */
export function kubectl(...args: string[]): string {
  return execFileSync("kubectl", ["--context", PROFILE, ...args], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
}

/** helm in the tests' profile and the app's namespace. @returns what it printed. */
export function helm(...args: string[]): string {
  return execFileSync("helm", [...args, "--kube-context", PROFILE, "--namespace", "todo-app"], {
    encoding: "utf8",
  });
}

/** What minikube says of its profiles. */
export const profiles = (): string =>
  execFileSync("minikube", ["profile", "list", "-o", "json"], { encoding: "utf8" });

/** The app's signing secret as the cluster has it, in base64. */
export function jwtSecret(): string {
  const output = "jsonpath={.data.JWT_SECRET}";
  return kubectl("-n", "todo-app", "get", "secret", "app-secrets", "-o", output);
}

/** Names of the pods of a part, the current ones only. */
export function podNames(app: string, namespace = "todo-app"): string[] {
  const pods = JSON.parse(kubectl("-n", namespace, "get", "pods", selectorOf(app), "-o", "json"));
  return pods.items
    .filter((pod: { metadata: { deletionTimestamp?: string } }) => !pod.metadata.deletionTimestamp)
    .map((pod: { metadata: { name: string } }) => pod.metadata.name);
}

/** Images of the app in the engine, as name:tag. */
export function appImages(): string[] {
  return execFileSync("docker", ["images", "--format", "{{.Repository}}:{{.Tag}}"], {
    encoding: "utf8",
  })
    .split("\n")
    .filter((image) => /^todo-(backend|frontend):/.test(image));
}

/** Status and text of a GET, to an address under another host name if wanted. */
export function get(url: string, host?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: host ? { host } : {}, timeout: 10000 }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on("error", reject).on("timeout", () => request.destroy(new Error("timeout")));
  });
}
