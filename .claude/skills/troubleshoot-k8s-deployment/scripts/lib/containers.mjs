/** Containers that do not start, or do not stay: settings, commands, memory, crashes. */
import { oneLine } from "./clean.mjs";
import { eachContainer, patchContainer, quantity } from "./context.mjs";
import { lastWords } from "./logs.mjs";

/** Seconds for which a container that runs again is still news. */
const RECENT_SECONDS = 600;
const CONFIG_CAUSES = [
  [
    /(secret|configmap) "([^"]+)" not found/i,
    (ctx, [, kind, name]) => ({
      cause: `the pod refers to a ${kindName(kind)} that does not exist in this namespace`,
      fix: makeSource(ctx, kind.toLowerCase(), name),
    }),
  ],
  [
    /couldn't find key (\S+) in (Secret|ConfigMap) (?:[^/\s]+\/)?(\S+)/i,
    (ctx, [, key, kind, name]) => ({
      cause: `the ${kindName(kind)} ${name} exists, but has no key ${key}`,
      fix: `${ctx.kubectl} patch ${kind.toLowerCase()} ${name} --patch '{"${kind.toLowerCase() === "secret" ? "stringData" : "data"}":{"${key}":"<VALUE>"}}'`,
    }),
  ],
  [
    /runAsNonRoot and image (will run as root|has non-numeric user)/i,
    (ctx, _, pod, container) => ({
      cause:
        "runAsNonRoot is set, and the image names no user, or names one by a word that the node cannot check: the image's USER must be a number other than 0",
      fix: patchContainer(ctx.kubectl, pod.workload, container, {
        securityContext: { runAsUser: 1000 },
      }),
    }),
  ],
];

/** The command that makes a Secret or ConfigMap; what is to be in it, only a person knows. */
export const makeSource = ({ kubectl }, kind, name) =>
  `${kubectl} create ${kind === "secret" ? "secret generic" : kind} ${name} --from-literal=<KEY>=<VALUE>`;

const kindName = (kind) => ({ secret: "Secret", configmap: "ConfigMap" })[kind.toLowerCase()];

function configFinding(ctx, pod, container) {
  if (container.waiting?.reason !== "CreateContainerConfigError") return undefined;
  const words = container.waiting.message;
  for (const [pattern, answer] of CONFIG_CAUSES) {
    const match = pattern.exec(words);
    if (match) return { evidence: oneLine(words), ...answer(ctx, match, pod, container) };
  }
  return {
    evidence: oneLine(words),
    cause: "what the container is to be started with cannot be put together",
    fix: `${ctx.kubectl} edit ${pod.workload}`,
  };
}

/** The runtime never got as far as the program. */
function startFinding(ctx, pod, container) {
  const waiting = container.waiting ?? { reason: "", message: "" };
  const end = container.ended ?? container.endedBefore;
  const never = ["StartError", "ContainerCannotRun"].includes(end?.reason ?? "");
  if (!["RunContainerError", "CreateContainerError"].includes(waiting.reason) && !never)
    return undefined;
  const words = (never ? end.message : "") || waiting.message;
  return {
    evidence: oneLine(words.replace(/^.*(exec: )/, "$1")),
    cause: /not found|no such file/i.test(words)
      ? "the command is not in the image (misspelt, or the image has no such program or shell)"
      : /permission denied/i.test(words)
        ? "the command's file is not executable by the container's user"
        : "the runtime cannot start the container",
    fix: patchContainer(ctx.kubectl, pod.workload, container, { command: ["<PROGRAM>"] }),
  };
}

function memoryFinding(ctx, pod, container) {
  const ends = [container.ended, container.endedBefore].filter((end) => end !== null);
  const told = ends.find((end) => end.reason === "OOMKilled");
  const end = told ?? ends.find((e) => killedByNobody(ctx, pod, container, e));
  if (!end || (container.ready && ctx.ageSeconds(end.finishedAt) > RECENT_SECONDS))
    return undefined;
  const limit = container.limits.memory;
  const raised = limit ? `${Math.ceil((2 * quantity(limit)) / 2 ** 20)}Mi` : "<MEMORY>";
  const how = told ? "OOMKilled" : "SIGKILL, and no probe failed and it was not stopped on request";
  return {
    evidence: `${how}: exit code ${end.exitCode}, memory limit ${limit ?? "none"}, ${container.restarts} restarts`,
    cause: limit
      ? `it ${told ? "used" : "most likely used"} more memory than its limit: the limit is too low, or it leaks`
      : "it has no limit, and the node ran out of memory",
    check: `${ctx.kubectl} get pod ${pod.name} --output=jsonpath='{.spec.containers[*].resources}'`,
    fix: container.init
      ? patchContainer(ctx.kubectl, pod.workload, container, {
          resources: { limits: { memory: raised } },
        })
      : `${ctx.kubectl} set resources ${pod.workload} --containers=${container.name} --limits=memory=${raised}`,
  };
}

