/** A run that changes the stack just now, by the lock that pulumi keeps in a folder. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { FieldError, parseJson } from "../../components/process/json";
import { ask } from "../../components/process/shell";
import { hasProcess } from "../../components/process/hasProcess";
import { quoted } from "../../components/process/quoted";
import { backendNames, stackName } from "./stackName";

/** What pulumi writes into a lock. */
const lockFile = v.object({
  pid: v.number(),
  username: v.optional(v.string()),
  hostname: v.optional(v.string()),
  timestamp: v.optional(v.string()),
});
type Lock = v.InferOutput<typeof lockFile>;

/**
 * Of two that write one state at a time, the last one wins, and what the other has made is forgotten. Pulumi's own
 * look at the lock comes late, and `pulumi cancel` does not ask.
 *
 * @param command what is to be run then.
 * @throws Error where such a run lives on this machine, or may live on another one; nothing is changed then.
 */
export function refuseUnderWay(env: Record<string, string>, command: string): void {
  for (const file of locks(env)) {
    const lock = readLock(file, command);
    if (lock === undefined) continue;
    const isHere = lock.hostname === os.hostname();
    if (isHere && !isAlive(lock.pid)) continue;
    throw new Error(
      `stack ${stackName()} is being changed by process ${lock.pid}${isHere ? "" : whose(lock)}. Nothing was changed. ` +
        `Wait until it ends, or press Ctrl-C in its terminal, then run: ${command}\n` +
        `If that process no longer exists: rm ${quoted(file)}, then: ${command}`,
    );
  }
}

const whose = ({ username, hostname, timestamp }: Lock) =>
  ` of ${username ?? "an unknown user"} on ${hostname ?? "another machine"}, since ${timestamp ?? "an unknown time"}`;

/** Whether locks can be looked at here, and so be known to be left of a run that has ended. */
export const seesLocks = (env: Record<string, string>): boolean => lockFolder(env) !== undefined;

/** Where the backend keeps its locks; undefined where that is no folder. */
function lockFolder(env: Record<string, string>): string | undefined {
  const backend = env.PULUMI_BACKEND_URL ?? process.env.PULUMI_BACKEND_URL;
  if (!backend?.startsWith("file://") || !URL.canParse(backend)) return undefined;
  const url = new URL(backend);
  // pulumi takes file://~ too, which is no path.
  return url.host === "" ? path.join(fileURLToPath(url), ".pulumi", "locks") : undefined;
}

/** Files of the stack's locks. */
function locks(env: Record<string, string>): string[] {
  const folder = lockFolder(env);
  if (folder === undefined) return [];
  const [byProject, bare] = backendNames();
  const all = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : [];
  return all
    .map(String)
    .filter((file) => file.endsWith(".json"))
    .filter((file) => {
      const of = path.dirname(file);
      // pulumi puts the organization's folder before the project's.
      return of === bare || of.endsWith(path.sep + byProject);
    })
    .map((file) => path.join(folder, file));
}

/** @throws Error where it is another one than pulumi writes. @param command what is to be run then. */
function readLock(file: string, command: string): Lock | undefined {
  try {
    return parseJson(lockFile, fs.readFileSync(file, "utf8"));
  } catch (error) {
    // It went in that moment, or is not whole yet.
    if (!(error instanceof FieldError)) return undefined;
    throw new Error(
      `pulumi's lock ${file} cannot be read: ${error.message}. Nothing was changed. ` +
        `If no run of stack ${stackName()} is in progress: rm ${quoted(file)}, then: ${command}`,
      { cause: error },
    );
  }
}

/** Whether a process is a pulumi that runs: after a crash another one may have its number. */
function isAlive(pid: number): boolean {
  if (!hasProcess(pid)) return false;
  const shown = ask("ps", ["-p", `${pid}`, "-o", "stat=", "-o", "comm="])?.trim();
  // Without a ps no more is known; one that has ended and whose parent does not care is a zombie.
  return shown === undefined || (/pulumi/.test(shown) && !shown.startsWith("Z"));
}
