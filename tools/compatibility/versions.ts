/** Which versions of everything a run meets, read from what the tools print. */
import * as fs from "node:fs";
import * as os from "node:os";
import { run } from "../../components/process/shell";
import type { Name, Versions } from "./records";

interface Reading {
  /** @param context the cluster's, in the kubeconfig. */
  command: (context: string) => string[];
  /** Undefined where it does not say. May throw on what is not its form. */
  read: (said: string) => string | undefined;
}

/** The version in a text, without "v" and without a vendor's build: "v3.19.5+g4f953c2" is "3.19.5". */
const version = (text = ""): string | undefined =>
  /\d+(\.\d+)+(-(alpha|beta|rc)[\w.]*)?/.exec(text)?.[0];

/** The first node: a profile of these runs has one. */
const nodeInfo = (said: string) => JSON.parse(said).items[0].status.nodeInfo;
const NODES = (context: string) => [
  "kubectl",
  "--context",
  context,
  "get",
  "nodes",
  "--output=json",
];
const DOCKER = () => ["docker", "version", "--format={{json .}}"];

export const READINGS: Record<Exclude<Name, "system">, Reading> = {
  node: { command: () => ["node", "--version"], read: version },
  pulumi: { command: () => ["pulumi", "version"], read: version },
  minikube: {
    command: () => ["minikube", "version", "--output=json"],
    read: (said) => version(JSON.parse(said).minikubeVersion),
  },
  kubectl: {
    command: () => ["kubectl", "version", "--client", "--output=json"],
    read: (said) => version(JSON.parse(said).clientVersion.gitVersion),
  },
  helm: { command: () => ["helm", "version", "--short"], read: version },
  python: { command: () => ["python3", "--version"], read: version },
  docker: { command: DOCKER, read: (said) => version(JSON.parse(said).Server?.Version) },
  dockerClient: { command: DOCKER, read: (said) => version(JSON.parse(said).Client?.Version) },
  imageStore: { command: () => ["docker", "info", "--format={{json .}}"], read: imageStore },
  kubernetes: { command: NODES, read: (said) => version(nodeInfo(said).kubeletVersion) },
  runtime: {
    command: NODES,
    read: (said) => nodeInfo(said).containerRuntimeVersion.replace("://", " "),
  },
};

/** Where the engine keeps images: in containerd (the default from Docker 29 on), or in its own classic store. */
function imageStore(said: string): string | undefined {
  const { Driver: driver, DriverStatus: status } = JSON.parse(said);
  if (!driver) return undefined;
  const isContainerd = (status ?? []).some(
    ([name, value]: string[]) => name === "driver-type" && value!.startsWith("io.containerd"),
  );
  return `${isContainerd ? "containerd" : "classic"}, ${driver}`;
}

/** The system and its architecture, as "Debian GNU/Linux 12 (bookworm), x64". @param osRelease /etc/os-release */
export function systemIn(osRelease: string, otherwise: string, arch: string): string {
  const name = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(osRelease)?.[1];
  return `${name ?? otherwise}, ${arch}`;
}

function thisSystem(): string {
  const file = "/etc/os-release";
  const osRelease = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  return systemIn(osRelease, `${os.type()} ${os.release()}`, os.arch());
}

/** All of the names that can be read, and the system. */
export async function readVersions(
  names: Name[],
  { cwd, env, context }: { cwd: string; env: NodeJS.ProcessEnv; context: string },
): Promise<Versions> {
  const read = async (name: Name): Promise<[Name, string | undefined]> => {
    if (name === "system") return [name, thisSystem()];
    const { command, read: reading } = READINGS[name];
    const [tool, ...args] = command(context);
    try {
      const { stdout } = await run(tool!, args, { cwd, env, timeoutSeconds: 30 });
      return [name, reading(stdout)];
    } catch {
      return [name, undefined];
    }
  };
  const found = await Promise.all([...new Set<Name>(["system", ...names])].map(read));
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
