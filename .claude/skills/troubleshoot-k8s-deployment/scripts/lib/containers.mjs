/** Containers that do not start, or do not stay: settings, commands, crashes. */
import { oneLine, shellWord } from "./clean.mjs";
import { patchAt, patchContainer, pathOf } from "./commands.mjs";
import { eachContainer, hookFailed, recovered } from "./context.mjs";
import { MEMORY_PATTERN } from "./memory.mjs";
import { mendOf, ownCommand } from "./mends.mjs";
import { distance, nearest } from "./nearest.mjs";
import { byGroup } from "./rights.mjs";
import { missingRefs } from "./sources.mjs";

/** Seconds for which a container that runs again is still news. */
const RECENT_SECONDS = 600;
/** Seconds that an init container may take before its going on is a finding. */
const WAIT_SECONDS = 60;
const CONFIG_CAUSES = [
  [
    /(secret|configmap) "([^"]+)" not found/i,
    (ctx, [, kind, name], pod) => missingRefs(ctx, pod, { kind: kind.toLowerCase(), name }),
  ],
  [
    /couldn't find key (\S+) in (Secret|ConfigMap) (?:[^/\s]+\/)?(\S+)/i,
    (ctx, [, key, kind, name], pod) =>
      missingRefs(ctx, pod, { kind: kind.toLowerCase(), name, key }),
  ],
  [
    /runAsNonRoot and image (will run as root|has non-numeric user)|runAsUser breaks non-root policy/i,
    (ctx, [words], pod, container) => ({
      cause: /breaks/.test(words)
        ? "runAsNonRoot is set, and runAsUser is 0, which is root"
        : "runAsNonRoot is set, and the image names no user, or names one by a word that the node cannot check: the image's USER must be a number other than 0",
      ...(byGroup(ctx, pod, container) ?? asUser(ctx, pod, container)),
    }),
  ],
];

/** The pod's user, where its container alone is root; else one that is guessed. */
function asUser(ctx, pod, container) {
  const theirs = container.security.user === 0 && pod.security.user;
  return {
    fix: patchContainer(ctx.kubectl, pod.workload, container, {
      securityContext: { runAsUser: theirs ? null : 1000 },
    }),
    note: theirs
      ? `takes user ${theirs}, which the pod names: what needs root in it fails then, and has to be done when the image is built`
      : "1000 is a guess: the user that the image's files belong to is right, where it has one",
  };
}

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
    fix: "",
    note: "the message is all that is known",
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
  const evidence = oneLine(words.replace(/^.*(exec: )/, "$1"));
  if (/not found|no such file/i.test(words))
    return { evidence, ...noProgram(ctx, pod, container, words) };
  const own = ownCommand(ctx, pod, container);
  return {
    evidence,
    cause: /permission denied/i.test(words)
      ? "the command's file is not executable by the container's user"
      : "the runtime cannot start the container",
    ...(goBack(ctx, ctx.workload(pod.workload)) ??
      own?.action ?? { fix: "", note: "the message is all that is known" }),
  };
}

/** Programs that images are usually started with: a command that is nearly one of them is misspelt. */
const PROGRAMS = [
  ...[
    "bash",
    "caddy",
    "celery",
    "cat",
    "echo",
    "flask",
    "go",
    "gunicorn",
    "haproxy",
    "httpd",
    "java",
  ],
  ...[
    "mysqld",
    "nginx",
    "node",
    "npm",
    "npx",
    "pnpm",
    "php",
    "postgres",
    "python",
    "python3",
    "redis-server",
  ],
  ...["ruby", "sh", "sleep", "tail", "uvicorn", "yarn"],
];

