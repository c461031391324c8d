import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import * as v from "valibot";
import { checked } from "../process/json";
import { parseYaml } from "../process/yaml";

/**
 * The kubeconfig files in use, each once: the one that is set, else those that KUBECONFIG lists, else
 * ~/.kube/config. As for kubectl, one that is not there has nothing in it.
 */
export function kubeconfigFiles(configured = "", env: NodeJS.ProcessEnv = process.env): string[] {
  const listed = (env.KUBECONFIG ?? "").split(path.delimiter).filter((entry) => entry !== "");
  const own = listed.length > 0 ? listed : [path.join(os.homedir(), ".kube", "config")];
  const chosen = configured ? [configured] : own;
  return [
    ...new Set(chosen.map((file) => path.resolve(file.replace(/^~(?=[/\\])/, os.homedir())))),
  ];
}

/**
 * Where a context stands, in the form of KUBECONFIG: one file, or several where its cluster or user is in another
 * one. Other files of the list do not matter to it, and may come and go. A context that is nowhere is put into
 * the first file, as minikube does.
 */
export function kubeconfigFor(
  context: string,
  configured = "",
  env: NodeJS.ProcessEnv = process.env,
): string {
  const files = kubeconfigFiles(configured, env);
  const found = find(files, context);
  const needed = files.filter((file) => found.files.has(file));
  return (needed.length > 0 ? needed : files.slice(0, 1)).join(path.delimiter);
}

/** The one file of such a list; undefined where there are several, which tools read from KUBECONFIG alone. */
export const onlyFile = (kubeconfig: string): string | undefined =>
  kubeconfig.includes(path.delimiter) ? undefined : kubeconfig;

/**
 * What Pulumi's provider is given for such a list. Given nothing, its SDK takes KUBECONFIG for the path of one file; by ""
 * it reads the files of KUBECONFIG as kubectl does.
 */
export const providerFile = (kubeconfig: string): string => onlyFile(kubeconfig) ?? "";

/** The flag of kubectl and helm, which takes one file; none for several, which stand in KUBECONFIG. */
export const kubeconfigFlag = (kubeconfig = ""): string[] =>
  kubeconfig && onlyFile(kubeconfig) ? ["--kubeconfig", kubeconfig] : [];

const text = v.nullish(v.string());

/** A list of it, whose entries have names, and more under a key. */
const named = <Entries extends v.ObjectEntries>(more: Entries) =>
  v.nullish(v.array(v.object({ name: v.string(), ...more })));

const kubeconfig = v.object({
  contexts: named({ context: v.nullish(v.object({ cluster: text, user: text })) }),
  clusters: named({ cluster: v.nullish(v.object({ server: text })) }),
  users: named({}),
});
type Kubeconfig = v.InferOutput<typeof kubeconfig>;

/** A file that is not a kubeconfig. */
export class KubeconfigError extends Error {}

/** Names of the contexts in kubeconfig files, each once. @throws KubeconfigError when one cannot be read. */
export function contextsIn(files: string[]): string[] {
  const all = files.flatMap((file) => (load(file).contexts ?? []).map(({ name }) => name));
  return [...new Set(all)];
}

/** Whether kubeconfig files, in the form of KUBECONFIG, have a context. @throws KubeconfigError when one cannot be read. */
export const hasContext = (kubeconfig: string, context: string): boolean =>
  contextsIn(kubeconfig.split(path.delimiter)).includes(context);

/** The API server's address of a context, or undefined. @param kubeconfig in the form of KUBECONFIG. */
export function serverOf(kubeconfig: string, context: string): URL | undefined {
  const { server } = find(kubeconfig.split(path.delimiter), context);
  return server !== undefined && URL.canParse(server) ? new URL(server) : undefined;
}

/**
 * The files that say what a context is, and its API server: as kubectl merges them, the first file that has a
 * name decides what is meant by it.
 */
function find(files: string[], context: string): { files: Set<string>; server?: string } {
  const configs = files.map((file) => ({ file, config: load(file) }));
  const first = <Key extends keyof Kubeconfig>(list: Key, name: string | null | undefined) => {
    for (const { file, config } of configs) {
      const entries = (config[list] ?? []) as NonNullable<Kubeconfig[Key]>[number][];
      const entry = entries.find((one) => one.name === name);
      if (entry) return { file, entry };
    }
    return undefined;
  };
  const itself = first("contexts", context);
  const { cluster: clusterName, user: userName } = itself?.entry.context ?? {};
  const cluster = first("clusters", clusterName);
  const user = first("users", userName);
  return {
    files: new Set([itself, cluster, user].flatMap((found) => found?.file ?? [])),
    server: cluster?.entry.cluster?.server ?? undefined,
  };
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
  if (!fs.existsSync(file)) return {};
  try {
    return checked(kubeconfig, parseYaml(fs.readFileSync(file, "utf8")) ?? {});
  } catch (error) {
    throw new KubeconfigError(
      `kubeconfig file ${file} cannot be read: ${(error as Error).message}`,
    );
  }
}
