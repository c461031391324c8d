/**
 * What a diagnosis needs of a pod's specification. Values of variables and words of a command may be
 * secrets and stay behind; only what is plainly a port, a host, an address without credentials, a path, the
 * size of a heap or a group that files are given to is kept.
 */

/** @param spec A pod template's `spec`, or a pod's. */
export function podSpec(spec) {
  return {
    serviceAccount: spec.serviceAccountName ?? "default",
    nodeSelector: spec.nodeSelector ?? {},
    affinity: Object.keys(spec.affinity ?? {}),
    antiAffinity: {
      required: spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
      preferred: spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
    },
    tolerations: spec.tolerations ?? [],
    spread: (spec.topologySpreadConstraints ?? []).map((s) => ({
      key: s.topologyKey,
      hard: s.whenUnsatisfiable !== "ScheduleAnyway",
    })),
    dnsPolicy: spec.dnsPolicy ?? "ClusterFirst",
    hostNetwork: spec.hostNetwork ?? false,
    security: {
      user: spec.securityContext?.runAsUser ?? null,
      group: spec.securityContext?.fsGroup ?? null,
      sysctls: spec.securityContext?.sysctls ?? [],
    },
    pullSecrets: (spec.imagePullSecrets ?? []).map((s) => s.name ?? ""),
    volumes: (spec.volumes ?? []).map(volume),
  };
}

export const containersOf = (spec) => [
  ...(spec.initContainers ?? []).map((c, at) => containerSpec(c, at, true)),
  ...spec.containers.map((c, at) => containerSpec(c, at, false)),
];

/** @param at Its place in its list, as a JSON patch counts. */
function containerSpec(spec, at, init) {
  const { securityContext: security = {} } = spec;
  return {
    name: spec.name,
    at,
    init,
    /** An init container that goes on beside the others. */
    sidecar: init && spec.restartPolicy === "Always",
    image: spec.image,
    pullPolicy: spec.imagePullPolicy ?? "",
    ports: (spec.ports ?? []).map((p) => ({
      name: p.name ?? "",
      port: p.containerPort,
      protocol: p.protocol ?? "TCP",
      ...(p.hostPort ? { hostPort: p.hostPort } : {}),
    })),
    requests: spec.resources?.requests ?? {},
    limits: spec.resources?.limits ?? {},
    probes: {
      startup: probe(spec.startupProbe),
      liveness: probe(spec.livenessProbe),
      readiness: probe(spec.readinessProbe),
    },
    postStart: spec.lifecycle?.postStart !== undefined,
    words: { command: spec.command?.length ?? 0, args: spec.args?.length ?? 0 },
    ownership: ownershipOf([...(spec.command ?? []), ...(spec.args ?? [])]),
    env: (spec.env ?? []).map(variable),
    envFrom: (spec.envFrom ?? []).flatMap((from, index) => {
      const [kind, source] = from.secretRef
        ? ["secret", from.secretRef]
        : ["configmap", from.configMapRef];
      return source
        ? [{ kind, at: index, name: source.name, optional: source.optional ?? false }]
        : [];
    }),
    toldPorts: [...numbersIn(spec.command, "command"), ...numbersIn(spec.args, "args")],
    heap: heapOf([...(spec.command ?? []), ...(spec.args ?? [])].join(" ")),
    mounts: (spec.volumeMounts ?? []).map((m) => ({
      path: m.mountPath,
      volume: m.name,
      readOnly: m.readOnly ?? false,
    })),
    security: {
      user: security.runAsUser ?? null,
      readOnlyRoot: security.readOnlyRootFilesystem ?? false,
      privileged: security.privileged ?? false,
      added: security.capabilities?.add ?? [],
    },
  };
}

function probe(spec) {
  if (!spec) return null;
  const target = spec.httpGet ?? spec.tcpSocket ?? spec.grpc;
  return {
    type: spec.httpGet ? "httpGet" : spec.tcpSocket ? "tcpSocket" : spec.grpc ? "grpc" : "exec",
    port: target?.port ?? null,
    path: spec.httpGet?.path ?? "",
    failureThreshold: spec.failureThreshold ?? 3,
    timeoutSeconds: spec.timeoutSeconds ?? 1,
    periodSeconds: spec.periodSeconds ?? 10,
    delaySeconds: spec.initialDelaySeconds ?? 0,
  };
}

const isPort = (text) => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65536;

