import * as pulumi from "@pulumi/pulumi";
import { getContexts } from "../components/cluster/commandLine";
import { kubeconfigFiles } from "../components/cluster/kubeconfig";
import { readCertificates } from "./certificates";
import { configCommand } from "./configCommand";
import { type ConfigSource, type Declared, textOf } from "./configSource";
import { DatabaseAddress, parseDatabaseUrl, problemsInPods } from "./databaseUrl";

/** A form that a value must have, and how to say it. */
export interface Form {
  pattern: RegExp;
  /** What is expected, as it ends the sentence "expected ...". */
  expected: string;
  /** A value that is allowed, as it is: the command that fixes quotes it. */
  example: string;
}

const form = (pattern: RegExp, expected: string, example: string): Form => ({
  pattern,
  expected,
  example,
});

export const DNS_LABEL = form(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "lower-case letters, digits and dashes, 63 at most",
  "todo-app",
);
export const OBJECT_NAME = form(
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
  "the name of an object in the cluster",
  "standard",
);
export const HOST = form(
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
  "a host name of two or more parts in lower case",
  "todo-app.local",
);
export const IP_ADDRESS = form(
  /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$|^(?=.*:.*:)[0-9a-f:]{2,39}$/,
  "an IP address",
  "169.254.20.10",
);
export const PROFILE = form(
  /^[a-zA-Z0-9][a-zA-Z0-9-]{0,61}$/,
  "letters, digits and dashes, 62 at most",
  "minikube",
);
export const WORD = form(
  /^[a-z0-9][a-z0-9-]{0,62}$/,
  "lower-case letters, digits and dashes",
  "ingress",
);
/** @param kubeconfig the file that is set; "" for those of the shell. */
export const contextOf = (kubeconfig: string): Form =>
  form(
    /^[^\s'"`$\\]{1,253}$/,
    `the name of a kubeconfig context (${getContexts(kubeconfigFiles(kubeconfig))} lists them)`,
    "my-cluster",
  );
export const KUBERNETES_VERSION = form(
  /^(v\d+\.\d+\.\d+|stable|latest)$/,
  "v, then three numbers",
  "v1.34.0",
);
export const IMAGE = form(
  /^[a-z0-9][a-z0-9._/:-]*(:[a-zA-Z0-9._-]+)?(@sha256:[0-9a-f]{64})?$/,
  "an image name with a tag, a digest or both",
  "python:3.11-slim",
);
export const REGISTRY = form(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*$/,
  "a registry's host and path, with no scheme and no slash at the end",
  "ghcr.io/me",
);
export const CHART_SOURCE = form(
  /^oci:\/\/[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9._-]+)*$|^(?![a-z]+:\/\/)[^\s'"`$\\]{1,500}$/,
  "an oci:// address with no slash at the end, or a folder",
  "oci://ghcr.io/kagent-dev/kagent/helm",
);
export const PLATFORM = form(
  /^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/,
  "an operating system and an architecture",
  "linux/arm64",
);
export const STORAGE = form(/^[1-9]\d*(Mi|Gi|Ti)$/, "a whole number and Mi, Gi or Ti", "1Gi");
export const MODEL = form(/^[a-zA-Z0-9][\w.-]{0,99}$/, "a model's name", "command-a-03-2025");
/** A model by the name of any provider, or of a server of one's own. */
export const ANY_MODEL = form(
  /^[a-zA-Z0-9][\w.:/-]{0,99}$/,
  "a model's name, as its provider spells it",
  "gpt-4.1-mini",
);
export const HTTP_URL = form(
  /^https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?$/,
  "an http or https address without credentials",
  "https://proxy.example.com",
);
/** No name of the machine that is asked: a pod would look in itself. */
const NOT_HERE = "(?!(localhost|127\\.[\\d.]+|0\\.0\\.0\\.0|\\[::1?\\])(:|/|$))";
export const MODEL_URL = form(
  new RegExp(`^https?://${NOT_HERE}[^\\s/?#@]+(/[^\\s?#@]*)?$`, "i"),
  "an http or https address without credentials that pods reach too, so none of localhost",
  "http://host.minikube.internal:11434/v1",
);
export const OWN_MODEL = form(
  /^[\w@][\w.:/@+-]{0,199}$/,
  "a model's name as its server lists it",
  "qwen3:8b",
);
export const CIDR = form(
  /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!\/)|(?=\/))){4}\/([12]?\d|3[0-2])$|^(?=.*:.*:)[0-9a-f:]{2,39}\/(\d\d?|1[01]\d|12[0-8])$/,
  "a range of IP addresses",
  "192.168.49.1/32",
);
export const DOMAIN_KEY = form(
  /^[\w-]{8,200}$/,
  "a domain key of letters, digits, _ and -",
  "domain_pk_example",
);
const imageCommand = (example: string) =>
  form(/\{image\}/, "a command with {image} in the place of the image's name", example);
/** @param context whose name tells k3d's cluster, where it is one of k3d's. */
export const loadCommandTo = (context: string): Form => {
  const [, cluster] = /^k3d-(.+)$/.exec(context) ?? [];
  return imageCommand(`k3d image import {image}${cluster ? ` --cluster ${cluster}` : ""}`);
};
/** The same of the command that removes, on the cluster's first node. */
export const removeCommandTo = (context: string): Form => {
  const node = `${context.startsWith("k3d-") ? context : "k3d-k3s-default"}-server-0`;
  const remove = "ctr --namespace k8s.io images rm docker.io/library/{image}";
  return imageCommand(`docker exec ${node} ${remove}`);
};
export const API_KEY = form(
  /^[\x21-\x7e]{8,512}$/,
  "8 or more printable characters without spaces",
  "",
);
export const JWT_SECRET = form(/^[\x20-\x7e]{32,1024}$/, "32 or more printable characters", "");

