/** Questions to kagent's agent for Kubernetes, as the stand-in for a model answers them from its tools' output. */
import { Rule } from "./standInRules";

/** Every question that `make ai` asks of kagent ends with it: kagent knows no namespace by itself. */
const IN_NAMESPACE = /\(The app is in namespace (\S+?)\.\)/;

const namespaceOf = ({ input }: RegExpExecArray) => IN_NAMESPACE.exec(input)?.[1] ?? "default";

/** A table of kubectl's whose columns are named in the question, so that it can be read by them. */
const columns = (fields: Record<string, string>) =>
  `custom-columns=${Object.entries(fields)
    .map(([name, field]) => `${name}:${field}`)
    .join(",")}`;

const REQUESTED = ".spec.template.spec.containers[0].resources";

export const kagentRules: Rule[] = [
  {
    question: /how healthy is (?:our|the) deployment/i,
    calls: (words) => {
      const namespace = namespaceOf(words);
      const get = (resource_type: string, output: string) => ({
        name: "k8s_get_resources",
        arguments: { resource_type, namespace, output },
      });
      return [
        get("deployments,statefulsets", columns(WORKLOADS)),
        get("pods", columns(PODS)),
        get("events", columns(EVENTS)),
      ];
    },
    answer: ([workloads = "", pods = "", events = ""]) => health(workloads, pods, events),
  },
  {
    question: /which resources do you recommend for (?:the )?(\w+)/i,
    calls: (words) => {
      const namespace = namespaceOf(words);
      return [
        {
          name: "k8s_get_resources",
          arguments: {
            ...{ resource_type: "deployment", resource_name: words[1], namespace },
            output: columns(RESOURCES),
          },
        },
        {
          name: "k8s_get_resources",
          arguments: {
            resource_type: "pods.metrics.k8s.io",
            namespace,
            output: columns(USED),
          },
        },
      ];
    },
    answer: ([deployment = "", used = ""]) => recommendation(deployment, used),
  },
  {
    question: /scale (\w+)(?: in \S+)? to (\d+)/i,
    calls: (words) => [
      {
        name: "k8s_patch_resource",
        arguments: {
          ...{ resource_type: "deployment", resource_name: words[1] },
          ...{ namespace: namespaceOf(words), patch: `{"spec":{"replicas":${words[2]}}}` },
        },
      },
    ],
    answer: ([result = ""]) => `The tool answered:\n\n${indented(result.trim())}`,
  },
];

const WORKLOADS = {
  NAME: ".metadata.name",
  WANTED: ".spec.replicas",
  READY: ".status.readyReplicas",
};
const PODS = {
  NAME: ".metadata.name",
  PHASE: ".status.phase",
  READY: ".status.containerStatuses[*].ready",
  RESTARTS: ".status.containerStatuses[*].restartCount",
};
const EVENTS = { TYPE: ".type", REASON: ".reason", OBJECT: ".involvedObject.name" };
const RESOURCES = {
  NAME: ".metadata.name",
  CPU_REQUEST: `${REQUESTED}.requests.cpu`,
  MEMORY_REQUEST: `${REQUESTED}.requests.memory`,
  CPU_LIMIT: `${REQUESTED}.limits.cpu`,
  MEMORY_LIMIT: `${REQUESTED}.limits.memory`,
};
const USED = {
  NAME: ".metadata.name",
  CPU: ".containers[*].usage.cpu",
  MEMORY: ".containers[*].usage.memory",
};

type Row = Record<string, string>;

/** The rows of a table of kubectl's; undefined where it printed something else. */
export function rowsOf(text: string, fields: Record<string, string>): Row[] | undefined {
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.trim().split(/\s+/);
  if (names.join() !== Object.keys(fields).join()) return undefined;
  return lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(/\s+/)
        .map((cell, at) => [names[at], cell]),
    ),
  );
}

const indented = (text: string) =>
  text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");

const isNone = (cell = "<none>") => cell === "<none>";

function health(workloads: string, pods: string, events: string): string {
  const [all, running] = [rowsOf(workloads, WORKLOADS), rowsOf(pods, PODS)];
  if (!all || !running)
    return `The tools did not say:\n\n${indented(`${workloads}\n${pods}`.trim())}`;
  const short = all.filter(({ WANTED, READY }) => WANTED !== (isNone(READY) ? "0" : READY));
  const restarted = running.filter(({ RESTARTS }) => /[1-9]/.test(RESTARTS ?? ""));
  const warnings = (rowsOf(events, EVENTS) ?? []).filter(({ TYPE }) => TYPE === "Warning");
  const lines = [
    ...all.map(
      ({ NAME, WANTED, READY }) =>
        `- ${NAME}: ${isNone(READY) ? "0" : READY} of ${WANTED} pods ready`,
    ),
    ...restarted.map(({ NAME, RESTARTS }) => `- ${NAME}: restarted ${RESTARTS} times`),
    ...warnings.slice(-3).map(({ REASON, OBJECT }) => `- ${OBJECT}: ${REASON}`),
  ];
  const verdict =
    short.length === 0
      ? "All workloads have the pods that they want"
      : `${short.map(({ NAME }) => NAME).join(", ")} lacks pods`;
  return `${verdict}, ${warnings.length} warnings among the events.\n\n${lines.join("\n")}`;
}

/** A quantity of Kubernetes' as a number: CPUs, or bytes. */
export function quantity(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)(n|u|m|k|M|G|Ki|Mi|Gi)?$/.exec(text) ?? [];
  const factors: Record<string, number> = {
    ...{ "": 1, n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9 },
    ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 },
  };
  return digits === undefined ? undefined : Number(digits) * factors[unit]!;
}

/** By a rule of thumb: what is used most, and a quarter besides. */
function recommendation(deployment: string, used: string): string {
  const [now] = rowsOf(deployment, RESOURCES) ?? [];
  if (!now) return `The tools did not say:\n\n${indented(deployment.trim())}`;
  const asks =
    `${now.NAME} asks for CPU ${now.CPU_REQUEST} and memory ${now.MEMORY_REQUEST}, ` +
    `with limits ${now.CPU_LIMIT} and ${now.MEMORY_LIMIT}.`;
  const mine = (rowsOf(used, USED) ?? []).filter(({ NAME }) => NAME?.startsWith(`${now.NAME}-`));
  if (mine.length === 0)
    return `${asks} What it uses is not known, so nothing is recommended. The tool answered:\n\n${indented(used.trim())}`;
  const most = (column: string) =>
    Math.max(...mine.map((row) => quantity(row[column] ?? "") ?? 0)) * 1.25;
  const millis = Math.max(10, Math.ceil(most("CPU") * 1000));
  const mebis = Math.max(16, Math.ceil(most("MEMORY") / 2 ** 20));
  const uses = mine.map(({ NAME, CPU, MEMORY }) => `- ${NAME} uses CPU ${CPU}, memory ${MEMORY}`);
  return (
    `${asks}\n\n${uses.join("\n")}\n\nA quarter above what is used now: request CPU ${millis}m and memory ${mebis}Mi. ` +
    "One look is no measurement: look again under load."
  );
}
