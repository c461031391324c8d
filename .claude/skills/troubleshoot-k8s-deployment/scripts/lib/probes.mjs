/** Containers that run, but fail what Kubernetes asks them: startup, liveness and readiness probes. */
import { oneLine } from "./clean.mjs";
import { restart } from "./containers.mjs";
import { eachContainer, patchContainer } from "./context.mjs";

/** Failures in a row before a readiness probe counts as broken, and not as a slow start. */
const LEAST_FAILURES = 3;
const RECENT_SECONDS = 600;

/** Why this probe fails, read from the kubelet's words and the container's own declaration. */
function causeOf(probe, container, words) {
  const declared = container.ports.map((p) => p.port);
  const asked = portNumber(probe, container);
  const patch = (fields) => ({
    [probe.type]: {
      ...(probe.type === "httpGet" ? { path: probe.path || "/" } : {}),
      port: probe.port,
      ...fields,
    },
  });
  if (probe.type === "exec")
    return { cause: "the probe's command fails", fields: { exec: { command: ["<COMMAND>"] } } };
  if (declared.length > 0 && !declared.includes(asked)) {
    return {
      cause: `the probe asks port ${probe.port}; the container declares ${declared.join(", ")}`,
      fields: patch({ port: declared[0] }),
    };
  }
  const status = /statuscode: (\d+)/.exec(words)?.[1];
  if (status === "404")
    return {
      cause: `there is nothing at ${probe.path}: the probe's path is wrong`,
      fields: patch({ path: "<PATH>" }),
    };
  if (status === "401" || status === "403")
    return {
      cause: `${probe.path} asks for a login: probe a path that does not`,
      fields: patch({ path: "<PATH>" }),
    };
  if (status === "400")
    return {
      cause: "the program refuses the request: it may accept certain host names only",
      fields: {
        httpGet: {
          path: probe.path,
          port: probe.port,
          httpHeaders: [{ name: "Host", value: "<HOST>" }],
        },
      },
    };
  if (status)
    return {
      cause: `the program answers ${status}: it says itself that it is not well (its log and what it depends on say why)`,
    };
  if (/deadline exceeded|timeout/i.test(words))
    return {
      cause:
        "no answer in time: the program is busy or starved of CPU, or the timeout is too short",
      fields: { timeoutSeconds: 5 },
    };
  if (/refused/.test(words))
    return {
      cause: `nothing listens on port ${probe.port}: the program uses another port, listens on 127.0.0.1 only, or is still starting`,
      fields: patch({ port: "<PORT>" }),
    };
  return { cause: "the probe fails" };
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
  const probe = container.probes[type];
  const { cause, fields } = causeOf(probe, container, last.message);
  const log = `${ctx.kubectl} logs ${pod.name} --container ${container.name}`;
  return {
    evidence: `${oneLine(last.message)} (${count} times)`,
    cause,
    check: fields ? `${ctx.kubectl} describe pod ${pod.name}` : log,
    ...(fields
      ? { fix: patchContainer(ctx.kubectl, pod.workload, container, { [`${type}Probe`]: fields }) }
      : restart(ctx, pod)),
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
