/** Containers that run, but fail what Kubernetes asks them: startup, liveness and readiness probes. */
import { oneLine } from "./clean.mjs";
import { patchContainer } from "./commands.mjs";
import { eachContainer } from "./context.mjs";
import { listensOn } from "./listening.mjs";
import { mendOf } from "./mends.mjs";
import { candidates, changeAll, placesOf, portPlan, unknownPort } from "./ports.mjs";

/** Failures in a row before a readiness probe counts as broken, and not as a slow start. */
const LEAST_FAILURES = 3;
const RECENT_SECONDS = 600;

/** Why this probe fails, read from the kubelet's words, the container's declaration and its sockets. */
function causeOf(ctx, pod, container, type, words) {
  const probe = container.probes[type];
  const { kubectl } = ctx;
  const patch = (fields) =>
    patchContainer(kubectl, pod.workload, container, { [`${type}Probe`]: fields });
  const handler = (fields) =>
    patch({
      [probe.type]: {
        ...(probe.type === "httpGet" ? { path: probe.path || "/" } : {}),
        port: probe.port,
        ...fields,
      },
    });
  const late = /deadline exceeded|timeout|timed out/i.test(words);
  const own = mendOf(ctx, pod, container);
  if (probe.type === "exec" && (own.action || own.meaning || complains(own.line)))
    return notWell(ctx, pod, container, "the probe's command fails");
  if (probe.type === "exec")
    return late ? tooLate(ctx, pod, container, type, patch) : ownCommand(container, type, patch);
  if (/refused|no route|deadline exceeded|timeout|reset by peer/i.test(words)) {
    const plan = portPlan(ctx, pod.workload);
    if (plan) return { ...plan, planned: true };
  }
  const declared = container.ports.map((p) => p.port);
  const asked = portNumber(probe, container);
  if (declared.length > 0 && !declared.includes(asked) && !saidOpen(ctx, pod, asked))
    return {
      cause: `the probe asks port ${probe.port}; the container declares ${declared.join(", ")}; ${unknownPort(ctx, pod.workload)}`,
      fix: changeAll(ctx, pod.workload, sameWrong(ctx, pod.workload, asked), declared[0]),
      planned: true,
    };
  const status = /statuscode: (\d+)/.exec(words)?.[1];
  if (status === "404")
    return {
      cause: `there is nothing at ${probe.path}: the probe's path is wrong`,
      ...otherPath(ctx, pod, container, type, handler),
    };
  if (status === "401" || status === "403")
    return {
      cause: `${probe.path} asks for a login: probe a path that does not`,
      fix: patch({ httpGet: null, tcpSocket: { port: probe.port } }),
      note: "asks only whether the port is open; a path of the program's own that needs no login says more",
    };
  if (status === "400")
    return {
      cause: "the program refuses the request: it may accept certain host names only",
      fix: patch({
        httpGet: {
          path: probe.path,
          port: probe.port,
          httpHeaders: [{ name: "Host", value: "localhost" }],
        },
      }),
      note: "localhost is a guess that most programs accept; its log names the hosts that it knows",
    };
  if (status)
    return notWell(
      ctx,
      pod,
      container,
      `the program answers ${status}: it says itself that it is not well`,
    );
  if (late) return tooLate(ctx, pod, container, type, patch);
  if (/refused/.test(words)) return nothingListens(ctx, pod, container, type);
  return { cause: "the probe fails", ...notWell(ctx, pod, container, "the probe fails") };
}

/** Whether a program's own last line says that it is not well: then no probe is wrong. */
const complains = (line) =>
  /\b(?:error|fail\w*|fatal|denied|refused|rejected|cannot|could not|not accepted|unauthori[sz]ed|forbidden|HTTP [45]\d\d|[45]\d\d:)/i.test(line);

/** Whether the port is known to be open, by sockets or log. */
const saidOpen = (ctx, pod, port) => {
  const { open, seen } = listensOn(ctx, pod.workload);
  return seen && open.includes(port);
};

/** Every place that names the same port. */
const sameWrong = (ctx, ref, port) => placesOf(ctx, ref).filter((p) => p.port === port && p.path);

