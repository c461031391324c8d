import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Size } from "./minikubeStart";

/**
 * What a stack leaves beside a minikube profile, so that it knows the profile again.
 *
 * The file goes when the profile is deleted, by whomever. A program that finds none therefore has a
 * new cluster before it, whatever the state of the stack says.
 */
export interface ProfileMark {
  /** Random; another one means another cluster. */
  identity: string;
  /** Random; another one means that the cluster has to be started again. */
  session: string;
  /** Whether the stack started the profile, and so may delete it. */
  started: boolean;
  /** Addons that the stack enabled, and so may disable. */
  addons: string[];
}

/** Where minikube keeps a profile. */
export function profileFolder(profile: string, env: NodeJS.ProcessEnv = process.env): string {
  const home = env.MINIKUBE_HOME || os.homedir();
  const base = path.basename(home) === ".minikube" ? home : path.join(home, ".minikube");
  return path.join(base, "profiles", profile);
}

/** What minikube keeps of a profile that is there; undefined where it is not, or cannot be read. */
export function profileConfig(
  profile: string,
): { driver: string; size: Size; address?: string; kubernetesVersion?: string } | undefined {
  try {
    const text = fs.readFileSync(path.join(profileFolder(profile), "config.json"), "utf8");
    const { Driver, CPUs, Memory, KubernetesConfig, Nodes } = JSON.parse(text);
    if (![CPUs, Memory].every(Number.isInteger)) return undefined;
    return {
      driver: Driver,
      size: { cpus: CPUs, memoryMiB: Memory },
      address: Nodes?.[0]?.IP,
      kubernetesVersion: KubernetesConfig?.KubernetesVersion,
    };
  } catch {
    return undefined;
  }
}

export function readMark(profile: string, stack: string): ProfileMark | undefined {
  const file = markFile(profile, stack);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
}

/** Whether a stack started a profile, or is about to. */
export function startedBy(profile: string, stack: string): boolean {
  const exists = fs.existsSync(path.join(profileFolder(profile), "config.json"));
  return readMark(profile, stack)?.started ?? !exists;
}

export function writeMark(profile: string, stack: string, mark: ProfileMark): void {
  const file = markFile(profile, stack);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(mark)}\n`);
}

export function removeMark(profile: string, stack: string): void {
  fs.rmSync(markFile(profile, stack), { force: true });
}

/** Other stacks that use the profile. */
export function otherStacks(profile: string, stack: string): string[] {
  const folder = profileFolder(profile);
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .map((file) => /^stack-(.+)\.json$/.exec(file)?.[1])
    .filter((other): other is string => other !== undefined && other !== stack);
}

export function randomToken(): string {
  return randomBytes(8).toString("hex");
}

function markFile(profile: string, stack: string): string {
  return path.join(profileFolder(profile), `stack-${stack}.json`);
}
