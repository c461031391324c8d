import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { run } from "../components/shell";
import type { Endpoints } from "../components/todoRelease";
import { backendUrl, LOCAL, localBackend } from "./localBackend";
import { dropSalt } from "./stackFile";

/** The stack that the commands of the Makefile work on: `make up STACK=test` takes another. */
export const STACK = process.env.STACK || "dev";

/**
 * The environment in which `pulumi` finds its state: the user's own backend where one is chosen or
 * logged in to, else one inside the checkout, with a passphrase made for it.
 *
 * With the latter, the stack's file is left without the salt that pulumi writes into it, however this
 * process ends (docs/decisions/0013-no-salt-in-a-tracked-file.md).
 *
 * @throws Error when the checkout's own backend has lost its passphrase.
 */
export async function pulumiEnvironment(): Promise<Record<string, string>> {
  if (await hasOwnBackend()) return {};
  const env = localBackend();
  // One that was set for another project would come before the file.
  delete process.env.PULUMI_CONFIG_PASSPHRASE;
  process.once("exit", () => dropSalt(configFile()));
  return env;
}

async function hasOwnBackend(): Promise<boolean> {
  const { PULUMI_BACKEND_URL: chosen, PULUMI_ACCESS_TOKEN: token } = process.env;
  // A shell that has evaluated `make env` has chosen the checkout's.
  if (chosen) return chosen !== backendUrl();
  if (token) return true;
  if (fs.existsSync(LOCAL)) return false;
  const login = await run("pulumi", ["whoami", "--non-interactive"], {
    allow: () => true,
    timeoutSeconds: 60,
  });
  return login.code === 0;
}

/** Runs pulumi on the terminal. @returns its exit code. */
export function pulumi(args: string[], env: Record<string, string>): Promise<number> {
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

/** The stack's state, its secrets encrypted. */
export async function exported(env: Record<string, string>): Promise<string> {
  const { stdout } = await run("pulumi", ["stack", "export", "--stack", STACK], {
    step: "reading the stack's state",
    env: { ...process.env, ...env },
  });
  return stdout;
}

export interface Outputs {
  namespace: string;
  context: string;
  backendImage: string;
  frontendImage: string;
  endpoints: Endpoints;
}

export const configFile = () => `Pulumi.${STACK}.yaml`;
