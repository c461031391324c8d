import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
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

/** A busy node takes its time; only one that is paused is silent for so long. Milliseconds. */
const SILENCE_MS = 15_000;

/**
 * Whether an API server answers a request, if only to say who may not ask, or that it is not well. That
 * something accepts the connection is not enough: the engine does so for a node whose API server is paused
 * or has stopped. To take a busy one for stopped would start it again, and show a change that is none.
 */
export function answers(server: URL | undefined, timeoutMs = SILENCE_MS): Promise<boolean> {
  return server === undefined ? Promise.resolve(false) : ask(server, timeoutMs);
}

let ask = answersOverNetwork;

/** Answers by other means until the returned function is called. For tests. */
export function replaceAnswers(other: typeof ask): () => void {
  ask = other;
  return () => void (ask = answersOverNetwork);
}

function answersOverNetwork(server: URL, timeoutMs: number): Promise<boolean> {
  const { get } = server.protocol === "http:" ? http : https;
  return new Promise((resolve) => {
    // Nothing is sent that a stranger may not read: who it is does not matter here.
    const request = get(new URL("/version", server), { rejectUnauthorized: false, agent: false });
    const limit = setTimeout(() => request.destroy(new Error("silent")), timeoutMs);
    const end = (answer: boolean) => {
      clearTimeout(limit);
      request.destroy();
      resolve(answer);
    };
    request.once("response", () => end(true));
    request.on("error", () => end(false));
  });
}

function load(file: string): Kubeconfig {
  return fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8")) ?? {}) : {};
}
