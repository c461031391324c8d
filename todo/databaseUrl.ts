import * as fs from "node:fs";
import * as path from "node:path";

/** What a Postgres address means, whichever provider it came from. */
export interface DatabaseAddress {
  user: string;
  /** Undefined where there is none. */
  password?: string;
  /** A host name, an IP address without brackets, or a socket's folder, which begins with a slash. */
  host: string;
  port: number;
  database: string;
  /** Parameters that libpq knows, with its meaning. */
  parameters: Record<string, string>;
}

/** What of an address is taken, translated, dropped or refused; backend/app/database_url.py reads the same file. */
interface Rules {
  problems: Record<string, string>;
  /** Parameters of libpq, each with a pattern for the whole value. */
  passed: Record<string, string>;
  /** Values that stand for others in libpq's words; for nothing where those are its default. */
  translated: Record<string, Record<string, Record<string, string>>>;
  /** Parameters that say something to another client library alone, by that library. */
  dropped: Record<string, string[]>;
  /** Why a parameter, or any other value of it, cannot be taken. */
  refused: Record<string, string>;
  /** Parameters whose values are files. */
  files: string[];
  /** Values of sslmode, the strictest last. */
  strictness: string[];
}

const RULES: Rules = JSON.parse(
  fs.readFileSync(path.join(__dirname, "..", "backend", "app", "database_url.json"), "utf8"),
);
const DROPPED = new Set(Object.values(RULES.dropped).flat());

export const DEFAULT_PORT = 5432;

/** Blanks, control and invisible characters, and halves of characters. */
const BLANK =
  /[\u0000-\u0020\u007f-\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ud800-\udfff]/u;
