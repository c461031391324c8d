/** Reads a description of an application: every problem at once, each with its key and what is expected. */

const NAME = /^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$/;
const IMAGE =
  /^([a-z0-9][\w./-]*(?::\d+\/[\w./-]+)?):([\w][\w.-]{0,127})$|^([a-z0-9][\w.:/-]*)@(sha256:[0-9a-f]{64})$/;
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;
const CPU = /^(\d+m|\d+(\.\d+)?)$/;
const SIZE = /^\d+(Ki|Mi|Gi|Ti)$/;
const VERSION = /^\d+\.\d+\.\d+$/;
const CIDR = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/;
const ENV_NAME = /^[A-Za-z_]\w*$/;
const SECRET_ENV = /(^|_)(PASSWORD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)(_|$)/i;

const TOP = ["name", "description", "version", "appVersion", "ingress", "components"];
const COMPONENT = [
  ...["image", "port", "replicas", "user", "command", "probes", "resources", "env", "secrets"],
  ...["calls", "egress", "writable", "storage", "autoscaling", "gracePeriodSeconds"],
];

export class DescriptionError extends Error {
  constructor(problems) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      [
        `${count} in the description; nothing was written.`,
        ...problems.map((p) => `  - ${p}`),
      ].join("\n"),
    );
  }
}

/**
 * @param description As in examples/microservices.json.
 * @throws {DescriptionError} with every problem.
 */
export function check(description) {
  const problems = [];
  const expect = (ok, key, value, expected) => {
    if (!ok) problems.push(`${key} is ${JSON.stringify(value) ?? "not set"}: expected ${expected}`);
    return ok;
  };
  const is = { expect, known: (object, keys, key) => unknownKeys(object, keys, key, problems) };
  is.known(description, TOP, "");
  const { name, version = "0.1.0", appVersion = "1.0.0", components, ingress } = description;
  expect(NAME.test(name ?? ""), "name", name, "lower-case letters, digits and dashes, 53 at most");
  expect(VERSION.test(version), "version", version, "three numbers, as 0.1.0");
  expect(
    typeof appVersion === "string" && appVersion !== "",
    "appVersion",
    appVersion,
    "a version in quotes",
  );
  const names = isObject(components) ? Object.keys(components) : [];
  expect(names.length > 0, "components", components, "one component or more");
  for (const each of names) component(each, components, is);
  if (ingress !== undefined) checkIngress(ingress, components ?? {}, is);
  if (problems.length > 0) throw new DescriptionError(problems);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;
const isPath = (value) => typeof value === "string" && value.startsWith("/");
const isWords = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === "string");

function unknownKeys(object, keys, key, problems) {
  for (const name of Object.keys(isObject(object) ? object : {})) {
    if (!keys.includes(name))
      problems.push(`${key}${name} is not known: expected one of ${keys.join(", ")}`);
  }
}

function checkIngress(ingress, components, { expect, known }) {
  known(ingress, ["host", "component", "className"], "ingress.");
  expect(
    HOST.test(ingress.host ?? ""),
    "ingress.host",
    ingress.host,
    "a host name of two or more parts",
  );
  expect(
    components[ingress.component]?.port !== undefined,
    "ingress.component",
    ingress.component,
    "a component with a port",
  );
}

function component(name, all, is) {
  const c = all[name];
  const key = (field) => `components.${name}.${field}`;
  const expect = (ok, field, expected) =>
    is.expect(
      ok,
      key(field),
      field.split(".").reduce((at, part) => at?.[part], c),
      expected,
    );
  const optional = (ok, field, expected) =>
    c[field] === undefined || expect(ok(c[field]), field, expected);
  is.known(c, COMPONENT, `components.${name}.`);
  is.expect(
    NAME.test(name),
    `components.${name}`,
    name,
    "lower-case letters, digits and dashes as its name",
  );
  expect(
    IMAGE.test(c.image ?? "") && !/:latest$/.test(c.image),
    "image",
    "an image with a tag other than latest, or a digest",
  );
  optional((v) => isWhole(v, 1, 65535), "port", "a whole number from 1 to 65535");
  optional((v) => isWhole(v, 0, 50), "replicas", "a whole number from 0 to 50");
  optional((v) => isWhole(v, 1, 65535), "user", "a user's number, and not 0: root is refused");
  optional(isWords, "command", "a list of words");
  optional((v) => isWhole(v, 5, 600), "gracePeriodSeconds", "a whole number from 5 to 600");
  optional((v) => Array.isArray(v) && v.every(isPath), "writable", "a list of full paths");
  optional(
    (v) => Array.isArray(v) && v.every((e) => CIDR.test(e.cidr) && isWhole(e.port, 1, 65535)),
    "egress",
    '[{"cidr": "0.0.0.0/0", "port": 443}]',
  );
  optional(
    (v) => Array.isArray(v) && v.every((called) => all[called]?.port !== undefined),
    "calls",
    "a list of components that have a port",
  );
  environment(name, c, is);
  probes(c, expect);
  resources(c, expect, is, key);
  scaling(c, expect, is, key);
}

