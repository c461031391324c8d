/** What is deployed from source: where it lies, and what it is at this moment. */
import * as fs from "node:fs";
import * as path from "node:path";
import { chartRules, folderHash, imageHash, imageRules } from "../../components/image/contentHash";
import { isWithin, Rules } from "../../components/image/fileTree";
import { CHART, IMAGE_SOURCES, type ImageSource } from "../../todo/sources";
import { withoutPassphrase } from "../stack/stackFile";
import { configFile } from "../stack/stackName";

export interface Source {
  name: string;
  /** Its folder or file. */
  root: string;
  /** Files elsewhere that it is made of too. */
  besides: string[];
  /** What of the folder counts; undefined for a file. */
  rules(): Rules | undefined;
  /** Another one after each edit that counts. @throws Error while a file of it is not there. */
  hash(): string;
}

/** The sources in the working directory. */
export const sources = (): Source[] => [
  ...Object.entries(IMAGE_SOURCES).map(([part, source]) => image(part, source)),
  {
    ...{ name: "chart", root: CHART, besides: [] },
    ...{ rules: () => chartRules(CHART), hash: () => folderHash(CHART) },
  },
  {
    ...{ name: SETTINGS, root: configFile(), besides: [] },
    ...{ rules: () => undefined, hash: settingsText },
  },
];

/** The name of the stack's settings among the sources. */
export const SETTINGS = "settings";

/** The settings, without the salt that Pulumi writes beside them during every `up`. */
function settingsText(): string {
  const text = fs.readFileSync(configFile(), "utf8");
  return withoutPassphrase(text, configFile()) ?? text;
}

function image(name: string, { context, dockerfile }: ImageSource): Source {
  return {
    ...{ name, root: context, besides: [dockerfile, `${dockerfile}.dockerignore`] },
    rules: () => imageRules(context, dockerfile),
    hash: () => imageHash({ context, dockerfile, args: {}, platform: "" }),
  };
}

/** Each source's hash by its name; undefined while a file of it is not there, as in the middle of a save. */
export type Snapshot = Readonly<Record<string, string | undefined>>;

export function snapshot(all: readonly Source[]): Snapshot {
  return Object.fromEntries(all.map((source) => [source.name, hashOf(source)]));
}

function hashOf(source: Source): string | undefined {
  try {
    return source.hash();
  } catch {
    return undefined;
  }
}

/** Names of the sources in which two moments differ. */
export const differing = (now: Snapshot, then: Snapshot): string[] =>
  Object.keys(now).filter((name) => now[name] !== then[name]);

/** What to watch, and whether a path in it may be left out. */
export function watched(all: readonly Source[]): {
  paths: string[];
  isIgnored(file: string, isFolder: boolean): boolean;
} {
  const folders = all.flatMap(({ root, rules }) => {
    const rule = rules();
    return rule ? [{ root, rule }] : [];
  });
  return {
    paths: all.flatMap(({ root, besides }) => [root, ...besides]),
    isIgnored(file, isFolder) {
      const inside = folders
        .map(({ root, rule }) => ({ rule, relative: path.relative(root, file) }))
        .find(({ relative }) => relative !== "" && !/^\.\.($|[/\\])/.test(relative));
      if (!inside) return false;
      const relative = inside.relative.split(path.sep).join("/");
      return !isWithin(inside.rule, relative, isFolder);
    },
  };
}