/** Words of a command line that stands in one string; those that need a shell are left to one. */
const wordsOf = (line) =>
  /["'\\$`|&;<>*?(){}~#]|\s=/.test(line) ? ["sh", "-c", line] : line.trim().split(/\s+/);

/** A whole command line as one word: the runtime looks for a program with blanks in its name. */
function oneString(ctx, pod, container, program) {
  const { command, args } = container.words;
  const [list, count] = command > 0 ? ["command", command] : ["args", args];
  // What was masked in the message is not known.
  if (!/\S\s+\S/.test(program) || count !== 1 || program.includes("***")) return undefined;
  return {
    cause: `the whole command line is one word of ${list}, so a program of that name is looked for`,
    fix: patchAt(ctx.kubectl, pod.workload, [
      { op: "replace", path: `${pathOf(container)}/${list}`, value: wordsOf(program) },
    ]),
    note: "",
  };
}

function noProgram(ctx, pod, container, words) {
  const cause =
    "the command is not in the image (misspelt, or the image has no such program or shell)";
  const program = JSON.parse(/exec: ("(?:[^"\\]|\\["\\nt])+")/.exec(words)?.[1] ?? '""');
  const line = oneString(ctx, pod, container, program);
  if (line) return line;
  const { command, args } = container.words;
  const folder = program.slice(0, program.lastIndexOf("/") + 1);
  const near = nearest(program.slice(folder.length), PROGRAMS);
  const meant = near && distance(near, program.slice(folder.length)) <= 2 ? near : undefined;
  if (meant && command + args > 0)
    return {
      cause: `${cause}: ${meant} was probably meant`,
      fix: patchAt(ctx.kubectl, pod.workload, [
        {
          op: "replace",
          path: `${pathOf(container)}/${command > 0 ? "command" : "args"}/0`,
          value: `${folder}${meant}`,
        },
      ]),
      note: "",
    };
  const back = goBack(ctx, ctx.workload(pod.workload));
  if (back) return { cause, ...back };
  const own = ownCommand(ctx, pod, container);
  return own
    ? { cause: `${cause}; ${own.meaning}`, ...own.action }
    : {
        cause,
        fix: "",
        note: "the image's own command is not in it: the image has to be built anew",
      };
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
  if (recovered(ctx, container)) return undefined;
  // It runs again: news only if that was lately, and it is not well or has fallen often.
  const recent = ctx.ageSeconds(end.finishedAt) < RECENT_SECONDS;
  return recent && end.exitCode !== 0 && (!container.ready || container.restarts >= 3)
    ? end
    : undefined;
}

function crashFinding(ctx, pod, container) {
  const end = crash(ctx, container);
  if (!end) return undefined;
  if (hookFailed(ctx, pod, container)) return hookFinding(ctx, pod, container, end);
  const { line, meaning, action } = mendOf(ctx, pod, container);
  const said = line ? `; last words: ${oneLine(line, 160)}` : "";
  const previous = container.restarts > 0 && !container.ended ? " --previous" : "";
  return {
    evidence: `exit code ${end.exitCode}, ${container.restarts} restarts${said}`,
    cause: [EXITS.get(end.exitCode) ?? "the program stops with an error", meaning]
      .filter(Boolean)
      .join("; "),
    check: `${ctx.kubectl} logs ${pod.name} --container ${container.name}${previous}`,
    ...(action ?? goBack(ctx, ctx.workload(pod.workload)) ?? unknown(ctx, pod, container, end)),
  };
}

/** The program is well: what Kubernetes runs beside its start is not, so it is killed each time. */
function hookFinding({ kubectl, log }, pod, container, end) {
  const line = log(pod.name, container.name).findLast((l) => /: (?:command )?not found/.test(l));
  const program = /([\w.+/-]+): (?:command )?not found/.exec(line ?? "")?.[1];
  const said = line ? `; last words: ${oneLine(line, 160)}` : "";
  return {
    evidence: `FailedPostStartHook: exit code ${end.exitCode}, ${container.restarts} restarts${said}`,
    cause: `its postStart hook fails, so it is killed and started again${program ? `: the hook names ${program}, which the image does not have` : ""}`,
    check: `${kubectl} get pod ${pod.name} --output=jsonpath='{.spec.containers[${container.at}].lifecycle.postStart}'`,
    fix: "",
    note: `${program ? `write the hook with a program that the image has, or take an image that has ${program}` : "put right what the hook does"}; what it does may be needed, so do not take it out, nor hide that it fails`,
  };
}

/** An init container that goes on and on: it waits for something that does not come. */
function waitFinding(ctx, pod, container) {
  if (!container.init || container.sidecar || !container.running) return undefined;
  const seconds = Math.round(ctx.ageSeconds(container.running));
  if (seconds < WAIT_SECONDS) return undefined;
  const { line, meaning, action } = mendOf(ctx, pod, container);
  return {
    evidence: `runs for ${seconds} s and does not end${line ? `; last words: ${oneLine(line, 160)}` : ""}`,
    cause: ["it waits for something that does not come, or does long work", meaning]
      .filter(Boolean)
      .join("; "),
    check: `${ctx.kubectl} logs ${pod.name} --container ${container.name}`,
    ...(action ?? { fix: "", note: "what it waits for, its log and its command say" }),
  };
}

/** The version before this one, where that one is known to run still. */
function goBack({ kubectl, evidence }, workload) {
  if (!workload?.goodBefore) return undefined;
  const note =
    "goes back to the version before, whose pods are ready; put right what the log says, and roll out again";
  if (!workload.release) return { fix: `${kubectl} rollout undo ${workload.ref}`, note };
  const context = [
    evidence.kubeconfig ? ` --kubeconfig ${shellWord(evidence.kubeconfig)}` : "",
    evidence.context ? ` --kube-context ${shellWord(evidence.context)}` : "",
  ].join("");
  return {
    fix: `helm rollback ${workload.release}${context} --namespace ${evidence.namespace}`,
    note,
  };
}

/** No command is known: a restart would only repeat it. */
function unknown(ctx, pod, container, end) {
  if (end.exitCode === 0)
    return {
      fix: "",
      note: "a task belongs into a Job (kubectl create job); a program that should serve needs a command that goes on: which of the two it is, only who wrote it knows",
    };
  return {
    fix: "",
    note: `its log, and who wrote the program, have to say what is to be changed: a restart would only repeat it${ctx.workload(pod.workload)?.revision > 1 ? `; an earlier version may have run: ${ctx.kubectl} rollout history ${pod.workload}` : ""}`,
  };
}

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
  MEMORY_PATTERN,
  {
    kind: "InitContainerFailing",
    means: "a step before the program fails",
    find: eachContainer((ctx, pod, container) =>
      container.init
        ? (crashFinding(ctx, pod, container) ?? waitFinding(ctx, pod, container))
        : undefined,
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
