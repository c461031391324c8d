import { quoted } from "../process/quoted";
import { typed, commandLine } from "../process/typed";
import type { UserCommands } from "../process/userCommands";

/** CPUs, and memory in MiB. */
export interface Size {
  cpus: number;
  memoryMiB: number;
}

/** Share of the host's memory that a profile may take: the rest is for the host itself. */
const MEMORY_SHARE = 0.75;

/** The size asked for, or what the host has if that is less: minikube refuses more. */
export function capped(asked: Size, host: Size): { size: Size; warnings: string[] } {
  const most = { cpus: host.cpus, memoryMiB: Math.floor(host.memoryMiB * MEMORY_SHARE) };
  const size = {
    cpus: Math.min(asked.cpus, most.cpus),
    memoryMiB: Math.min(asked.memoryMiB, most.memoryMiB),
  };
  const warnings: string[] = [];
  if (size.cpus < asked.cpus) {
    warnings.push(`warning: cpus is ${asked.cpus}, the host has ${host.cpus}: using ${size.cpus}`);
  }
  if (size.memoryMiB < asked.memoryMiB) {
    warnings.push(
      `warning: memoryMiB is ${asked.memoryMiB}, the host has ${host.memoryMiB}: using ${size.memoryMiB}`,
    );
  }
  return { size, warnings };
}

/** How much smaller a profile may be than wanted before that is said: hosts do not always have the same to give. */
const SMALLER = 0.95;

/** What to say where a profile that is there is smaller than wanted: its size cannot change. */
export function smaller(
  profile: string,
  has: Size | undefined,
  wanted: Size,
  { up, down }: Pick<UserCommands, "up" | "down">,
): string[] {
  if (!has) return [];
  if (has.cpus >= wanted.cpus && has.memoryMiB >= wanted.memoryMiB * SMALLER) return [];
  return [
    `warning: profile ${profile} has ${has.cpus} CPUs and ${has.memoryMiB} MiB, and keeps them; the settings ` +
      `have ${wanted.cpus} and ${wanted.memoryMiB}. To change them, run: ${down}, then: ${commandLine("minikube", ["delete", "--profile", profile])}, then: ${up}`,
  ];
}

/**
 * What to say of a profile that bears the id of a stack, and that no record knows as started by it. It stays, whether or
 * not it runs now: another user may have started it since, and work in it.
 *
 * @param so what is done about it.
 * @param by the stack.
 */
export const cutOffStart = (profile: string, so: string, by = "this stack") =>
  `profile ${profile}: a start by ${by} was interrupted. Another user may have started it after that, so it ${so}. If ` +
  `nobody uses it, run: ${typed("minikube")} delete --profile ${quoted(profile)}`;

export interface StartOptions extends Size {
  profile: string;
  /** Id that minikube keeps with the profile, by which its maker knows it again. */
  uuid: string;
  driver: string;
  kubernetesVersion: string;
  cni: string;
  /** Leave kubectl's current context as it is. */
  keepContext: boolean;
}

/** What `minikube start` is given for a new profile. */
export function startArguments(options: StartOptions): string[] {
  return [
    `--profile=${options.profile}`,
    `--uuid=${options.uuid}`,
    `--cpus=${options.cpus}`,
    `--memory=${options.memoryMiB}mb`,
    "--wait=apiserver,system_pods,default_sa,node_ready",
    "--interactive=false",
    ...(options.driver ? [`--driver=${options.driver}`] : []),
    ...(options.kubernetesVersion ? [`--kubernetes-version=${options.kubernetesVersion}`] : []),
    ...(options.cni ? [`--cni=${options.cni}`] : []),
    ...(options.keepContext ? ["--keep-context"] : []),
  ];
}
