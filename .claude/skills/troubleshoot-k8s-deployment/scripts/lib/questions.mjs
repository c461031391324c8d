/**
 * Questions that the first look raises: each is asked only where its answer decides a fix. Pure: which
 * they are, and what kubectl's answers say.
 */
import { isLive, quantity, selects } from "./context.mjs";
import { listeningSockets } from "./listening.mjs";
import { lastWords } from "./logs.mjs";

/** Pods whose sockets are looked at, at most. */
const PODS_MOST = 20;

const CONFIG = ["CreateContainerConfigError"];

/** Whether a pod may miss a Secret, a ConfigMap, or a key of one. */
const missesSource = ({ pods, events, logs }) =>
  pods.some((pod) =>
    pod.containers.some(
      (c) =>
        CONFIG.includes(c.waiting?.reason) ||
        (pod.pullSecrets.length > 0 && /ImagePull/.test(c.waiting?.reason)),
    ),
  ) ||
  events.some(
    (e) => e.reason === "FailedMount" && /(secret|configmap) "|non-existent/.test(e.message),
  ) ||
  logs.some((log) => lastWords(log.lines).key === "setting");

/** @returns {{names: boolean, secrets: string[]}} secrets: those whose keys, with their sizes, are asked for. */
export function sourceQuestions(evidence) {
  const refused = evidence.logs.some((log) => lastWords(log.lines).key === "credentials");
  if (!refused && !missesSource(evidence)) return { names: false, secrets: [] };
  // Where credentials are refused, the other side's Secret is the one to hold them against.
  const unwell = evidence.pods.filter(
    (pod) => isLive(pod) && (refused || pod.containers.some((c) => !c.ready)),
  );
  const secrets = unwell.flatMap((pod) =>
    pod.containers.flatMap((c) =>
      c.env.flatMap((v) => (v.from?.kind === "secret" ? [v.from.name] : [])),
    ),
  );
  return {
    names: missesSource(evidence) || secrets.length > 0,
    secrets: [...new Set(secrets)].slice(0, PODS_MOST),
  };
}

/** Lines of "name key key". */
export const configMapSources = (text) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" "))
    .map(([name, ...keys]) => ({ kind: "configmap", name, keys }));

/** The first column of kubectl's table; `keys` comes from what describes each. */
export const secretSources = (text, described) =>
  text
    .split("\n")
    .map((line) => line.split(/\s+/)[0])
    .filter(Boolean)
    .map((name) => ({
      kind: "secret",
      name,
      ...(described[name]
        ? { keys: Object.keys(described[name]), sizes: described[name] }
        : {}),
    }));

/** Keys of a Secret, with the bytes of each: `kubectl describe secret` shows no values. */
export const describedKeys = (text) =>
  Object.fromEntries(
    [...(text.split(/^Data$/m)[1] ?? "").matchAll(/^([\w.-]+): +(\d+) bytes?$/gm)].map(
      ([, key, bytes]) => [key, Number(bytes)],
    ),
  );

/**
 * One pod of each workload whose ports matter: behind a Service, or failing a probe. One that shares the
 * node's network tells of the node's ports.
 */
export function socketQuestions({ pods, services, events }) {
  const failing = new Set(events.filter((e) => e.reason === "Unhealthy").map((e) => e.ref));
  const wanted = pods.filter(
    (pod) =>
      isLive(pod) &&
      !pod.hostNetwork &&
      pod.containers.some((c) => !c.init && c.running) &&
      ((failing.has(`pod/${pod.name}`) && pod.containers.some((c) => !c.ready)) ||
        services.some(
          (s) =>
            s.selector && Object.keys(s.selector).length > 0 && selects(s.selector, pod.labels),
        )),
  );
  // A pod that fails tells more than its sisters that are well, and any of the newest template more.
  const unready = (pod) =>
    (pod.former ? 2 : 0) + (pod.containers.every((c) => c.init || c.ready) ? 1 : 0);
  const first = new Map();
  for (const pod of [...wanted].sort((a, b) => unready(a) - unready(b)))
    if (!first.has(pod.workload)) first.set(pod.workload, pod);
  return [...first.values()].slice(0, PODS_MOST).map((pod) => ({
    pod: pod.name,
    containers: pod.containers.filter((c) => !c.init && c.running).map((c) => c.name),
  }));
}

/** What `cat /proc/net/tcp /proc/net/tcp6` says, or why it says nothing. */
export function socketAnswer(pod, { stdout, stderr }) {
  if (/local_address/.test(stdout)) return { pod, ...listeningSockets(stdout) };
  if (/forbidden/i.test(stderr)) return { pod, refused: "kubectl exec is not allowed here" };
  if (/not found|no such file|executable/i.test(stderr))
    return { pod, refused: "its image has no program that could look" };
  return { pod, refused: "its container could not be looked into" };
}

export const asksUsage = ({ pods }) =>
  pods.some((pod) =>
    pod.containers.some((c) =>
      [c.ended, c.endedBefore].some((end) => end?.reason === "OOMKilled" || end?.exitCode === 137),
    ),
  );

/** Rows of `kubectl top pod --containers --no-headers`. */
export const usageAnswer = (text) =>
  text.split("\n").flatMap((line) => {
    const [pod, container, , memory] = line.trim().split(/\s+/);
    const bytes = memory ? quantity(memory) : NaN;
    return Number.isFinite(bytes) ? [{ pod, container, bytes }] : [];
  });

export const asksSetAside = ({ pods }) =>
  pods.some((pod) =>
    pod.conditions.some((c) => c.reason === "Unschedulable" && /Insufficient/.test(c.message)),
  );

/** One line a pod: node, phase, then cpu=…,memory=… of each container. */
export const SET_ASIDE_QUERY =
  '{range .items[*]}{.spec.nodeName}{"\\t"}{.status.phase}{"\\t"}{range .spec.containers[*]}{.resources.requests.cpu}{"|"}{.resources.requests.memory}{" "}{end}{"\\n"}{end}';

export function setAsideAnswer(text) {
  const nodes = new Map();
  for (const line of text.split("\n")) {
    const [node, phase, containers = ""] = line.split("\t");
    if (!node || ["Succeeded", "Failed"].includes(phase)) continue;
    const sum = nodes.get(node) ?? { node, cpu: 0, memory: 0 };
    for (const [cpu, memory] of containers
      .trim()
      .split(" ")
      .map((c) => c.split("|"))) {
      sum.cpu += cpu ? quantity(cpu) : 0;
      sum.memory += memory ? quantity(memory) : 0;
    }
    nodes.set(node, sum);
  }
  return [...nodes.values()];
}
