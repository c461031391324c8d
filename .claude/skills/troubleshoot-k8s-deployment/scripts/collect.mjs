#!/usr/bin/env node
/**
 * Collects what a diagnosis needs from one namespace, and changes nothing: `kubectl get`, `kubectl logs`,
 * and where the ports of a program decide, `kubectl exec … cat /proc/net/tcp`.
 * No value of a Secret or a ConfigMap is kept, and of a variable only what is plainly a port, an address or a
 * path (podSpec.mjs); names and keys of Secrets and ConfigMaps, with the sizes of a Secret's, are asked
 * for only where a pod misses one. Credentials in logs and messages are masked.
 */
import { execFile } from "node:child_process";
import { parseArgs } from "node:util";
import { clean } from "./lib/clean.mjs";
import { evidenceOf } from "./lib/evidence.mjs";
import { isMain } from "./lib/main.mjs";
import {
  asksSetAside,
  asksUsage,
  configMapSources,
  describedKeys,
  secretSources,
  SET_ASIDE_QUERY,
  setAsideAnswer,
  socketAnswer,
  socketQuestions,
  sourceQuestions,
  usageAnswer,
} from "./lib/questions.mjs";

const IN_NAMESPACE = [
  "deployments",
  "statefulsets",
  "daemonsets",
  "replicasets",
  "jobs",
  "cronjobs",
  "pods",
  "services",
  "endpointslices",
  "persistentvolumeclaims",
  "ingresses",
  "horizontalpodautoscalers",
  "resourcequotas",
  "limitranges",
  "networkpolicies",
  "events",
];
const IN_CLUSTER = ["nodes", "storageclasses", "ingressclasses"];
const LOG_LINES = 40;
/** Logs of so many containers at most: in a large outage the first ones tell. */
const LOGS_MOST = 30;
const LOGS_AT_ONCE = 4;

const USAGE = `Usage: collect.mjs --namespace NAMESPACE [--context CONTEXT] [--kubeconfig FILE] [--no-exec]

  --no-exec  do not look which ports programs listen on (kubectl exec … cat /proc/net/tcp)

Prints the namespace's evidence as JSON. Changes nothing; keeps no value of a Secret or ConfigMap.`;

/** Nothing could be collected: the message says what to do. */
export class CollectError extends Error {}

/**
 * @param {{namespace: string, context?: string, kubeconfig?: string, exec?: boolean}} target
 *   Without a context, kubectl's current one. exec: whether it may look into containers (true).
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
  const { namespace: name, kubeconfig } = target;
  const evidence = evidenceOf(items, { context, namespace: name, kubeconfig });
  evidence.notRead = [...refusals(own), ...refusals(shared)];
  evidence.logs = await logs(evidence.pods, inNamespace);
  await askOn(evidence, {
    inNamespace,
    inCluster: (...args) => run([...global, ...args]),
    ...target,
  });
  return evidence;
}

/** The questions that the first look raises. One that is refused leaves its answer unknown. */
async function askOn(evidence, { inNamespace, inCluster, exec = true }) {
  const [sources, usage, setAside, listening] = await Promise.all([
    sourcesOf(sourceQuestions(evidence), inNamespace),
    asksUsage(evidence) ? inNamespace("top", "pod", "--containers", "--no-headers") : undefined,
    asksSetAside(evidence)
      ? inCluster("get", "pods", "--all-namespaces", `--output=jsonpath=${SET_ASIDE_QUERY}`)
      : undefined,
    exec ? sockets(socketQuestions(evidence), inNamespace) : [],
  ]);
  evidence.sources = sources;
  evidence.usage = usage?.code === 0 ? usageAnswer(usage.stdout) : [];
  evidence.setAside = setAside?.code === 0 ? setAsideAnswer(setAside.stdout) : null;
  evidence.listening = listening;
}

/** Names and keys; null where they may not be listed. kubectl prints no value of either. */
async function sourcesOf({ names, secrets }, inNamespace) {
  if (!names) return null;
  const keys =
    '{{range .items}}{{.metadata.name}}{{range $key, $value := .data}} {{$key}}{{end}}{{"\\n"}}{{end}}';
  const [configMaps, table, ...described] = await Promise.all([
    inNamespace("get", "configmaps", `--output=go-template=${keys}`),
    inNamespace("get", "secrets", "--no-headers"),
    ...secrets.map((name) => inNamespace("describe", "secret", name)),
  ]);
  if (configMaps.code !== 0 || table.code !== 0) return null;
  const known = Object.fromEntries(
    described.flatMap(({ code, stdout }, i) =>
      code === 0 ? [[secrets[i], describedKeys(stdout)]] : [],
    ),
  );
  return [...configMapSources(configMaps.stdout), ...secretSources(table.stdout, known)];
}

async function sockets(questions, inNamespace) {
  const found = [];
  const queue = [...questions];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      found.push(await lookInto(next, inNamespace));
  };
  await Promise.all(Array.from({ length: LOGS_AT_ONCE }, worker));
  return found.sort((a, b) => (a.pod < b.pod ? -1 : 1));
}

/** The containers of a pod share their network: the first that can look tells of all. */
async function lookInto({ pod, containers }, inNamespace) {
  let answer;
  for (const container of containers) {
    answer = socketAnswer(
      pod,
      await inNamespace(
        ...["exec", pod, "--container", container, "--"],
        ...["cat", ...["tcp", "tcp6", "udp", "udp6"].map((table) => `/proc/net/${table}`)],
      ),
    );
    if (!answer.refused) break;
  }
  return answer;
}

function refuseUnreadable(target, namespace, own) {
  if (/NotFound|not found/.test(namespace.stderr) && /namespaces? /.test(namespace.stderr)) {
    throw new CollectError(
      `there is no namespace "${target.namespace}". Run: kubectl${target.context ? ` --context ${target.context}` : ""} get namespaces`,
    );
  }
  if (own.stdout.trim() !== "") return;
  // Killed for taking too long, kubectl says nothing.
  const words = own.stderr.trim().split("\n").at(-1) || "it did not answer in 60 s";
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
      "no-exec": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  if (!values.namespace) throw new CollectError(`--namespace is missing.\n\n${USAGE}`);
  const evidence = await collect({ ...values, exec: !values["no-exec"] });
  console.log(JSON.stringify(evidence, undefined, 2));
}

if (isMain(import.meta.url)) {
  main().catch((error) => {
    console.error(`collect: ${error.message}`);
    process.exitCode = 2;
  });
}
