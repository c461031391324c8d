import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { run } from "../components/shell";
import type { Endpoints } from "../components/todoRelease";
import { dropSalt } from "./stackFile";

/** The stack that the commands of the Makefile work on: `make up STACK=test` takes another. */
export const STACK = process.env.STACK || "dev";

/** Folder of the local backend, in the checkout and ignored by git. */
const LOCAL = path.resolve(".pulumi-local");

/**
 * The environment in which `pulumi` finds its state: the user's own backend where one is chosen or
 * logged in to, else one inside the checkout, with a passphrase made for it.
 */
export async function pulumiEnvironment(): Promise<Record<string, string>> {
  if (process.env.PULUMI_BACKEND_URL || process.env.PULUMI_ACCESS_TOKEN) return {};
  if (!fs.existsSync(LOCAL)) {
    const login = await run("pulumi", ["whoami", "--non-interactive"], {
      allow: () => true,
      timeoutSeconds: 60,
    });
    if (login.code === 0) return {};
  }
  return localBackend();
}

/** Makes the local backend unless it is there. */
export function localBackend(folder = LOCAL): Record<string, string> {
  const passphrase = path.join(folder, "passphrase");
  if (!fs.existsSync(passphrase)) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(passphrase, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  }
  return {
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    // The state knows the salt as well; so the stack's file, which git tracks, can do without it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
}

/**
 * Runs pulumi on the terminal. Where the backend is the checkout's own, the stack's file is left without
 * the salt that Pulumi has written into it (docs/decisions/0013-no-salt-in-a-tracked-file.md).
 *
 * @returns its exit code.
 */
export async function pulumi(args: string[], env: Record<string, string>): Promise<number> {
  const code = await onTerminal(args, env);
  if (env.PULUMI_CONFIG_PASSPHRASE_FILE) dropSalt(configFile());
  return code;
}

function onTerminal(args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn("pulumi", args, { stdio: "inherit", env: { ...process.env, ...env } });
  // Ctrl-C reaches pulumi by itself; this process waits for it to end well.
  process.on("SIGINT", () => {});
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}

/** The stack's outputs, or undefined when there is no such stack. */
export async function outputs(env: Record<string, string>): Promise<Outputs | undefined> {
  const { code, stdout } = await run("pulumi", ["stack", "output", "--json", "--stack", STACK], {
    env: { ...process.env, ...env },
    allow: () => true,
  });
  if (code !== 0) return undefined;
  const found = JSON.parse(stdout);
  return found.namespace ? found : undefined;
}

export interface Outputs {
  namespace: string;
  context: string;
  backendImage: string;
  frontendImage: string;
  endpoints: Endpoints;
}

export const configFile = () => `Pulumi.${STACK}.yaml`;

/** What the stack's file sets; the values of secrets are not among it. */
function configured(file: string): Record<string, string | undefined> {
  return fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8"))?.config ?? {}) : {};
}

/** Tools that the stack, as it is configured, does without. */
export function needlessTools(file = configFile()): string[] {
  return configured(file)["todo:cluster"] === "existing" ? ["minikube"] : [];
}

interface Place {
  /** minikube's, unless the cluster is one that somebody else runs. */
  profile?: string;
  context: string;
  namespace: string;
}

/** Where the stack puts the app, as it is configured: also before it was ever up. */
export function place(file = configFile()): Place {
  const config = configured(file);
  const existing = config["todo:cluster"] === "existing";
  const profile = existing ? undefined : (config["todo:profile"] ?? "minikube");
  return {
    profile,
    context: profile ?? config["todo:context"] ?? "",
    namespace: config["todo:namespace"] ?? "todo-app",
  };
}
