import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

/** Where settings come from: the engine's configuration, or a table in a test. */
export interface ConfigSource {
  /** The project's name, which every key begins with. */
  project: string;
  /** The keys that are set, without the project's name. */
  keys(): string[];
  /** A value as text; lists are JSON. */
  get(key: string): string | undefined;
  isSecret(key: string): boolean;
}

/** A setting's text: without the blanks around it, and empty where it is not set. */
export const textOf =
  (source: ConfigSource) =>
  (key: string): string =>
    (source.get(key) ?? "").trim();

/** What a stack's file and the defaults of Pulumi.yaml give, without its secrets. The file's values are what YAML makes of them: a name may be a number there. */
export function fileConfig(config: Record<string, unknown>, project = "todo"): ConfigSource {
  const prefix = `${project}:`;
  const isSecret = (key: string) => Object.hasOwn(Object(config[prefix + key]), "secure");
  return {
    ...{ project, isSecret },
    keys: () =>
      Object.keys(config)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    get(key) {
      const value = config[prefix + key] ?? declaredKeys()[key]?.default;
      if (value === undefined || isSecret(key)) return undefined;
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    },
  };
}

/** A key as Pulumi.yaml declares it. */
interface DeclaredKey {
  type: string;
  description: string;
  default: string | number | boolean | string[];
}

export type Declared = Record<string, DeclaredKey>;

const PROJECT = path.join(__dirname, "..", "Pulumi.yaml");
let declared: Declared | undefined;

/** The keys that Pulumi.yaml declares, with their defaults: the one list of what can be set. It is read once. */
export const declaredKeys = (): Readonly<Declared> =>
  (declared ??= parse(fs.readFileSync(PROJECT, "utf8")).config as Declared);
