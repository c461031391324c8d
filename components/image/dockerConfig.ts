import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { parseJson } from "../process/json";
import { quoted } from "../process/quoted";
import { engineHost } from "../cluster/engine";

/** Proxies as build arguments, by the argument's name. */
export type Proxies = Record<string, string>;

/**
 * The build argument that each proxy of the client's configuration becomes. BuildKit knows them all: they are in the
 * environment of every RUN, and neither in its history nor in what its cache goes by.
 */
const ARGUMENTS: Record<string, string> = {
  httpProxy: "HTTP_PROXY",
  httpsProxy: "HTTPS_PROXY",
  noProxy: "NO_PROXY",
  ftpProxy: "FTP_PROXY",
  allProxy: "ALL_PROXY",
};

/**
 * The proxies that `docker build` passes on by itself: those of `config.json` in DOCKER_CONFIG, else ~/.docker. The
 * Pulumi provider leaves them out. Those of the environment are not among them, as with `docker build`.
 *
 * @throws pulumi.RunError when the file is there and cannot be read.
 */
export function clientProxies(env: NodeJS.ProcessEnv = process.env): Proxies {
  const folder = env.DOCKER_CONFIG || path.join(os.homedir(), ".docker");
  const file = path.join(folder, "config.json");
  return proxiesIn(textOf(file), file, engineHost);
}

/**
 * Reads a configuration as the client does (`ParseProxyConfig` of docker/cli): the entry of the engine's address, else
 * `default`; names of fields in any case; each argument in upper and in lower case.
 *
 * @param file How messages name it.
 * @param host The engine's address, as unix:///var/run/docker.sock; asked only where an entry is not `default`.
 * @throws pulumi.RunError for what is no such configuration; its values are in no message.
 */
export function proxiesIn(text: string, file: string, host: () => string | undefined): Proxies {
  const found = field(fieldsOf(parsed(text, file), "what it holds", file), "proxies");
  const entries = Object.entries(fieldsOf(found, "proxies", file)).map(
    ([name, entry]) =>
      [name, argumentsOf(entry, `proxies[${JSON.stringify(name)}]`, file)] as const,
  );
  const proxies = new Map(entries);
  const address = [...proxies.keys()].some((name) => name !== "default") ? host() : undefined;
  return proxies.get(address ?? "default") ?? proxies.get("default") ?? {};
}

function argumentsOf(entry: unknown, where: string, file: string): Proxies {
  const fields = fieldsOf(entry, where, file);
  const proxies = Object.entries(ARGUMENTS).flatMap(([name, argument]) => {
    const value = field(fields, name) ?? "";
    if (typeof value !== "string") throw unreadable(file, `${where}.${name} is not text`);
    return value === "" ? [] : [argument, argument.toLowerCase()].map((key) => [key, value]);
  });
  return Object.fromEntries(proxies);
}

/** A field as Go's decoder finds it: by its name in any case, the last one of several. */
function field(fields: Record<string, unknown>, name: string): unknown {
  return Object.entries(fields).findLast(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function fieldsOf(value: unknown, where: string, file: string): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  throw unreadable(file, `${where} is not an object`);
}

function parsed(text: string, file: string): unknown {
  if (text.trim() === "") return {};
  try {
    // Which fields there are is Go's to say, in any case of letters: they are looked at one by one.
    return parseJson(v.unknown(), text);
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "";
    throw unreadable(file, `${code}`);
  }
}

/** Docker's provider, too, builds nothing by such a file, and says so in Go's words. */
const unreadable = (file: string, why: string) =>
  new pulumi.RunError(
    `Docker's configuration ${file} cannot be read: ${why}. Nothing was changed. ` +
      `Correct the file, or rename it (you then have to log in again): mv ${quoted(file)} ${quoted(`${file}.old`)}`,
  );
