/**
 * Looks whether this machine has what `make up` needs. Changes nothing.
 *
 *   node --import tsx cli/doctor.ts [--json] [--without TOOL]...
 *
 * Ends with 1 when something is missing that `make up` does not download.
 */
import * as fs from "node:fs/promises";
import * as os from "node:os";
import { parseArgs } from "node:util";
import { tried } from "../tools/compatibility/records";
import { profileConfig } from "../components/cluster/profileRecord";
import { run } from "../components/process/shell";
import {
  DOCKER,
  Finding,
  ROOM,
  ROOM_FOR,
  RoomCheck,
  roomFinding,
  TOOLS,
  ToolCheck,
  toolFinding,
} from "./doctor/checks";
import { fileConfig } from "../todo/configSource";
import { configured, needlessTools } from "./stack/place";
import { Surroundings, surroundingsFindings } from "./doctor/surroundings";
import { thisSystem } from "./doctor/system";
import { table } from "../tools/report/table";
import { missingTools } from "./doctor/download";
import { runMain } from "./stack/entryPoint";

const system = thisSystem();

/**
 * All findings; every check runs beside the others.
 *
 * @param without tools that the stack does not need.
 * @param changes whether something is about to be deployed; else nothing has to be free.
 */
export async function examine(without: string[] = [], changes = true): Promise<Finding[]> {
  const tools = TOOLS.filter((check) => !without.includes(check.name));
  const ofMinikube = !without.includes("minikube");
  const starts = ofMinikube && profileConfig(setting("profile")) === undefined;
  const rooms = ROOM_FOR[!changes ? "look" : starts ? "start" : "deploy"];
  const [findings, around] = await Promise.all([
    Promise.all([...[DOCKER, ...tools].map(tool), ...rooms.map(room)]),
    ofMinikube ? surroundings().then(surroundingsFindings) : [],
  ]);
  return [...findings, ...around];
}

const setting = (key: string) => (fileConfig(configured()).get(key) ?? "").trim();

async function surroundings(): Promise<Surroundings> {
  const profile = setting("profile");
  const format = "{{.Endpoints.docker.Host}}";
  const [engine, kubectl] = await Promise.all([
    answer("docker", ["context", "inspect", "--format", format]),
    answer("kubectl", ["version", "--client"]),
  ]);
  return {
    system,
    env: process.env,
    uid: process.getuid?.(),
    engine: engine?.trim(),
    kubectl,
    profile,
    driver: setting("driver"),
    kubernetesVersion: setting("kubernetesVersion"),
    found: profileConfig(profile),
  };
}

/** What a tool says; undefined where it is missing, says no, or does not answer in time. */
async function answer(name: string, args: string[]): Promise<string | undefined> {
  return run(name, args, { timeoutSeconds: 20 }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

async function tool(check: ToolCheck): Promise<Finding> {
  const said = await answer(check.name, check.args);
  const installed = missingTools(process.env.PATH ?? "", [check.name]).length === 0;
  return toolFinding(check, said ?? { installed }, system, tried(check.name, check.line));
}

/** Docker Desktop's containers have what its virtual machine has, not what the laptop has. */
async function engine(field: string): Promise<number> {
  const said = await answer("docker", ["info", "--format", `{{.${field}}}`]);
  return Number(said?.trim()) || Infinity;
}

async function room(check: RoomCheck): Promise<Finding> {
  return roomFinding(check, await AMOUNT[check.name]!(), system);
}

/** How much of each there is, in its unit. */
const AMOUNT: Record<string, () => Promise<number>> = {
  [ROOM.cpus.name]: async () => Math.min(os.cpus().length, await engine("NCPU")),
  [ROOM.memory.name]: async () =>
    Math.min(...(await Promise.all([freeMemory(), engine("MemTotal")]))) / 2 ** 20,
  [ROOM.disk.name]: async () => (await freeDisk()) / 2 ** 30,
};

/** Bytes that a program can have: on Linux that counts what caches would give back. */
async function freeMemory(): Promise<number> {
  const info = await fs.readFile("/proc/meminfo", "utf8").catch(() => "");
  const kilobytes = /^MemAvailable:\s+(\d+)/m.exec(info)?.[1];
  if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  // macOS and Windows call memory used that they would give back: the total is the better guide.
  return os.totalmem() / 2;
}

/** Where images and nodes lie is often another disk than the checkout's; in a virtual machine it is not seen. */
async function freeDisk(): Promise<number> {
  const engines = (await answer("docker", ["info", "--format", "{{.DockerRootDir}}"]))?.trim();
  return Math.min(...(await Promise.all([process.cwd(), engines || "."].map(freeBytes))));
}

const freeBytes = (folder: string) =>
  fs.statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Infinity,
  );

export function doctorTable(findings: Finding[]): string {
  const rows = findings.map(({ name, ok, found, needed, fix }) => [
    ok ? (fix ? "note" : "ok") : "MISSING",
    name,
    found,
    needed,
    fix,
  ]);
  return table(["", "check", "found", "needed", "fix"], rows);
}

/** Before anything is changed. @throws Error with the table of all findings where something is missing. */
export function mustBeThere(findings: Finding[]): void {
  if (findings.every(({ ok }) => ok)) return;
  throw new Error(
    `${doctorTable(findings)}\n\nNothing was changed. Fix the lines marked MISSING, then run the same command again.`,
  );
}

async function main(): Promise<void> {
  const { json, without = [] } = parseArgs({
    options: { json: { type: "boolean" }, without: { type: "string", multiple: true } },
  }).values;
  const findings = await examine([...needlessTools(), ...without]);
  const ok = findings.every((finding) => finding.ok);
  console.log(json ? JSON.stringify({ ok, findings }, null, 2) : doctorTable(findings));
  process.exitCode = ok ? 0 : 1;
}

if (require.main === module) runMain(main);
