/** What this machine must have: pure readings, and what mends each one that is short. */

export type System = "linux" | "darwin" | "win32";

/** A tool that has to be on PATH, at this version or a later one. */
export interface ToolCheck {
  name: string;
  args: string[];
  /** First group: the version in what the tool prints. */
  version: RegExp;
  least: string;
  mend: Record<System, string>;
  /** Whether `make up` brings it by itself where it is missing. */
  brought?: boolean;
}

const anywhere = (text: string): Record<System, string> => ({
  linux: text,
  darwin: text,
  win32: text,
});

export const TOOLS: ToolCheck[] = [
  {
    name: "node",
    args: ["--version"],
    version: /v(\d+\.\d+\.\d+)/,
    least: "22.0.0",
    mend: {
      linux: "install Node 22 or newer: https://nodejs.org/en/download",
      darwin: "brew install node",
      win32: "winget install OpenJS.NodeJS.LTS",
    },
  },
  {
    name: "pulumi",
    args: ["version"],
    version: /v?(\d+\.\d+\.\d+)/,
    least: "3.200.0",
    brought: true,
    mend: {
      linux: "https://www.pulumi.com/docs/install/",
      darwin: "brew install pulumi/tap/pulumi",
      win32: "winget install Pulumi.Pulumi",
    },
  },
  {
    name: "minikube",
    args: ["version", "--short"],
    version: /v(\d+\.\d+\.\d+)/,
    least: "1.35.0",
    brought: true,
    mend: {
      linux: "https://minikube.sigs.k8s.io/docs/start/",
      darwin: "brew install minikube",
      win32: "winget install Kubernetes.minikube",
    },
  },
  {
    name: "kubectl",
    args: ["version", "--client"],
    version: /v(\d+\.\d+\.\d+)/,
    least: "1.30.0",
    brought: true,
    mend: {
      linux: "https://kubernetes.io/docs/tasks/tools/",
      darwin: "brew install kubectl",
      win32: "winget install Kubernetes.kubectl",
    },
  },
  {
    name: "helm",
    args: ["version", "--short"],
    version: /v(\d+\.\d+(\.\d+)?)/,
    least: "3.14.0",
    brought: true,
    mend: {
      linux: "https://helm.sh/docs/intro/install/",
      darwin: "brew install helm",
      win32: "winget install Helm.Helm",
    },
  },
];

export const DOCKER: ToolCheck = {
  name: "docker",
  args: ["version", "--format", "{{.Server.Version}}"],
  version: /(\d+\.\d+\.\d+)/,
  least: "20.10.0",
  mend: {
    linux:
      "start it (sudo systemctl start docker), or install it: https://docs.docker.com/engine/install/",
    darwin: "start Docker Desktop (open -a Docker)",
    win32: "start Docker Desktop",
  },
};

/** Something the machine must have enough of. */
export interface RoomCheck {
  name: string;
  unit: string;
  least: number;
  mend: Record<System, string>;
}

export const ROOM = {
  cpus: {
    name: "CPUs",
    unit: "",
    least: 2,
    mend: {
      ...anywhere("give Docker Desktop 2 CPUs or more"),
      linux: "a machine with 2 CPUs or more",
    },
  },
  memory: {
    name: "free memory",
    unit: "MiB",
    least: 3072,
    mend: {
      ...anywhere("give Docker Desktop 4 GB or more, or close other programs"),
      linux: "close other programs",
    },
  },
  disk: {
    name: "free disk",
    unit: "GiB",
    least: 10,
    mend: anywhere("make room (docker system df shows what takes it)"),
  },
} satisfies Record<string, RoomCheck>;

export interface Finding {
  name: string;
  ok: boolean;
  found: string;
  needed: string;
  mend: string;
}

/** @param output what the tool printed, or undefined when it did not run. */
export function toolFinding(check: ToolCheck, output: string | undefined, system: System): Finding {
  const version = check.version.exec(output ?? "")?.[1];
  const ok = version !== undefined && compareVersions(version, check.least) >= 0;
  return {
    name: check.name,
    ok,
    found: version ?? (output === undefined ? "does not answer" : "unknown version"),
    needed: `${check.least} or newer`,
    mend: ok
      ? ""
      : `${check.brought && output === undefined ? "make up brings it, or: " : ""}${check.mend[system]}`,
  };
}

export function roomFinding(check: RoomCheck, found: number, system: System): Finding {
  const ok = found >= check.least;
  const size = (amount: number) => `${Math.floor(amount)} ${check.unit}`.trim();
  return {
    name: check.name,
    ok,
    found: size(found),
    needed: `${size(check.least)} or more`,
    mend: ok ? "" : check.mend[system],
  };
}

/** Negative, zero or positive, as dotted numbers order. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left![i] ?? 0) - (right![i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
