import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";

/** The kubeconfig file in use: the one that is set, else the first in KUBECONFIG, else ~/.kube/config. */
export function kubeconfigPath(configured = "", env: NodeJS.ProcessEnv = process.env): string {
  const fromEnv = (env.KUBECONFIG ?? "").split(path.delimiter).find((entry) => entry !== "");
  const chosen = configured || fromEnv || path.join(os.homedir(), ".kube", "config");
  return path.resolve(chosen.replace(/^~(?=[/\\])/, os.homedir()));
}

interface Kubeconfig {
  contexts?: { name: string; context: { cluster: string } }[];
  clusters?: { name: string; cluster: { server: string } }[];
}

/** Names of the contexts in a kubeconfig file; none where there is no such file. */
export function contextsIn(file: string): string[] {
  return (load(file).contexts ?? []).map((entry) => entry.name);
}

/** The API server's address of a context, or undefined. */
export function serverOf(file: string, context: string): URL | undefined {
  const config = load(file);
  const cluster = config.contexts?.find((entry) => entry.name === context)?.context.cluster;
  const server = config.clusters?.find((entry) => entry.name === cluster)?.cluster.server;
  return server === undefined ? undefined : new URL(server);
}

/** Whether something accepts connections at an API server's address. */
export function answers(server: URL | undefined, timeoutMs = 2000): Promise<boolean> {
  if (server === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = net.connect({
      host: server.hostname.replace(/^\[|\]$/g, ""),
      port: Number(server.port) || (server.protocol === "https:" ? 443 : 80),
      timeout: timeoutMs,
    });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

function load(file: string): Kubeconfig {
  return fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8")) ?? {}) : {};
}