function variable({ name, value, valueFrom }, at) {
  const text = value ?? "";
  const from = valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef;
  return {
    name,
    at,
    from: from
      ? {
          kind: valueFrom.secretKeyRef ? "secret" : "configmap",
          name: from.name,
          key: from.key,
          optional: from.optional ?? false,
        }
      : null,
    literal: value !== undefined,
    /** Names of the variables that its value asks for, as $(NAME). */
    refs: [...text.matchAll(/(?<!\$)\$\(([A-Za-z_]\w*)\)/g)].map((m) => m[1]),
    empty: value === "" || (value === undefined && valueFrom === undefined),
    port: /port$/i.test(name) && isPort(text) ? Number(text) : null,
    path: !SECRET_WORD.test(name) && /^(?:\/[\w.@%+-]+)+$/.test(text) ? text : null,
    ...address(name, text),
    heap: heapOf(text),
    /** Whether the size of the heap is all that it says. */
    heapOnly: /^\S+$/.test(text) && heapOf(text) !== null,
  };
}

const SECRET_WORD = /pass|pwd|secret|token|key|credential|auth/i;
const HOST = String.raw`[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;

/**
 * The host and port that a value names. `text` is the value itself, where it holds no credentials and
 * may be printed; null where only a person can write the new value.
 */
function address(name, value) {
  const none = { host: null, hostPort: null, text: null };
  if (SECRET_WORD.test(name)) return none;
  const url = new RegExp(
    `^[a-z][a-z0-9+.-]*://([^@/?#]*@)?(${HOST})(?::(\\d+))?(?=[/?#]|$)(.*)$`,
    "i",
  ).exec(value);
  if (url) {
    const [, user, host, port, rest] = url;
    const plain = !user && !/[?#]/.test(rest);
    return { host, hostPort: port ? Number(port) : null, text: plain ? value : null };
  }
  if (!/host|addr|server|endpoint|upstream|url|uri|broker|node|service|bind|listen/i.test(name))
    return none;
  const plain = new RegExp(`^(${HOST})(?::(\\d+))?$`).exec(value);
  if (!plain || isPort(value)) return none;
  return { host: plain[1], hostPort: plain[2] ? Number(plain[2]) : null, text: value };
}

/** Bytes of the heap that a runtime is told to take (-Xmx512m, --max-old-space-size=512), or null. */
function heapOf(text) {
  const java = /-Xmx(\d+)([kmg]?)/i.exec(text);
  if (java)
    return Number(java[1]) * { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }[java[2].toLowerCase()];
  const node = /--max[-_]old[-_]space[-_]size[= ](\d+)/.exec(text);
  return node ? Number(node[1]) * 2 ** 20 : null;
}

/**
 * Of a command that does nothing but give files to a user or a group (chown, chmod): {group}, with the
 * group's number or null. Null for any other command.
 */
function ownershipOf(words) {
  const script = /(?:^|\/)(?:ba|da)?sh$/.test(words[0] ?? "") ? words.slice(2).join(" ") : words.join(" ");
  const steps = script
    .split(/&&|;|\n/)
    .map((step) => step.trim())
    .filter(Boolean);
  const gives = (step) => /^(?:chown|chgrp|chmod)\s/.test(step);
  if (!steps.some(gives) || !steps.every((s) => gives(s) || /^(?:mkdir|echo|set|ls|true)\b/.test(s)))
    return null;
  const group = /\bchown\s(?:-\S+\s+)*\d*[:.](\d+)\s|\bchgrp\s(?:-\S+\s+)*(\d+)\s/.exec(script);
  return { group: group ? Number(group[1] ?? group[2]) : null };
}

/** Words of a command that are a port and nothing else: `8080`, `--port=8080`, `0.0.0.0:8080`. */
function numbersIn(words = [], list) {
  return words.flatMap((word, index) => {
    const match =
      /^(?:--?[\w-]*(?:port|p|bind|listen|addr|address)=)?(?:(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[::\]|\*)?:)?(\d{2,5})$/i.exec(
        `${word}`,
      );
    if (!match || !isPort(match[1])) return [];
    const before = `${words[index - 1] ?? ""}`;
    // A bare number is a port after a word that says so.
    const said =
      word.includes("=") ||
      word.includes(":") ||
      /^--?(?:[\w-]*port|p|b|bind|listen|addr|address)$|^http\.server$/i.test(before);
    return said ? [{ at: `${list}/${index}`, text: `${word}`, port: Number(match[1]) }] : [];
  });
}

function volume(spec) {
  const [kind, source] = [
    ["configmap", spec.configMap],
    ["secret", spec.secret],
    ["claim", spec.persistentVolumeClaim],
    ["emptyDir", spec.emptyDir],
    ["hostPath", spec.hostPath],
  ].find(([, found]) => found) ?? ["other", {}];
  return {
    name: spec.name,
    kind,
    source: source.name ?? source.secretName ?? source.claimName ?? "",
    optional: source.optional ?? false,
    audiences: (spec.projected?.sources ?? []).map((s) => s.serviceAccountToken?.audience ?? null),
    keys: (source.items ?? []).map((item) => item.key),
  };
}