function ownCommand(container, type, patch) {
  const { port } = container.ports[0] ?? {};
  const cause = "the probe's command fails";
  if (!port)
    return {
      cause: `${cause}; the container declares no port that could be asked instead`,
      fix: patch({ exec: { command: ["<COMMAND>"] } }),
      note: "put a command that succeeds while the program is well for <COMMAND>; run it by hand first: kubectl exec",
    };
  return {
    cause,
    fix: patch({ exec: { command: ["<COMMAND>"] } }),
    note: `put a command that succeeds while the program is well for <COMMAND>; or ask whether port ${port} is open: ${patch({ exec: null, tcpSocket: { port } })}`,
  };
}

/** Another probe of the same container asks a path that answers; else only the port is asked. */
function otherPath({ kubectl }, pod, container, type, handler) {
  const probe = container.probes[type];
  const other = ["readiness", "liveness", "startup"]
    .map((t) => t !== type && container.probes[t])
    .find((p) => p && p.type === "httpGet" && p.path !== probe.path && p.port === probe.port);
  if (other && type === "readiness")
    return {
      fix: handler({ path: other.path }),
      note: `${other.path} is what its other probe asks; a path that also asks what it depends on says more`,
    };
  return {
    fix: patchContainer(kubectl, pod.workload, container, {
      [`${type}Probe`]: { httpGet: null, tcpSocket: { port: probe.port } },
    }),
    note: `which path the program has is not known: this asks only whether the port is open. With the right path instead: ${handler({ path: "<PATH>" })}`,
  };
}

/** No answer in time, and how long one takes is not known. */
function tooLate(ctx, pod, container, type, patch) {
  const { timeoutSeconds, path, port } = container.probes[type];
  const more = Math.max(10, 3 * timeoutSeconds);
  const cpu = container.limits.cpu;
  return {
    cause: `no answer within ${timeoutSeconds} s: the program is slow or starved of CPU${cpu ? ` (its limit is ${cpu})` : ""}, or the timeout is too short`,
    fix: patch({ timeoutSeconds: more }),
    note: `${more} s is a guess: how long an answer takes is measured with ${ctx.kubectl} exec ${pod.name} --container ${container.name} -- sh -c 'time wget -qO- http://127.0.0.1:${port ?? "<PORT>"}${path}'`,
  };
}

/** The program says itself that it is not well: what it depends on decides. */
function notWell(ctx, pod, container, cause) {
  const mend = mendOf(ctx, pod, container);
  return {
    cause: [cause, mend.meaning || (mend.line && `its last words: ${oneLine(mend.line, 160)}`)]
      .filter(Boolean)
      .join("; "),
    check: `${ctx.kubectl} logs ${pod.name} --container ${container.name}`,
    fix: "",
    note: "its log, and what it depends on, say why",
    ...mend.action,
  };
}

function nothingListens(ctx, pod, container, type) {
  const probe = container.probes[type];
  const ref = pod.workload;
  const { seen, open, by } = listensOn(ctx, ref);
  const mend = mendOf(ctx, pod, container);
  if (mend.action)
    return { cause: `nothing listens on port ${probe.port}; ${mend.meaning}`, ...mend.action };
  if (seen && open.includes(probe.port))
    return slowStart(
      ctx,
      pod,
      container,
      type,
      `port ${probe.port} is open now, and was not yet when the probe asked`,
    );
  const told = { open, by };
  const others = candidates(ctx, ref, portNumber(probe, container));
  const wrong = sameWrong(ctx, ref, portNumber(probe, container));
  const guess =
    told.by === "what it is told" && !told.open.includes(portNumber(probe, container))
      ? told.open[0]
      : undefined;
  if (guess)
    return {
      cause: `nothing listens on port ${probe.port}; the program is told to use ${guess}`,
      fix: changeAll(ctx, ref, wrong, guess),
      planned: true,
    };
  if (type !== "readiness")
    return slowStart(
      ctx,
      pod,
      container,
      type,
      seen
        ? `nothing listens on port ${probe.port} yet: the program is still starting when it is killed`
        : `nothing listens on port ${probe.port}: the program needs longer to start, uses another port, or listens on 127.0.0.1 only; ${unknownPort(ctx, ref)}`,
    );
  if (seen)
    return {
      cause: `nothing listens on port ${probe.port}, or any other: the program has not opened its port${mend.line ? "" : ", and its log is empty"}`,
      fix: "",
      note: "no probe is wrong: the program has to say why it does not serve",
    };
  return {
    cause: `nothing listens on port ${probe.port}: the program uses another port, listens on 127.0.0.1 only, or is still starting; ${unknownPort(ctx, ref)}`,
    fix: changeAll(ctx, ref, wrong, others.length === 1 ? others[0] : "<PORT>"),
    note:
      others.length === 1
        ? `${others[0]} is a guess: the only other port that its objects name`
        : "put the port that the program's documents or its log name for <PORT>: every place that has the wrong one is in the command",
    planned: true,
  };
}

