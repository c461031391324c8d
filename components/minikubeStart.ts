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
    warnings.push(
      `warning: todo:cpus is ${asked.cpus}, the host has ${host.cpus}: using ${size.cpus}`,
    );
  }
  if (size.memoryMiB < asked.memoryMiB) {
    warnings.push(
      `warning: todo:memoryMiB is ${asked.memoryMiB}, the host has ${host.memoryMiB}: using ${size.memoryMiB}`,
    );
  }
  return { size, warnings };
}

export interface StartOptions extends Size {
  profile: string;
  driver: string;
  kubernetesVersion: string;
  cni: string;
  /** Leave kubectl's current context as it is. */
  keepContext: boolean;
}

/** Arguments of `minikube start` for a new profile. */
export function startArguments(options: StartOptions): string[] {
  return [
    "start",
    `--profile=${options.profile}`,
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
