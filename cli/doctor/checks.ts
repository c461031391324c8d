/** What this machine must have: pure readings, and what fixes each one that is short. */

import { compareVersions } from "../../tools/compatibility/order";
import type { System } from "./system";
import { makeCommand } from "../../todo/configCommand";

/** A tool that has to be on PATH, at this version or a later one. */
export interface ToolCheck {
  name: string;
  args: string[];
  /** First group: the version in what the tool prints. */
  version: RegExp;
  least: string;
  /** How many numbers of a version make a line that is tried as a whole: 2 for "4.3", 1 for "24". */
  line: number;
  fix: Record<System, string>;
  /** Whether `make up` downloads it by itself where it is not installed: then nothing is missing. */
  brought?: boolean;
}

const anywhere = (text: string): Record<System, string> => ({
  linux: text,
  darwin: text,
  win32: text,
  wsl: text,
});

/** Inside WSL a tool is Linux's own. */
const tools = (linux: string, darwin: string, win32: string): Record<System, string> => ({
  linux,
  darwin,
  win32,
  wsl: linux,
});

const ARCH = process.arch === "arm64" ? "arm64" : "amd64";
const fetched = (tool: string, address: string) =>
  `curl -fLo ${tool} ${address} && sudo install ${tool} /usr/local/bin/`;

export const TOOLS: ToolCheck[] = [
  {
    name: "node",
    args: ["--version"],
    version: /v(\d+\.\d+\.\d+)/,
    least: "22.0.0",
    line: 1,
    fix: tools(
      "install Node 22 or newer: https://nodejs.org/en/download",
      "brew install node",
      "winget install OpenJS.NodeJS.LTS",
    ),
  },
  {
    name: "pulumi",
    args: ["version"],
    version: /v?(\d+\.\d+\.\d+)/,
    least: "3.200.0",
    line: 1,
    brought: true,
    fix: tools(
      "curl -fsSL https://get.pulumi.com | sh",
      "brew install pulumi/tap/pulumi",
      "winget install Pulumi.Pulumi",
    ),
  },
  {
    name: "minikube",
    args: ["version", "--short"],
    version: /v(\d+\.\d+\.\d+)/,
    least: "1.35.0",
    line: 2,
    brought: true,
    fix: tools(
      fetched(
        "minikube",
        `https://github.com/kubernetes/minikube/releases/latest/download/minikube-linux-${ARCH}`,
      ),
      "brew install minikube",
      "winget install Kubernetes.minikube",
    ),
  },
  {
    name: "kubectl",
    args: ["version", "--client"],
    version: /v(\d+\.\d+\.\d+)/,
    least: "1.30.0",
    line: 2,
    brought: true,
    fix: tools(
      fetched(
        "kubectl",
        `https://dl.k8s.io/release/$(curl -Ls https://dl.k8s.io/release/stable.txt)/bin/linux/${ARCH}/kubectl`,
      ),
      "brew install kubectl",
      "winget install Kubernetes.kubectl",
    ),
  },
  {
    name: "helm",
    args: ["version", "--short"],
    version: /v(\d+\.\d+(\.\d+)?)/,
    least: "3.14.0",
    line: 2,
    brought: true,
    fix: tools(
      "curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash",
      "brew install helm",
      "winget install Helm.Helm",
    ),
  },
];

export const DOCKER: ToolCheck = {
  name: "docker",
  args: ["version", "--format", "{{.Server.Version}}"],
  version: /(\d+\.\d+\.\d+)/,
  least: "20.10.0",
  line: 1,
  fix: {
    linux:
      "start it (sudo systemctl start docker), or install it: https://docs.docker.com/engine/install/",
    darwin: "start Docker Desktop (open -a Docker)",
    win32: "start Docker Desktop",
    wsl: "start Docker Desktop, and in its Settings, Resources, WSL integration: enable this distribution",
  },
};

/** In which file of Windows, and how, WSL gets more of the machine. */
const wslconfig = (line: string) =>
  `set ${line} under [wsl2] in %UserProfile%\\.wslconfig, then in PowerShell: wsl --shutdown`;

/** Something the machine must have enough of. */
export interface RoomCheck {
  name: string;
  unit: string;
  least: number;
  fix: Record<System, string>;
}

export const ROOM = {
  cpus: {
    name: "CPUs",
    unit: "",
    least: 2,
    fix: {
      ...anywhere("in Docker Desktop, Settings, Resources: set 2 CPUs or more"),
      linux: "use a machine with 2 CPUs or more",
      wsl: wslconfig("processors=4"),
    },
  },
  memory: {
    name: "free memory",
    unit: "MiB",
    least: 3072,
    fix: {
      ...anywhere(
        "in Docker Desktop, Settings, Resources: set 4 GB of memory or more; or close other programs",
      ),
      linux:
        "close other programs; to list those that use the most memory: ps aux --sort=-rss | head",
      wsl: wslconfig("memory=8GB"),
    },
  },
  disk: {
    name: "free disk space",
    unit: "GiB",
    least: 10,
    fix: anywhere(
      "to see what uses the disk: docker system df; to delete unused Docker data: docker system prune",
    ),
  },
} satisfies Record<string, RoomCheck>;

/** What is about to be done: start a node, bring the app to a cluster that is there, or change nothing. */
export type Work = "start" | "deploy" | "look";

/** What each needs. A node that is there has its CPUs and memory already; new images still need disk. */
export const ROOM_FOR: Record<Work, RoomCheck[]> = {
  start: [ROOM.cpus, ROOM.memory, ROOM.disk],
  deploy: [{ ...ROOM.disk, least: 2 }],
  look: [],
};

export interface Finding {
  name: string;
  /** Whether `make up` can go on. */
  ok: boolean;
  found: string;
  needed: string;
  /** The command that fixes it; one beside `ok` is advice. Empty where there is nothing to fix. */
  fix: string;
}

/** Why a tool has printed nothing. */
export type Silence = { installed: boolean };

/**
 * @param said what the tool printed, or why it did not.
 * @param tried the newest line of its versions with which a run passed, where one is known.
 */
export function toolFinding(
  check: ToolCheck,
  said: string | Silence,
  system: System,
  tried?: string,
): Finding {
  const version = typeof said === "string" ? check.version.exec(said)?.[1] : undefined;
  const fits = version !== undefined && compareVersions(version, check.least) >= 0;
  const absent = typeof said !== "string" && !said.installed;
  const downloaded = absent && Boolean(check.brought);
  const silence = typeof said === "string" ? "unknown version" : "does not answer";
  const byItself = downloaded ? `${makeCommand("up")} downloads it. To install it yourself: ` : "";
  return {
    name: check.name,
    ok: fits || downloaded,
    found: version ?? (absent ? "not installed" : silence),
    needed: `${check.least} or newer`,
    fix: fits ? untried(check, version, tried) : byItself + check.fix[system],
  };
}

/** What to say of a version that is newer than any that was tried. */
function untried({ name, line }: ToolCheck, version: string, tried?: string): string {
  const found = version.split(".").slice(0, line).join(".");
  return tried === undefined || compareVersions(found, tried) <= 0
    ? ""
    : `newer than the newest tested version (${name} ${tried})`;
}

export function roomFinding(check: RoomCheck, found: number, system: System): Finding {
  const ok = found >= check.least;
  const size = (amount: number) => `${Math.floor(amount)} ${check.unit}`.trim();
  return {
    name: check.name,
    ok,
    found: size(found),
    needed: `${size(check.least)} or more`,
    fix: ok ? "" : check.fix[system],
  };
}
