#!/usr/bin/env node
/**
 * Collects what a diagnosis needs from one namespace, and only reads: `kubectl get` and `kubectl logs`.
 * Secrets and ConfigMaps are never asked for, values of environment variables are left out, and
 * credentials in logs and messages are masked.
 */
import { execFile } from "node:child_process";
import { parseArgs } from "node:util";
import { clean } from "./lib/clean.mjs";
import { evidenceOf } from "./lib/evidence.mjs";
import { isMain } from "./lib/main.mjs";

const IN_NAMESPACE = [
  "deployments",
  "statefulsets",
  "daemonsets",
  "replicasets",
  "jobs",
  "pods",
  "services",
  "endpointslices",
  "persistentvolumeclaims",
  "ingresses",
  "horizontalpodautoscalers",
  "resourcequotas",
  "events",
];
const IN_CLUSTER = ["nodes", "storageclasses", "ingressclasses"];
const LOG_LINES = 20;
/** Logs of so many containers at most: in a large outage the first ones tell. */
const LOGS_MOST = 30;
const LOGS_AT_ONCE = 4;

const USAGE = `Usage: collect.mjs --namespace NAMESPACE [--context CONTEXT] [--kubeconfig FILE]

Prints the namespace's evidence as JSON. Reads only; never reads Secrets or ConfigMaps.`;

/** Nothing could be collected: the message says what to do. */
export class CollectError extends Error {}

/**
 * @param {{namespace: string, context?: string, kubeconfig?: string}} target
 *   Without a context, kubectl's current one.
 * @param run Runs kubectl with arguments and gives {code, stdout, stderr}; tests pass their own.
 * @throws {CollectError} when the cluster or the namespace cannot be read at all.
 */
export async function collect(target, run = kubectl) {
  const global = [
    ...(target.kubeconfig ? ["--kubeconfig", target.kubeconfig] : []),
    ...(target.context ? ["--context", target.context] : []),
    "--request-timeout=15s",
  ];
  const inNamespace = (...args) => run([...global, "--namespace", target.namespace, ...args]);
  const [context, namespace, own, shared] = await Promise.all([
    target.context ??
      run([...global.slice(0, -1), "config", "current-context"]).then((r) => r.stdout.trim()),
    run([...global, "get", "namespace", target.namespace, "--output=name"]),
    inNamespace("get", IN_NAMESPACE.join(","), "--output=json"),
    run([...global, "get", IN_CLUSTER.join(","), "--output=json"]),
  ]);
  refuseUnreadable(target, namespace, own);
  const items = [...itemsOf(own), ...itemsOf(shared)];
  const evidence = evidenceOf(items, { context, namespace: target.namespace });
  evidence.notRead = [...refusals(own), ...refusals(shared)];
  evidence.logs = await logs(evidence.pods, inNamespace);
  return evidence;
}

function refuseUnreadable(target, namespace, own) {
  if (/NotFound|not found/.test(namespace.stderr) && /namespaces? /.test(namespace.stderr)) {
    throw new CollectError(
      `there is no namespace "${target.namespace}". Run: kubectl${target.context ? ` --context ${target.context}` : ""} get namespaces`,
    );
  }
  if (own.stdout.trim() !== "") return;
  const words = own.stderr.trim().split("\n").at(-1);
  throw new CollectError(
    `kubectl could not read namespace "${target.namespace}": ${words}. Run: kubectl config get-contexts`,
  );
}

/** kubectl prints what it could get even where one kind was refused. */
function itemsOf({ stdout }) {
  if (stdout.trim() === "") return [];
  return JSON.parse(stdout).items ?? [];
}

const refusals = ({ stderr }) =>
  clean(stderr)
    .split("\n")
    .filter((line) => /^Error from server|^error:/.test(line));

async function logs(pods, inNamespace) {
  const wanted = pods.flatMap((pod) =>
    pod.containers.filter(speaks).map((container) => ({ pod, container })),
  );
  const found = [];
  const queue = wanted.slice(0, LOGS_MOST);
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      found.push(await lastWords(next, inNamespace));
  };
  await Promise.all(Array.from({ length: LOGS_AT_ONCE }, worker));
  return found
    .filter((log) => log.lines.length > 0)
    .sort((a, b) => (`${a.pod}/${a.container}` < `${b.pod}/${b.container}` ? -1 : 1));
}

/** Whether a container's log may say why it is not well. */
function speaks(container) {
  const failed = (end) => end !== null && end.exitCode !== 0;
  return (
    failed(container.ended) ||
    failed(container.endedBefore) ||
    (container.running !== null && !container.ready) ||
    container.restarts > 0
  );
}

async function lastWords({ pod, container }, inNamespace) {
  const ask = (...more) =>
    inNamespace("logs", pod.name, "--container", container.name, `--tail=${LOG_LINES}`, ...more);
  // Between two runs the run before is the one that failed.
  const previous = container.restarts > 0 && container.ended === null;
  let answer = await ask(...(previous ? ["--previous"] : []));
  if (answer.code !== 0 || answer.stdout.trim() === "") answer = await ask();
  const lines =
    answer.code === 0
      ? clean(answer.stdout)
          .split("\n")
          .filter((line) => line.trim() !== "")
      : [];
  return {
    pod: pod.name,
    container: container.name,
    lines: lines.map((line) => line.slice(0, 500)),
  };
}

function kubectl(args) {
  return new Promise((resolve, reject) => {
    execFile(
      "kubectl",
      args,
      // No preferences of the user's (kuberc), which may change what it prints.
      { maxBuffer: 256 << 20, timeout: 60_000, env: { ...process.env, KUBERC: "off" } },
      (error, stdout, stderr) => {
        if (error?.code === "ENOENT")
          reject(
            new CollectError("kubectl is not on PATH: https://kubernetes.io/docs/tasks/tools/"),
          );
        else resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      },
    );
  });
}

async function main() {
  const { values } = parseArgs({
    options: {
      namespace: { type: "string", short: "n" },
      context: { type: "string" },
      kubeconfig: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  if (!values.namespace) throw new CollectError(`--namespace is missing.\n\n${USAGE}`);
  console.log(JSON.stringify(await collect(values), undefined, 2));
}

if (isMain(import.meta.url)) {
  main().catch((error) => {
    console.error(`collect: ${error.message}`);
    process.exitCode = 2;
  });
}
