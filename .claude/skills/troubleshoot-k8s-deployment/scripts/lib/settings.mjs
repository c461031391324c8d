/** Variables that a program misses, by what its log says and what the pod refers to. */
import { shellWord } from "./clean.mjs";
import { patchAt, patchContainer, pathOf, runAgain, setEnv } from "./commands.mjs";
import { nearest } from "./nearest.mjs";

/** Words in capitals that are no names of variables. */
const NO_NAME = new Set(
  "API CRITICAL DEBUG DSN_ERROR ENOENT ENV ERROR EXCEPTION FATAL HTTP HTTPS INFO JSON KEYERROR MISSING MUST NOT NULL PANIC REQUIRED SET THE TRACE TYPEERROR UNDEFINED URL UTC VALUEERROR WARN WARNING".split(
    " ",
  ),
);
const COMPLAINS =
  /keyerror|env|must be|not (?:set|defined|specified|provided|configured)|required|missing|undefined|parameter|unbound|unset|empty|\*\*\*/i;

/** Names of variables that the lines complain about, in the order in which they stand there. */
export function missingVariables(lines) {
  const names = lines.flatMap((line, index) => {
    // pydantic: the field's name stands in the line before.
    if (/^\s*field required/i.test(line)) {
      const field = /^\s*([a-z_][\w.]*)\s*$/i.exec(lines[index - 1] ?? "")?.[1];
      return field ? [field.toUpperCase().replaceAll(".", "__")] : [];
    }
    const key = /KeyError: ['"]([A-Za-z_]\w*)['"]/.exec(line)?.[1];
    if (key) return [key];
    if (!COMPLAINS.test(line)) return [];
    return line.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g)?.filter((w) => w.length > 2) ?? [];
  });
  return [...new Set(names)].filter((name) => !NO_NAME.has(name));
}

const isSecret = (name) => /pass|pwd|secret|token|key|credential|dsn|database_url/i.test(name);

/** @returns {{meaning: string, action: {fix: string, note: string}} | undefined} */
export function setting(ctx, pod, container, lines) {
  const absent = missingVariables(lines).filter((name) => {
    const variable = container.env.find((v) => v.name === name);
    return !variable || variable.empty || variable.from?.optional;
  });
  if (absent.length === 0) return undefined;
  const ways = absent.map((name) => wayTo(ctx, pod, container, name));
  const alone = ways.filter((way) => way.fix);
  const values = ways.filter((way) => way.value);
  return {
    meaning: `its environment lacks ${absent.join(", ")}${ways.map((way) => way.meaning ?? "").join("")}`,
    action: {
      fix: [...alone.map((way) => way.fix), ...setAll(ctx, pod, container, values)].join(" && "),
      note:
        values.length > 0 || alone.some((way) => way.placeholder)
          ? `put the value for ${absent.length > 1 ? "each <VALUE>" : "<VALUE>"}: only who knows the program knows it; a restart alone changes nothing`
          : "",
    },
  };
}

function wayTo(ctx, pod, container, name) {
  const own = container.env.find((v) => v.name === name);
  if (own?.from) {
    const { kind, name: source, key } = own.from;
    return {
      meaning: `; it is to come from key ${key} of ${kind} ${source}, which is not there`,
      fix: `${ctx.kubectl} create ${kind === "secret" ? "secret generic" : kind} ${source} --from-literal=${key}='<VALUE>' --dry-run=client --output=json | ${ctx.kubectl} apply --filename - && ${runAgain(ctx.kubectl, pod.workload)}`,
      placeholder: true,
    };
  }
  const misspelt = nearest(
    name,
    container.env.filter((v) => !v.empty).map((v) => v.name),
  );
  const variable = container.env.find((v) => v.name === misspelt);
  if (variable)
    return {
      meaning: `; ${variable.name} is set, which is probably it, misspelt`,
      fix: patchAt(ctx.kubectl, pod.workload, [
        { op: "test", path: `${pathOf(container)}/env/${variable.at}/name`, value: variable.name },
        { op: "replace", path: `${pathOf(container)}/env/${variable.at}/name`, value: name },
      ]),
    };
  const source = ctx.evidence.sources?.find((s) => s.keys?.includes(name));
  if (source) {
    const ref = source.kind === "secret" ? "secretKeyRef" : "configMapKeyRef";
    return {
      meaning: `; ${source.kind} ${source.name} has a key of that name`,
      fix: patchContainer(ctx.kubectl, pod.workload, container, {
        env: [{ name, valueFrom: { [ref]: { name: source.name, key: name } } }],
      }),
    };
  }
  return { value: name };
}

/** What only a person knows: settings in one command, secrets by way of a Secret. */
function setAll(ctx, pod, container, ways) {
  const names = ways.map((way) => way.value);
  const secrets = names.filter(isSecret);
  const plain = names.filter((name) => !isSecret(name));
  const name = `${pod.workload.split("/")[1]}-settings`;
  const env = (list, value) => list.map((key) => ({ name: key, ...value(key) }));
  return [
    ...(plain.length > 0
      ? [
          setEnv(
            ctx.kubectl,
            pod.workload,
            container,
            Object.fromEntries(plain.map((key) => [key, "<VALUE>"])),
          ),
        ]
      : []),
    ...(secrets.length > 0
      ? [
          `${ctx.kubectl} create secret generic ${name} ${secrets.map((key) => shellWord(`--from-literal=${key}=<VALUE>`)).join(" ")}`,
          patchContainer(ctx.kubectl, pod.workload, container, {
            env: env(secrets, (key) => ({ valueFrom: { secretKeyRef: { name, key } } })),
          }),
        ]
      : []),
  ];
}
