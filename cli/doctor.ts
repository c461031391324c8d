/**
 * Looks whether this machine has what `make up` needs. Changes nothing.
 *
 *   node --import tsx cli/doctor.ts [--json] [--without TOOL]...
 *
 * Ends with 1 when something is missing.
 */
import * as fs from "node:fs/promises";
import * as os from "node:os";
import { run } from "../components/shell";
import {
  DOCKER,
  Finding,
  ROOM,
  roomFinding,
  System,
  TOOLS,
  ToolCheck,
  toolFinding,
} from "./doctorChecks";
import { table } from "./table";

const system: System = ["darwin", "win32"].includes(process.platform)
  ? (process.platform as System)
  : "linux";

/** All findings; every check runs beside the others. */
export async function examine(without: string[] = []): Promise<Finding[]> {
  const tools = TOOLS.filter((check) => !without.includes(check.name));
  return Promise.all([...[DOCKER, ...tools].map(tool), cpus(), memory(), disk()]);
}

async function output(check: ToolCheck): Promise<string | undefined> {
  return run(check.name, check.args, { timeoutSeconds: 20 }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

const tool = async (check: ToolCheck) => toolFinding(check, await output(check), system);

/** Docker Desktop's containers have what its virtual machine has, not what the laptop has. */
async function engine(field: string): Promise<number> {
  const answer = await run("docker", ["info", "--format", `{{.${field}}}`], {
    timeoutSeconds: 20,
  }).catch(() => undefined);
  return Number(answer?.stdout.trim()) || Infinity;
}

async function cpus(): Promise<Finding> {
  return roomFinding(ROOM.cpus, Math.min(os.cpus().length, await engine("NCPU")), system);
}

async function memory(): Promise<Finding> {
  const [free, total] = await Promise.all([freeMemory(), engine("MemTotal")]);
  return roomFinding(ROOM.memory, Math.min(free, total) / 2 ** 20, system);
}

/** Bytes that a program can have: on Linux that counts what caches would give back. */
async function freeMemory(): Promise<number> {
  const info = await fs.readFile("/proc/meminfo", "utf8").catch(() => "");
  const kilobytes = /^MemAvailable:\s+(\d+)/m.exec(info)?.[1];
  if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  // macOS and Windows call memory used that they would give back: the total is the better guide.
  return os.totalmem() / 2;
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = await fs.statfs(process.cwd());
  return roomFinding(ROOM.disk, (bavail * bsize) / 2 ** 30, system);
}

export function doctorTable(findings: Finding[]): string {
  const rows = findings.map(({ name, ok, found, needed, mend }) => [
    ok ? "ok" : "MISSING",
    name,
    found,
    needed,
    mend,
  ]);
  return table(["", "what", "found", "needed", "to mend it"], rows);
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const findings = await examine(args.filter((_, i) => args[i - 1] === "--without"));
  const ok = findings.every((finding) => finding.ok);
  console.log(
    args.includes("--json") ? JSON.stringify({ ok, findings }, null, 2) : doctorTable(findings),
  );
  process.exitCode = ok ? 0 : 1;
}

if (require.main === module) void main();