function environment(name, { env = {}, secrets = {} }, { expect }) {
  for (const [variable, value] of Object.entries(env)) {
    const key = `components.${name}.env.${variable}`;
    expect(
      ENV_NAME.test(variable) && ["string", "number", "boolean"].includes(typeof value),
      key,
      value,
      "a text",
    );
    expect(
      !SECRET_ENV.test(variable),
      key,
      "…",
      `no secret in values: name it under secrets, as {"${variable}": {"secret": "NAME", "key": "KEY"}}`,
    );
  }
  for (const [variable, from] of Object.entries(secrets)) {
    const ok =
      ENV_NAME.test(variable) && NAME.test(from?.secret ?? "") && /^[\w.-]+$/.test(from?.key ?? "");
    expect(ok, `components.${name}.secrets.${variable}`, from, '{"secret": "NAME", "key": "KEY"}');
  }
}

function probes({ port, probes: asked = {} }, expect) {
  for (const kind of ["liveness", "readiness"]) {
    const probe = asked[kind];
    const ok = isPath(probe) || probe === "tcp" ? port !== undefined : isWords(probe?.command);
    // Without a port nothing waits for it to be ready.
    if (probe === undefined ? port !== undefined : !ok) {
      expect(
        false,
        `probes.${kind}`,
        'a path ("/health") or "tcp" where there is a port, or {"command": [...]}',
      );
    }
  }
  if (asked.startupSeconds !== undefined)
    expect(
      isWhole(asked.startupSeconds, 2, 1800),
      "probes.startupSeconds",
      "whole seconds from 2 to 1800",
    );
}

function resources({ resources: r }, expect, { known }, key) {
  known(r, ["cpu", "memory", "cpuLimit", "memoryLimit"], `${key("resources")}.`);
  for (const field of ["cpu", "cpuLimit"])
    expect(CPU.test(r?.[field] ?? ""), `resources.${field}`, 'cores, as "100m" or "0.5"');
  for (const field of ["memory", "memoryLimit"])
    expect(SIZE.test(r?.[field] ?? ""), `resources.${field}`, 'a size, as "128Mi"');
}

function scaling({ autoscaling, storage, replicas = 1 }, expect, { known }, key) {
  if (autoscaling !== undefined) {
    known(autoscaling, ["min", "max", "cpuPercent"], `${key("autoscaling")}.`);
    const { min, max, cpuPercent } = autoscaling;
    expect(
      isWhole(min, 1, 50) && isWhole(max, min, 50) && isWhole(cpuPercent, 10, 100),
      "autoscaling",
      '{"min": 1, "max": 5, "cpuPercent": 70}, max at least min',
    );
  }
  if (storage === undefined) return;
  known(storage, ["size", "path", "className"], `${key("storage")}.`);
  expect(
    SIZE.test(storage.size ?? "") && isPath(storage.path),
    "storage",
    '{"size": "1Gi", "path": "/data"}',
  );
  expect(
    autoscaling === undefined && replicas <= 1,
    "storage",
    "one replica and no autoscaling: each pod would have data of its own",
  );
}

/** A checked image name in the parts that values have. */
export function imageParts(image) {
  const [, repository, tag, pinned, digest] = IMAGE.exec(image);
  return {
    repository: repository ?? pinned,
    tag: tag ?? "",
    digest: digest ?? "",
    pullPolicy: "IfNotPresent",
  };
}