/** Seconds that a program is given to start by the fix. */
const START_SECONDS = 300;

function slowStart({ kubectl }, pod, container, type, cause) {
  const probe = container.probes[type];
  const given = probe.delaySeconds + probe.periodSeconds * probe.failureThreshold;
  const handler =
    probe.type === "httpGet" ? { path: probe.path || "/", port: probe.port } : { port: probe.port };
  const period = 5;
  const startupProbe = {
    ...{ [probe.type]: handler, periodSeconds: period },
    failureThreshold: Math.ceil(Math.max(START_SECONDS, 3 * given) / period),
  };
  return {
    cause: `${cause}; it is given ${given} s`,
    fix: patchContainer(kubectl, pod.workload, container, { startupProbe }),
    note: `gives it ${startupProbe.failureThreshold * period} s, ends as soon as it answers, and then the ${type === "startup" ? "other probes begin" : "liveness probe begins"}; if it is killed again after that, the port is wrong, and not the time`,
  };
}

const portNumber = (probe, container) =>
  container.ports.find((p) => p.name === probe.port)?.port ?? probe.port;

function failures(ctx, pod, type) {
  const title = `${type[0].toUpperCase()}${type.slice(1)} probe`;
  const seen = ctx
    .events(`pod/${pod.name}`, "Unhealthy")
    .filter((e) => e.message.startsWith(title));
  return { count: seen.reduce((sum, e) => sum + e.count, 0), last: seen.at(-1) };
}

function finding(ctx, pod, container, type, { count, last }) {
  return {
    evidence: `${oneLine(last.message)} (${count} times)`,
    check: `${ctx.kubectl} describe pod ${pod.name}`,
    ...causeOf(ctx, pod, container, type, last.message),
  };
}

/** A startup or liveness probe that has the container killed. */
const killing = (type) =>
  eachContainer((ctx, pod, container) => {
    if (!container.probes[type]) return undefined;
    const seen = failures(ctx, pod, type);
    if (!seen.last || ctx.ageSeconds(seen.last.last) > RECENT_SECONDS) return undefined;
    const killed = ctx
      .events(`pod/${pod.name}`, "Killing")
      .some((e) => e.message.startsWith(`Container ${container.name} failed ${type} probe`));
    return killed ? finding(ctx, pod, container, type, seen) : undefined;
  });

const unready = eachContainer((ctx, pod, container) => {
  if (!container.running || container.ready || !container.probes.readiness) return undefined;
  const seen = failures(ctx, pod, "readiness");
  return seen.count >= LEAST_FAILURES ? finding(ctx, pod, container, "readiness", seen) : undefined;
});

export const PROBE_PATTERNS = [
  {
    kind: "StartupProbeFailing",
    means: "killed before it was up: the startup probe never succeeded",
    find: killing("startup"),
  },
  {
    kind: "LivenessProbeFailing",
    means: "killed again and again by its liveness probe",
    find: killing("liveness"),
  },
];

/** After crashes: a program that falls over is not ready either. */
export const READINESS_PATTERN = {
  kind: "ReadinessProbeFailing",
  means: "it runs, and gets no traffic: the readiness probe fails",
  find: unready,
};
