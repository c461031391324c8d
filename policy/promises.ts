/** What the stack promises of each resource: pure functions, for the policy pack and for the tests. */

/** A value that the program marked as a secret. */
export class Hidden {
  constructor(readonly value: unknown) {}
}

/** A resource as the program asks for it, with each secret wrapped in Hidden. */
export interface Asked {
  type: string;
  name: string;
  /** Name of the provider that makes it; empty: the package's default one. */
  provider: string;
  props: Record<string, unknown>;
}

/** Tags that are a hash of the content. */
const CONTENT_TAG = /^[0-9a-f]{16}$/;

/** Addresses that hold a password. */
const CREDENTIALS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i;

/** Names of values that are secrets by their meaning, and of some that only sound so. */
const SECRET_NAME = /(password|passwd|token|api_?key|private_?key|jwt|secret|database_?url)$/i;

/** Build arguments that BuildKit keeps out of an image's history; an address may hold a password. */
const PROXY_ARGUMENT = /^(https?|ftp|all|no)_proxy$/i;

/** Labels without which a namespace admits any pod. */
const POD_SECURITY = ["enforce", "audit", "warn"].map(
  (mode) => `pod-security.kubernetes.io/${mode}`,
);

/** Every promise that a resource breaks, each with what was expected; none when it keeps them all. */
export function violations(asked: Asked): string[] {
  return [...providerOf(asked), ...(OF_TYPE[asked.type]?.(asked) ?? [])].map(
    (problem) => `${asked.name}: ${problem}`,
  );
}

const OF_TYPE: Record<string, (asked: Asked) => string[]> = {
  "docker:index/image:Image": image,
  "command:local:Command": command,
  "kubernetes:core/v1:Secret": secret,
  "kubernetes:core/v1:Namespace": namespace,
  "kubernetes:helm.sh/v3:Release": release,
  "random:index/randomId:RandomId": keepers,
};

/** The default provider follows whatever context a shell is in: it may be another cluster. */
function providerOf({ type, name, provider, props }: Asked): string[] {
  if (type === "pulumi:providers:kubernetes") {
    if (/^default(_|$)/.test(name)) return ["is a default provider: expected the cluster's own"];
    return ["context", "clusterIdentifier"]
      .filter((key) => !props[key])
      .map((key) => `names no ${key}: expected a provider bound to one cluster`);
  }
  if (!type.startsWith("kubernetes:")) return [];
  return provider === "" || /^default(_|$)/.test(provider)
    ? ["is made by the default provider: expected { provider: cluster.provider }"]
    : [];
}

function image({ props }: Asked): string[] {
  const { args } = object(props.build);
  return [
    ...contentTagged("imageName", props.imageName),
    ...(args instanceof Hidden ? ["build.args is a secret: `docker history` shows it"] : []),
    ...entriesOf(args).flatMap(([name, value]) =>
      PROXY_ARGUMENT.test(name) ? proxy(name, value) : secretsIn(value, `build.args.${name}`),
    ),
  ];
}

const proxy = (name: string, value: unknown) =>
  value instanceof Hidden
    ? []
    : [`build.args.${name} is not a secret: expected pulumi.secret(...), or the state shows it`];

function command({ props }: Asked): string[] {
  const environment = object(props.environment);
  const lines = ["create", "update", "delete"].flatMap((key) => secretsIn(props[key], key));
  const loaded =
    "IMAGE" in environment ? contentTagged("environment.IMAGE", environment.IMAGE) : [];
  return [...lines, ...loaded, ...secretsIn(props.environment, "environment")];
}

function secret({ props }: Asked): string[] {
  return ["data", "stringData"]
    .filter((key) => props[key] !== undefined && !allHidden(props[key]))
    .map((key) => `${key} is not a secret: expected pulumi.secret(...), or the state shows it`);
}

function namespace({ props }: Asked): string[] {
  const labels = object(object(props.metadata).labels);
  // The pods of others are held to what others build for.
  const level = labels["app.kubernetes.io/part-of"] === "kagent" ? "baseline" : "restricted";
  return POD_SECURITY.filter((label) => labels[label] !== level).map(
    (label) => `label ${label} is "${labels[label] ?? ""}": expected ${level}`,
  );
}

/** Helm keeps values in the cluster as they are: no secret may be among them, marked as one or not. */
function release({ props }: Asked): string[] {
  const values = object(props.values);
  return [
    ...(props.atomic === true ? [] : ["is not atomic: expected a failed rollout to be undone"]),
    ...(isOurs(props.chart) ? ownImages(values) : pinned(versionOf(props))),
    ...imagesIn(values, "values"),
    ...secretsIn(props.values, "values"),
  ];
}

/** The chart of this repository is a folder; others come from a registry, or as packages. */
const isOurs = (chart: unknown) =>
  typeof chart === "string" && !/^[a-z]+:\/\//.test(chart) && !PACKAGE.test(chart);

/** What Helm names a package: the chart and its version. */
const PACKAGE = /-(\d+\.\d+\.\d+)\.tgz$/;

const versionOf = ({ chart, version }: Record<string, unknown>) =>
  version ?? PACKAGE.exec(`${chart}`)?.[1];

function ownImages(values: Record<string, unknown>): string[] {
  return ["backend", "frontend"].flatMap((part) => {
    const { repository, tag } = object(object(values[part]).image);
    return contentTagged(`values.${part}.image`, `${repository}:${tag}`);
  });
}

const pinned = (version: unknown) =>
  /^\d+\.\d+\.\d+$/.test(`${version}`) ? [] : [`version is "${version}": expected x.y.z`];

function keepers({ props }: Asked): string[] {
  return props.keepers === undefined || allHidden(props.keepers)
    ? []
    : ["keepers is not a secret: expected pulumi.secret(...), or the state shows it"];
}

function contentTagged(key: string, value: unknown): string[] {
  const tag = typeof value === "string" ? (/:([^:/]+)$/.exec(value)?.[1] ?? "") : "";
  return CONTENT_TAG.test(tag)
    ? []
    : [`${key} is "${value}": expected a tag of 16 hex digits, the content's hash`];
}

/** Images of others may have any tag but one that moves under the running pods. */
function imagesIn(value: unknown, path: string): string[] {
  return entriesOf(value).flatMap(([key, child]) => {
    const { repository, tag } = object(child);
    const moving = repository !== undefined && (tag === "latest" || tag === "" || !tag);
    return [
      ...(moving ? [`${path}.${key}.tag is "${tag ?? ""}": expected a version`] : []),
      ...imagesIn(child, `${path}.${key}`),
    ];
  });
}

/** Secrets where none may be: marked ones, addresses with a password, values whose name says it. */
function secretsIn(value: unknown, path: string): string[] {
  if (value instanceof Hidden) return [`${path} is a secret: expected it in a Secret only`];
  if (typeof value === "string") {
    const name = path.slice(path.lastIndexOf(".") + 1);
    if (CREDENTIALS.test(value)) return [`${path} holds an address with a password`];
    return SECRET_NAME.test(name) && value !== ""
      ? [`${path} is set in plain text: expected it in a Secret only`]
      : [];
  }
  return entriesOf(value).flatMap(([key, child]) => secretsIn(child, `${path}.${key}`));
}

/** Whether a value is a secret, as a whole or in every part. */
function allHidden(value: unknown): boolean {
  if (value instanceof Hidden) return true;
  const parts = entriesOf(value);
  return parts.length > 0 && parts.every(([, child]) => allHidden(child));
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !(value instanceof Hidden)
    ? Object.entries(value)
    : [];
}

const object = (value: unknown): Record<string, unknown> => Object.fromEntries(entriesOf(value));
