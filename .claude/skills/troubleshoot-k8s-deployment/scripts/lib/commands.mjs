/**
 * Commands that change a workload, whatever its kind: each runs as it stands. A Job's template and a
 * pod cannot be changed, so they are made again from themselves.
 */
import { shellWord } from "./clean.mjs";

const kindOf = (ref) => ref.split("/")[0];
const nameOf = (ref) => ref.split("/")[1];

/** Whether `kubectl set` and `kubectl rollout` can change it. */
const rolls = (ref) => ["deployment", "statefulset", "daemonset"].includes(kindOf(ref));

/** Labels that the Job controller gives, and refuses to find on a new Job. */
const GENERATED = Object.fromEntries(
  ["controller-uid", "job-name"].flatMap((key) => [
    [key, null],
    [`batch.kubernetes.io/${key}`, null],
  ]),
);

/**
 * A patch of a pod template.
 * @param {object} template `{spec: …}`, as a strategic merge patch.
 */
export function patchTemplate(kubectl, ref, template) {
  switch (kindOf(ref)) {
    case "job":
      return again(kubectl, ref, {
        spec: {
          selector: null,
          template: { ...template, metadata: { labels: GENERATED } },
        },
      });
    case "pod":
      return again(kubectl, ref, { spec: { nodeName: null, ...template.spec } });
    case "cronjob":
      return (
        patch(kubectl, ref, { spec: { jobTemplate: { spec: { template } } } }) +
        runNow(kubectl, ref)
      );
    default:
      return patch(kubectl, ref, { spec: { template } });
  }
}

const patch = (kubectl, ref, body) =>
  `${kubectl} patch ${ref} --patch ${shellWord(JSON.stringify(body))}`;

/** A run by hand: the CronJob's next one may be far. */
const runNow = (kubectl, ref) =>
  ` && ${kubectl} create job ${nameOf(ref).slice(0, 40)}-$(date +%s) --from=${ref}`;

/** Made again from itself with a change; it is away for a moment. */
const again = (kubectl, ref, ...changes) =>
  [
    `${kubectl} get ${ref} --output=json`,
    ...changes.map((change) =>
      Array.isArray(change)
        ? `kubectl patch --local --filename - --type=json --patch ${shellWord(JSON.stringify(change))} --output=json`
        : `kubectl patch --local --filename - --patch ${shellWord(JSON.stringify(change))} --output=json`,
    ),
    `${kubectl} replace --force --filename -`,
  ].join(" | ");

/** Made again from itself, with values that cannot be changed in place. */
export const remake = (kubectl, ref, change) => again(kubectl, ref, change);

/** A Job, or a CronJob's, with other values of its own; it is run again. */
export const patchJob = (kubectl, ref, fields) =>
  kindOf(ref) === "cronjob"
    ? patch(kubectl, ref, { spec: { jobTemplate: { spec: fields } } }) + runNow(kubectl, ref)
    : again(kubectl, ref, {
        spec: { selector: null, template: { metadata: { labels: GENERATED } }, ...fields },
      });

/** Started again as it is, when what it needs is there now. */
export function runAgain(kubectl, ref) {
  if (rolls(ref)) return `${kubectl} rollout restart ${ref}`;
  if (kindOf(ref) === "cronjob") return runNow(kubectl, ref).replace(" && ", "");
  return patchTemplate(kubectl, ref, {});
}

/**
 * Words exchanged in the only ConfigMap that gives the container variables, whose values are not read here:
 * one that does not hold the words stays as it is. Undefined where there is none, or several.
 */
export function exchangeInMap(kubectl, ref, container, from, to) {
  const [name, ...more] = new Set(
    [...container.envFrom, ...container.env.flatMap((v) => v.from ?? [])]
      .filter((source) => source.kind === "configmap")
      .map((source) => source.name),
  );
  if (!name || more.length > 0) return undefined;
  const script = shellWord(`s/${from.replaceAll(".", "\\.")}/${to}/g`);
  return {
    name,
    fix: `${kubectl} get configmap ${name} --output=json | sed ${script} | ${kubectl} replace --filename - && ${runAgain(kubectl, ref)}`,
  };
}

/** A patch of one container in a workload's pod template, found by its name. */
export function patchContainer(kubectl, ref, container, fields) {
  const list = container.init ? "initContainers" : "containers";
  return patchTemplate(kubectl, ref, { spec: { [list]: [{ name: container.name, ...fields }] } });
}

/**
 * Single values of a pod template, replaced or taken out.
 * @param {{op: string, path: string, from?: string, value?: unknown}[]} ops A JSON patch; paths from the pod's `spec`.
 * @param {boolean} now Whether a CronJob is run at once.
 */
export function patchAt(kubectl, ref, ops, now = true) {
  const at =
    { pod: "/spec", cronjob: "/spec/jobTemplate/spec/template/spec" }[kindOf(ref)] ??
    "/spec/template/spec";
  const whole = ops.map((op) => ({
    ...op,
    ...(op.from === undefined ? {} : { from: `${at}${op.from}` }),
    path: `${at}${op.path}`,
  }));
  if (kindOf(ref) === "job")
    return again(kubectl, ref, whole, {
      spec: { selector: null, template: { metadata: { labels: GENERATED } } },
    });
  if (kindOf(ref) === "pod") return again(kubectl, ref, whole);
  const command = `${kubectl} patch ${ref} --type=json --patch ${shellWord(JSON.stringify(whole))}`;
  return kindOf(ref) === "cronjob" && now ? command + runNow(kubectl, ref) : command;
}

/** Where a JSON patch finds a container, from the pod's `spec`. */
export const pathOf = (container) =>
  `/${container.init ? "initContainers" : "containers"}/${container.at}`;

export const setImage = (kubectl, ref, container, image) =>
  rolls(ref) || kindOf(ref) === "pod"
    ? `${kubectl} set image ${ref} ${shellWord(`${container.name}=${image}`)}`
    : patchContainer(kubectl, ref, container, { image });

/** @param {Record<string, string>} variables Name and value. */
export const setEnv = (kubectl, ref, container, variables) =>
  rolls(ref)
    ? `${kubectl} set env ${ref} --containers=${container.name} ${Object.entries(variables)
        .map(([name, value]) => shellWord(`${name}=${value}`))
        .join(" ")}`
    : patchContainer(kubectl, ref, container, {
        env: Object.entries(variables).map(([name, value]) => ({ name, value, valueFrom: null })),
      });

/** @param {{requests?: Record<string, string>, limits?: Record<string, string>}} resources */
export function setResources(kubectl, ref, container, resources) {
  if (!rolls(ref) || container.init) return patchContainer(kubectl, ref, container, { resources });
  const options = Object.entries(resources).map(
    ([name, values]) =>
      `--${name}=${shellWord(
        Object.entries(values)
          .map(([key, value]) => `${key}=${value}`)
          .join(","),
      )}`,
  );
  return `${kubectl} set resources ${ref} --containers=${container.name} ${options.join(" ")}`;
}

/** An object that is made from its JSON. */
export const create = (kubectl, object, verb = "apply") =>
  `printf '%s' ${shellWord(JSON.stringify(object))} | ${kubectl} ${verb} --filename -`;

/** Has the controller try at once: after refusals it waits minutes. */
export const tryNow = (kubectl, ref) => (rolls(ref) ? ` && ${kubectl} rollout restart ${ref}` : "");
