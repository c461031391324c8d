/** Secrets and ConfigMaps, or keys in them, that a pod refers to and that are not there. */
import { patchAt, pathOf } from "./commands.mjs";
import { nearest } from "./nearest.mjs";

const kindName = (kind) => ({ secret: "Secret", configmap: "ConfigMap" })[kind];
const field = (kind) => (kind === "secret" ? "stringData" : "data");

/** Every place of the pod that takes something from it: {path to its name, path to its key, key}. */
function references(pod, kind, name) {
  const ref = kind === "secret" ? "secretKeyRef" : "configMapKeyRef";
  const fromRef = kind === "secret" ? "secretRef" : "configMapRef";
  const volume = kind === "secret" ? "secret/secretName" : "configMap/name";
  return [
    ...pod.containers.flatMap((container) => [
      ...container.env
        .filter((v) => v.from?.kind === kind && v.from.name === name)
        .map((v) => ({
          name: `${pathOf(container)}/env/${v.at}/valueFrom/${ref}/name`,
          keyAt: `${pathOf(container)}/env/${v.at}/valueFrom/${ref}/key`,
          key: v.from.key,
        })),
      ...container.envFrom.flatMap((from) =>
        from.kind === kind && from.name === name
          ? [{ name: `${pathOf(container)}/envFrom/${from.at}/${fromRef}/name` }]
          : [],
      ),
    ]),
    ...pod.volumes.flatMap((v, at) =>
      v.kind === kind && v.source === name
        ? [{ name: `/volumes/${at}/${volume}`, keys: v.keys }]
        : [],
    ),
  ];
}

/** The workload's template has what the pod has, but for what the API server adds at the end. */
const templateOf = (ctx, pod) => ctx.workload(pod.workload) ?? pod;

/** Everything that the pod refers to and that is not there, where what is there was read. */
function absent(ctx, pod) {
  const refs = [
    ...pod.containers.flatMap((c) => [...c.env.flatMap((v) => v.from ?? []), ...c.envFrom]),
    ...pod.volumes.map((v) => ({ kind: v.kind, name: v.source, optional: v.optional })),
  ].filter((ref) => !ref.optional && ["secret", "configmap"].includes(ref.kind));
  return refs.flatMap(({ kind, name, key }) => {
    const there = ctx.sources(kind);
    if (!there) return [];
    const source = there.find((s) => s.name === name);
    if (!source) return [{ kind, name }];
    return key && source.keys && !source.keys.includes(key) ? [{ kind, name, key }] : [];
  });
}

/**
 * What to do about what a pod refers to and does not find: the kubelet names one, and the others are
 * put right with it.
 */
export function missingRefs(ctx, pod, told) {
  const id = ({ kind, name, key = "" }) => `${kind} ${name} ${key}`;
  const all = new Map([told, ...absent(ctx, pod)].map((ref) => [id(ref), ref]));
  const answers = [...all.values()].map(({ kind, name, key }) =>
    key ? missingKey(ctx, pod, kind, name, key) : missingSource(ctx, pod, kind, name),
  );
  const join = (name, by) => [...new Set(answers.map((a) => a[name]).filter(Boolean))].join(by);
  return { cause: join("cause", "; "), fix: join("fix", " && "), note: join("note", "; ") };
}

/** What to do about a Secret or ConfigMap that does not exist: the one that was meant, or a new one. */
function missingSource(ctx, pod, kind, name) {
  const places = references(templateOf(ctx, pod), kind, name);
  const cause = `the pod refers to a ${kindName(kind)} that does not exist in this namespace`;
  const names = ctx.sources(kind)?.map((s) => s.name);
  const meant = names && nearest(name, names);
  if (meant && places.length > 0)
    return {
      cause: `${cause}: ${name}; ${meant} was probably meant`,
      fix: patchAt(
        ctx.kubectl,
        pod.workload,
        places.map((place) => ({ op: "replace", path: place.name, value: meant })),
      ),
      note: "",
    };
  const keys = [
    ...new Set(places.flatMap((place) => [place.key, ...(place.keys ?? [])]).filter(Boolean)),
  ];
  const wanted = keys.length > 0 ? keys : ["<KEY>"];
  const literals = wanted.map((key) => `--from-literal='${key}=<VALUE>'`).join(" ");
  const seen = names ? "" : "; which ones there are could not be read";
  return {
    cause: `${cause}: ${name}${keys.length > 0 ? `, of which it takes ${keys.join(", ")}` : ""}${seen}`,
    fix: `${ctx.kubectl} create ${kind === "secret" ? "secret generic" : kind} ${name} ${literals}`,
    note: `put ${keys.length > 0 ? `the value of ${keys.length > 1 ? "each key" : "the key"} for <VALUE>` : "keys and values for <KEY> and <VALUE>: which ones the program wants, the pod does not say"}: the pod starts by itself then`,
  };
}

/** What to do about a key that is not there: the one that was meant, or a new one. */
function missingKey(ctx, pod, kind, name, key) {
  const places = references(templateOf(ctx, pod), kind, name).filter((p) => p.key === key);
  const keys = ctx.sources(kind)?.find((s) => s.name === name)?.keys;
  const meant = keys && nearest(key, keys);
  const cause = `the ${kindName(kind)} ${name} exists, but has no key ${key}`;
  if (meant && places.length > 0)
    return {
      cause: `${cause}; its key ${meant} was probably meant`,
      fix: patchAt(
        ctx.kubectl,
        pod.workload,
        places.map((place) => ({ op: "replace", path: place.keyAt, value: meant })),
      ),
      note: "",
    };
  const wanted = [
    key,
    ...pod.containers
      .flatMap((c) => c.env)
      .filter((v) => v.from?.kind === kind && v.from.name === name && !v.from.optional)
      .map((v) => v.from.key)
      .filter((other) => keys && !keys.includes(other)),
  ];
  const values = Object.fromEntries([...new Set(wanted)].map((k) => [k, "<VALUE>"]));
  return {
    cause: `${cause}${keys ? ` (it has ${keys.join(", ") || "none"})` : ""}`,
    fix: `${ctx.kubectl} patch ${kind} ${name} --patch '${JSON.stringify({ [field(kind)]: values })}'`,
    note: "put its value for <VALUE>: the pod starts by itself then",
  };
}