/**
 * Some runtimes report the kernel's kill for memory as a plain error: when a child process was hit, or
 * when the container was gone before the event. Then the kubelet's silence tells.
 */
function killedByNobody(ctx, pod, container, end) {
  if (end.exitCode !== 137 || !container.limits.memory) return false;
  return !ctx
    .events(`pod/${pod.name}`, "Killing")
    .some((e) => new RegExp(`\\b${container.name}\\b`).test(e.message));
}

const EXITS = new Map([
  [
    0,
    "the program ends by itself, and what runs it expects it to go on: a task that ends is a Job",
  ],
  [126, "the command is not executable"],
  [127, "the command was not found by the container's shell"],
  [134, "the program aborted"],
  [137, "it was killed (SIGKILL): by a failed liveness probe, or because it did not stop in time"],
  [139, "the program crashed (segmentation fault)"],
  [143, "it was told to stop (SIGTERM), and is started again"],
]);

/** How a container that should run ended last; undefined for one that is well. */
function crash(ctx, container) {
  const end = container.ended ?? container.endedBefore;
  if (!end) return undefined;
  if (container.init && end.exitCode === 0) return undefined;
  if (container.waiting?.reason === "CrashLoopBackOff") return end;
  if (container.ended && end.exitCode !== 0) return end;
  // It runs again: news only if that was lately, and it is not well or has fallen often.
  const recent = ctx.ageSeconds(end.finishedAt) < RECENT_SECONDS;
  return recent && end.exitCode !== 0 && (!container.ready || container.restarts >= 3)
    ? end
    : undefined;
}

function crashFinding(ctx, pod, container) {
  const end = crash(ctx, container);
  if (!end) return undefined;
  const { line, meaning } = lastWords(ctx.log(pod.name, container.name));
  const said = line ? `; last words: ${oneLine(line, 160)}` : "";
  const workload = ctx.workload(pod.workload);
  const previous = container.restarts > 0 && !container.ended ? " --previous" : "";
  return {
    evidence: `exit code ${end.exitCode}, ${container.restarts} restarts${said}`,
    cause: [EXITS.get(end.exitCode) ?? "the program stops with an error", meaning]
      .filter(Boolean)
      .join("; "),
    check: `${ctx.kubectl} logs ${pod.name} --container ${container.name}${previous}`,
    ...(goBack(ctx, workload) ?? restart(ctx, pod)),
  };
}

/** The command that brings the version before this one, where there is one. */
function goBack({ kubectl, evidence }, workload) {
  if (!workload || workload.revision < 2) return undefined;
  const note = "goes back to the version before; put right what the log says, and roll out again";
  if (!workload.release) return { fix: `${kubectl} rollout undo ${workload.ref}`, note };
  const context = evidence.context ? ` --kube-context ${evidence.context}` : "";
  return {
    fix: `helm rollback ${workload.release}${context} --namespace ${evidence.namespace}`,
    note,
  };
}

export const restart = ({ kubectl }, pod) => ({
  fix: `${kubectl} rollout restart ${pod.workload}`,
  note: "after what its log says has been put right",
});

export const CONTAINER_PATTERNS = [
  {
    kind: "CreateContainerConfigError",
    means: "a Secret, ConfigMap or key is missing, or root is refused",
    find: eachContainer(configFinding),
  },
  {
    kind: "RunContainerError",
    means: "the container's command cannot be started",
    find: eachContainer(startFinding),
  },
  {
    kind: "OOMKilled",
    means: "more memory used than the limit allows",
    find: eachContainer(memoryFinding),
  },
  {
    kind: "InitContainerFailing",
    means: "a step before the program fails",
    find: eachContainer((ctx, pod, container) =>
      container.init ? crashFinding(ctx, pod, container) : undefined,
    ),
  },
];

/** After the probes' patterns: a container that a probe had killed is theirs. */
export const CRASH_PATTERN = {
  kind: "CrashLoopBackOff",
  means: "the program starts and stops again",
  find: eachContainer((ctx, pod, container) =>
    container.init ? undefined : crashFinding(ctx, pod, container),
  ),
};