/** What pages and tools write around an address: quotes and what ends a statement; a variable's name, psql. */
const QUOTE = /["'`<>\u00ab\u00bb\u2018-\u201f\u2039\u203a]/u;
const ENDS = new RegExp(
  `^(?:${BLANK.source}|${QUOTE.source})+|(?:${BLANK.source}|${QUOTE.source}|[;,])+$`,
  "gu",
);
const PREFIX = new RegExp(
  [
    "^(?:export|set|setx|env|declare[ \\t]+-x)[ \\t]+",
    "^(?:\\$env:)?[a-z_][a-z0-9_.]*(?:[\"'][ \\t]*[:=][ \\t]*|[ \\t]*=[ \\t]*|[ \\t]*:[ \\t]+)",
    "^psql(?:\\.exe)?[ \\t]+",
    "^(?:-d|--dbname)(?:=|[ \\t]+)",
  ].join("|"),
  // Without u: with it, letters beyond ASCII fold to some of these.
  "i",
);
const SCHEME = /^(?:jdbc:)?postgres(?:ql)?(?:\+[a-z0-9_]+)?:\/\/(.*)$/is;
/** What is no such address. */
const OTHERS: Record<string, RegExp> = {
  accelerate: /^prisma(?:\+postgres)?:/i,
  jdbc: /^jdbc:postgres/i,
  scheme: /^[a-z][a-z0-9+.-]*:\/\//i,
  options: /^psql(?:\.exe)?[ \t]+-/i,
  keys: /(?:^|[ \t\n;"'])(?:host|server|data source)[ \t]*=/i,
};
/** What a parameter of any client is called that holds a password. */
const SECRET = /pass|pwd|secret|token|key/i;
const PLACEHOLDER = /^(?:\[.*\]|\{.*\}|<.*>|\*+|your[-_]?password)$/is;
const HOST_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/;
const IP6_ADDRESS = /^(?=.*:.*:)[0-9A-Fa-f:.]{2,45}$/;
/** Parts of an address that libpq and JDBC also take from the query. */
const IN_QUERY = ["user", "password", "host", "port", "dbname"];
const PARAMETER_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
const LOOPBACK = /^(?:localhost|127\..*|::1|0\.0\.0\.0)$/;

/**
 * Reads an address as libpq does: user and password end at the first @, if no slash precedes it. So a # or a ? in a
 * password is one of its characters, and an @ or a slash has to be percent-encoded.
 *
 * @returns what it means, or what is wrong with it: sentences that hold no part of it but names of parameters, and
 *   those only where they cannot be a part of the password.
 */
export function parseDatabaseUrl(
  text: string,
): { address: DatabaseAddress } | { problems: string[] } {
  const url = unwrapped(text);
  const rest = SCHEME.exec(url)?.[1];
  if (rest === undefined) {
    const either = [url, text.replace(ENDS, "")];
    const kind = Object.keys(OTHERS).find((name) => either.some((one) => OTHERS[name]!.test(one)));
    return failed(kind ?? "form");
  }
  const blank = rest.search(BLANK);
  if (blank >= 0) {
    // Behind a host it is no part of a password.
    const isBehind = rest.slice(0, blank).includes("@") && !rest.slice(blank).includes("@");
    return failed(isBehind ? "behind" : "blank");
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(rest)) return failed("percent");
  if (!isText(rest)) return failed("text");

  const end = rest.search(/[@/]/);
  const credentials = rest[end] === "@" ? rest.slice(0, end) : undefined;
  const behind = credentials === undefined ? rest : rest.slice(end + 1);
  const [, place = "", name = "", query = ""] = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(
    behind,
  )!;
  const [, givenUser, givenPassword] = /^([^:]*)(?::(.*))?$/s.exec(credentials ?? "")!;
  const [, givenHost, givenPort] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(place)!;

  const parts = new Map<string, string>();
  const given = {
    user: givenUser,
    password: givenPassword,
    host: givenHost,
    port: givenPort,
    dbname: name,
  };
  for (const [part, value] of Object.entries(given)) if (value) parts.set(part, value);
  const problems: string[] = [];
  // With an @ behind the place, or a secret among them, parameters may be pieces of a password.
  const nameable = !behind.includes("@") && !SECRET.test(query);
  const parameters = readQuery(query, parts, problems, nameable);
  checkTls(parameters, problems);

  const found = (part: string) => decodeURIComponent(parts.get(part) ?? "");
  const host = found("host").replace(/^\[(.*)\]$/s, "$1");
  const port = found("port") || String(DEFAULT_PORT);
  if (!found("user")) problems.push(said("user"));
  if (PLACEHOLDER.test(parts.get("password") ?? "")) problems.push(said("placeholder"));
  if (place.includes(",") || host.includes(",")) problems.push(said("hosts"));
  else {
    if (!host) problems.push(said("no host"));
    else if (!isHost(host)) problems.push(said("host"));
    if (!/^[0-9]{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
      problems.push(said("port"));
    }
  }
  if (!found("dbname")) problems.push(said("no database"));
  if (/[/#@]/.test(name)) problems.push(said("database"));
  if (problems.length > 0) {
    // With an @ too many, all else is a guess, and may show a piece of the password.
    return behind.includes("@") && !/(?:^|&)user=/.test(query) ? failed("split") : { problems };
  }
  const password = found("password") || undefined;
  const address = { user: found("user"), password, host, port: Number(port) };
  return { address: { ...address, database: found("dbname"), parameters } };
}

/** The one way to write an address, which every client reads alike. */
export function databaseUrl(address: DatabaseAddress): string {
  const { user, password, host, port, database, parameters } = address;
  const socket = host.startsWith("/");
  const credentials = [user, ...(password ? [password] : [])].map(encodeURIComponent).join(":");
  const place = host.includes(":") ? `[${host}]` : host;
  const at = socket ? "" : `${place}${port === DEFAULT_PORT ? "" : `:${port}`}`;
  const query = Object.entries({ ...(socket ? { host, port } : {}), ...parameters })
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join("&");
  return `postgresql://${credentials}@${at}/${encodeURIComponent(database)}${query ? `?${query}` : ""}`;
}

/** What keeps a pod from using an address that is right elsewhere. */
export function problemsInPods({ host, parameters }: DatabaseAddress): string[] {
  return [
    ...(host.startsWith("/") ? [said("socket")] : []),
    ...(LOOPBACK.test(host) ? [said("loopback")] : []),
    ...RULES.files
      .filter((name) => parameters[name] !== undefined && parameters[name] !== "system")
      .map((name) => said("parameter", { name, why: said("file") })),
  ];
}

function unwrapped(text: string): string {
  let url = text.replace(ENDS, "");
  while (PREFIX.test(url)) url = url.replace(PREFIX, "").replace(ENDS, "");
  return url;
}

/** Fills in the parts that stand in the query; gives the parameters as libpq has them. */
function readQuery(
  query: string,
  parts: Map<string, string>,
  problems: string[],
  nameable: boolean,
) {
  const parameters: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [index, pair] of query.split("&").entries()) {
    if (pair === "") continue;
    const [, rawName = "", rawValue = ""] = /^([^=]*)=?(.*)$/s.exec(pair)!;
    const name = decodeURIComponent(rawName);
    if (seen.has(name) || parts.has(name)) problems.push(said("twice", { name }));
    if (IN_QUERY.includes(name)) {
      parts.set(name, rawValue);
      continue;
    }
    const meant = meaning(name, decodeURIComponent(rawValue));
    const why = own(RULES.refused, name);
    if (meant) {
      seen.add(name);
      for (const [key, to] of Object.entries(meant)) {
        parameters[key] = key === "sslmode" ? stricter(parameters[key], to) : to;
      }
    } else if (why !== undefined || (nameable && PARAMETER_NAME.test(name))) {
      problems.push(said("parameter", { name, why: why ?? said("unknown") }));
    } else {
      problems.push(said("unnamed", { number: String(index + 1) }));
    }
  }
  return parameters;
}

/** A parameter in libpq's words: nothing where it is dropped, undefined where it cannot be taken. */
function meaning(name: string, value: string): Record<string, string> | undefined {
  const translated = own(own(RULES.translated, name) ?? {}, value);
  if (translated) return translated;
  const pattern = own(RULES.passed, name);
  if (pattern !== undefined && new RegExp(`^(?:${pattern})$`, "s").test(value)) {
    return { [name]: value };
  }
  return DROPPED.has(name) ? {} : undefined;
}

/** libpq looks for certificates of authorities in a file; an address that names none means the system's. */
function checkTls(parameters: Record<string, string>, problems: string[]) {
  if (parameters.sslrootcert !== undefined) return;
  if (parameters.sslmode === "verify-full") parameters.sslrootcert = "system";
  if (parameters.sslmode === "verify-ca") {
    problems.push(said("parameter", { name: "sslmode", why: RULES.refused.sslmode! }));
  }
}

function stricter(one: string | undefined, other: string): string {
  const rank = (mode = "") => RULES.strictness.indexOf(mode);
  return one !== undefined && rank(one) > rank(other) ? one : other;
}

function isHost(host: string): boolean {
  return host.startsWith("/") || HOST_NAME.test(host) || IP6_ADDRESS.test(host);
}

/** Whether its percent-codes are text, without the character that ends a text in C. */
function isText(encoded: string): boolean {
  try {
    return !decodeURIComponent(encoded).includes("\0");
  } catch {
    return false;
  }
}

/** A table's own entry: a name such as "constructor" has none. */
function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function said(problem: string, fill: Record<string, string> = {}): string {
  return RULES.problems[problem]!.replace(/\{(\w+)\}/g, (_, key: string) => fill[key]!);
}

const failed = (problem: string) => ({ problems: [said(problem)] });