/** Typed access to config; each bad value adds a problem and yields something harmless. */
export interface Reader {
  text(key: string): string;
  pattern(key: string, form: Form): string;
  /** Empty, or of that form. */
  optional(key: string, form: Form): string;
  oneOf(key: string, allowed: string[]): string;
  integer(key: string, least: number, most: number): number;
  flag(key: string): boolean;
  list(key: string, form: Form): string[];
  /** What the file of that path holds, in PEM; empty where none is set. */
  certificates(key: string): string;
  /** Undefined when it is not set, which is a problem where it is needed. Its value is never part of one. */
  secret(key: string, form: Form, needed?: boolean): pulumi.Output<string> | undefined;
  /** A secret too: the Postgres that pods use. Undefined when it is not set, or is wrong. */
  databaseAddress(key: string): DatabaseAddress | undefined;
}

/**
 * @param declared the keys of Pulumi.yaml, whose defaults are the values that fix.
 * @param problems what is found wrong is added here.
 */
export function reader(source: ConfigSource, declared: Declared, problems: string[]): Reader {
  const name = (key: string) => `${source.project}:${key}`;
  const text = textOf(source);
  const bad = (key: string, expected: string, example: string) => {
    const value = text(key);
    const seen = value === "" ? "is not set" : `is ${shown(value)}`;
    problems.push(
      `${name(key)} ${seen}: expected ${expected}. Run: ${configCommand({ set: name(key), to: example })}`,
    );
  };
  const pattern = (key: string, form: Form) => {
    if (!form.pattern.test(text(key))) bad(key, form.expected, form.example);
    return text(key);
  };
  const fixSecret = (key: string) => `Run: ${configCommand({ secret: name(key) })}`;
  /** Looks at a secret that is set; `wrong` says what is wrong with it, without it. */
  const checkSecret = (key: string, wrong: () => string[]) => {
    if (!source.isSecret(key)) {
      problems.push(`${name(key)} is stored in plain text: expected a secret. ${fixSecret(key)}`);
      return;
    }
    for (const problem of wrong())
      problems.push(`${name(key)} (value hidden): ${problem}. ${fixSecret(key)}`);
  };
  return {
    text,
    pattern,
    optional: (key, form) => (text(key) === "" ? "" : pattern(key, form)),
    oneOf(key, allowed) {
      if (!allowed.includes(text(key))) bad(key, `one of ${allowed.join(", ")}`, allowed[0]!);
      return text(key);
    },
    integer(key, least, most) {
      const value = /^-?\d{1,15}$/.test(text(key)) ? Number(text(key)) : NaN;
      if (!(value >= least && value <= most)) {
        bad(key, `a whole number from ${least} to ${most}`, `${declared[key]?.default}`);
      }
      return value;
    },
    flag(key) {
      if (!["true", "false"].includes(text(key)))
        bad(key, "true or false", `${declared[key]?.default}`);
      return text(key) === "true";
    },
    list(key, form) {
      const values = parseList(text(key));
      for (const value of values ?? [text(key)]) {
        if (values && form.pattern.test(value)) continue;
        problems.push(
          `${name(key)} has ${shown(value)}: expected ${form.expected}. ` +
            `Run: ${configCommand({ set: `${name(key)}[0]`, to: form.example })}`,
        );
      }
      return values ?? [];
    },
    certificates(key) {
      const file = text(key);
      const read = file === "" ? { pem: "" } : readCertificates(file);
      if ("pem" in read) return read.pem;
      const to = read.fix?.writes ?? "corporate-root.pem";
      const fix = [read.fix?.command, configCommand({ set: name(key), to })];
      problems.push(
        `${name(key)} is ${shown(file)}: ${read.problem}. Expected a PEM file with the certificate of the proxy's ` +
          `authority. Run: ${fix.filter(Boolean).join(" && ")}`,
      );
      return "";
    },
    secret(key, form, needed = false) {
      const value = source.get(key) ?? "";
      const expected = `expected ${form.expected}`;
      if (value === "") {
        if (needed) problems.push(`${name(key)} is not set: ${expected}. ${fixSecret(key)}`);
        return undefined;
      }
      checkSecret(key, () => (form.pattern.test(value) ? [] : [expected]));
      return pulumi.secret(value);
    },
    databaseAddress(key) {
      const value = source.get(key) ?? "";
      if (value === "") return undefined;
      const read = parseDatabaseUrl(value);
      checkSecret(key, () => ("address" in read ? problemsInPods(read.address) : read.problems));
      return "address" in read ? read.address : undefined;
    },
  };
}

/** Unknown keys are typing errors: each is a problem, with the nearest that exists. */
export function unknownKeys(source: ConfigSource, declared: Declared): string[] {
  const known = Object.keys(declared);
  return source
    .keys()
    .filter((key) => !known.includes(key))
    .map((key) => {
      const like = known.find((other) =>
        other.toLowerCase().startsWith(key.toLowerCase().slice(0, 3)),
      );
      const hint = like ? ` Did you mean ${source.project}:${like}?` : "";
      const unset = `${source.project}:${key}`;
      return `${unset} is not a key of this project.${hint} Run: ${configCommand({ unset })}`;
    });
}

function parseList(value: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(value === "" ? "[]" : value);
    if (Array.isArray(parsed) && parsed.every((x) => typeof x === "string")) return parsed;
  } catch {
    // Not JSON: reported as one bad value.
  }
  return undefined;
}

/** A value in a message: quoted, cut, on one line; of an address without user and password. */
function shown(value: string): string {
  const open = value.replace(/:\/\/.*@/gs, "://***@");
  return JSON.stringify(open.length > 60 ? `${open.slice(0, 57)}...` : open);
}
