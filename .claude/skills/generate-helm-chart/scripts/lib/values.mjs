/** The values of a chart, from a checked description. */
import { imageParts } from "./description.mjs";

const STARTUP_SECONDS = 60;
const STARTUP_PERIOD_SECONDS = 2;

export function values({ components, ingress }) {
  return {
    components: Object.fromEntries(
      Object.entries(components).map(([name, c]) => [name, component(c)]),
    ),
    ingress: {
      enabled: ingress !== undefined,
      className: ingress?.className ?? "nginx",
      host: ingress?.host ?? "",
      component: ingress?.component ?? "",
      annotations: {},
      tlsSecret: "",
      controllerNamespace: "ingress-nginx",
    },
    networkPolicy: { enabled: true },
    imagePullSecrets: [],
    writableSize: "64Mi",
  };
}

function component(c) {
  const { cpu, memory, cpuLimit, memoryLimit } = c.resources;
  const { min = 1, max = 1, cpuPercent = 70 } = c.autoscaling ?? {};
  return {
    image: imageParts(c.image),
    command: c.command ?? [],
    port: c.port ?? null,
    replicas: c.replicas ?? 1,
    user: c.user ?? 1000,
    env: Object.fromEntries(Object.entries(c.env ?? {}).map(([name, value]) => [name, `${value}`])),
    secrets: c.secrets ?? {},
    probes: probes(c),
    resources: {
      requests: { cpu, memory, "ephemeral-storage": "32Mi" },
      limits: { cpu: cpuLimit, memory: memoryLimit, "ephemeral-storage": "256Mi" },
    },
    calls: c.calls ?? [],
    egress: c.egress ?? [],
    writable: c.writable ?? ["/tmp"],
    storage: c.storage ? { className: "", ...c.storage } : null,
    autoscaling: { enabled: c.autoscaling !== undefined, min, max, cpuPercent },
    gracePeriodSeconds: c.gracePeriodSeconds ?? 30,
    podAnnotations: {},
  };
}

/** As Kubernetes writes them; the startup probe spares a slow start from the liveness probe. */
function probes({ port, probes: { liveness, readiness, startupSeconds = STARTUP_SECONDS } = {} }) {
  const handler = (probe) => {
    if (probe === "tcp") return { tcpSocket: { port } };
    return typeof probe === "string"
      ? { httpGet: { path: probe, port } }
      : { exec: { command: probe.command } };
  };
  const first = liveness ?? readiness;
  return {
    ...(first && {
      startup: {
        ...handler(first),
        periodSeconds: STARTUP_PERIOD_SECONDS,
        timeoutSeconds: 5,
        failureThreshold: Math.ceil(startupSeconds / STARTUP_PERIOD_SECONDS),
      },
    }),
    ...(liveness && {
      liveness: { ...handler(liveness), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    }),
    ...(readiness && {
      readiness: {
        ...handler(readiness),
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
    }),
  };
}

/** What each key means, as comments in values.yaml and descriptions in the schema. */
export const MEANINGS = {
  components:
    "What the application consists of, by name. Objects have the component's name, so that `http://NAME:PORT` reaches it: one release to a namespace.",
  ingress: "The way in from outside the cluster.",
  networkPolicy:
    "Closes every connection that `calls`, `egress` and the ingress do not open. Has an effect only where the cluster's network enforces policies.",
  imagePullSecrets: "Secrets with a registry's credentials, as [{name: regcred}].",
  writableSize: "Size of each folder in a component's `writable`.",
  image: "repository and tag; a digest wins over the tag.",
  command: "Instead of the image's own command; empty leaves that.",
  port: "Where it listens; none for a worker.",
  replicas: "Number of pods; not used while autoscaling is on.",
  user: "Number of the user that runs it, and owns its volumes; never 0.",
  env: "Settings; no secrets, for Helm keeps values where many can read them.",
  secrets:
    "Variables from Secrets that are made outside of the chart: {VARIABLE: {secret: NAME, key: KEY}}.",
  probes: "startup, liveness, readiness, as Kubernetes writes them.",
  resources: "requests are set aside, limits are never passed.",
  calls: "Components that it may reach.",
  egress: "Addresses outside of the cluster that it may reach: [{cidr, port}].",
  writable: "Folders that it may write to, empty at each start; the rest is read-only.",
  storage: "A volume that stays: {size, path, className}; makes it a StatefulSet.",
  autoscaling: "Pods from min to max, by CPU in percent of the request.",
  gracePeriodSeconds: "From SIGTERM to SIGKILL.",
  podAnnotations: "On its pods; a changed one rolls them.",
};
