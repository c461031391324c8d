import * as fs from "node:fs";
import * as path from "node:path";
import * as v from "valibot";
import { readJson } from "../../components/process/json";
import { lastLines, run, ToolError } from "../../components/process/shell";
import { commandLine } from "../../components/process/typed";

/** What an audit of locked packages found. */
export interface Audited {
  what: string;
  /** Ids of vulnerabilities, each with the package. */
  found: { id: string; in: string; severity: string }[];
  /** Why nothing could be found out. */
  unanswered?: string;
}

const text = v.optional(v.string());

/** What npm prints: what it found, or why it could not ask. */
const npmAnswer = v.object({
  message: text,
  error: v.optional(v.object({ summary: text })),
  vulnerabilities: v.optional(
    v.record(
      v.string(),
      v.object({
        via: v.array(
          v.union([v.string(), v.object({ url: text, name: v.string(), severity: v.string() })]),
        ),
      }),
    ),
  ),
});

/** `npm audit` of a lock file's production packages. */
export async function npmAudit(folder: string): Promise<Audited> {
  const what = path.join(folder, "package-lock.json");
  const args = ["audit", "--json", "--omit=dev", "--prefix", folder];
  const { stdout } = await run("npm", args, { allow: () => true, timeoutSeconds: 120 });
  const step = `asking for vulnerabilities of ${what}`;
  const answer = readJson(npmAnswer, stdout || "{}", step, commandLine("npm", args));
  if (!answer.vulnerabilities) {
    return { what, found: [], unanswered: answer.message ?? answer.error?.summary ?? "no answer" };
  }
  const entries = Object.values(answer.vulnerabilities);
  const advisories = entries.flatMap(({ via }) => via).filter((via) => typeof via !== "string");
  return {
    what,
    found: advisories.map(({ url, name, severity }) => ({
      id: url?.split("/").at(-1) ?? name,
      in: name,
      severity,
    })),
  };
}

/** `pip-audit` of the backend's locked packages. It lives in a virtual environment of its own. */
export async function pipAudit(requirements: string): Promise<Audited> {
  const what = requirements;
  try {
    const tool = await pipAuditTool();
    const args = ["--requirement", requirements, "--require-hashes", "--disable-pip"];
    const { stdout, stderr } = await run(
      tool,
      [...args, "--format=json", "--progress-spinner=off"],
      { allow: (code) => code === 1, timeoutSeconds: 300 },
    );
    // It ends alike when it found something and when the server did not answer.
    if (stdout.trim() === "") return { what, found: [], unanswered: lastLines(stderr, 1) };
    return readPipAudit(what, stdout);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { what, found: [], unanswered: error.words.split("\n")[0] };
  }
}

const pipAnswer = v.object({
  dependencies: v.array(
    v.object({
      ...{ name: v.string(), version: text, skip_reason: text },
      vulns: v.optional(v.array(v.object({ id: v.string() }))),
    }),
  ),
});

/** Reads its JSON: a package that it could not ask about may have vulnerabilities. */
export function readPipAudit(what: string, json: string): Audited {
  const step = `asking for vulnerabilities of ${what}`;
  const { dependencies } = readJson(pipAnswer, json, step, `pip-audit --requirement ${what}`);
  const skipped = dependencies.filter((dependency) => dependency.skip_reason);
  return {
    what,
    found: dependencies.flatMap(({ name, version, vulns }) =>
      (vulns ?? []).map(({ id }) => ({ id, in: `${name} ${version}`, severity: "unknown" })),
    ),
    ...(skipped.length > 0
      ? {
          unanswered: `${skipped.length} of ${dependencies.length} packages: ${skipped[0]!.skip_reason}`,
        }
      : {}),
  };
}

async function pipAuditTool(): Promise<string> {
  const folder = path.resolve("backend/.venv/pip-audit");
  const tool = path.join(folder, "bin", "pip-audit");
  if (!fs.existsSync(tool)) {
    await run("python3", ["-m", "venv", folder], {
      step: "making a virtual environment for pip-audit",
    });
    await run(path.join(folder, "bin", "pip"), ["install", "--quiet", "pip-audit==2.10.1"], {
      step: "installing pip-audit",
    });
  }
  return tool;
}
