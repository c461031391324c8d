import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import { helmTo, kubectlTo } from "../../components/cluster/commandLine";
import { parseJson } from "../../components/process/json";
import {
  deployment,
  RELEASE_TYPE,
  resourcesOf,
  SECRET_TYPE,
  State,
} from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { quoted } from "../../components/process/quoted";
import { namespaceRecords, namespacesIn } from "../../todo/namespace/namespaceState";
import { type Place, presentPlace, SHELL } from "./place";
import { backendNames } from "./stackName";

/** Where a checkout keeps its own state and the passphrase for it: ignored by git. */
export const LOCAL = ".pulumi-local";

/** The address by which pulumi knows the backend in a folder. */
export const backendUrl = (folder = LOCAL) => pathToFileURL(path.resolve(folder)).href;

/**
 * Makes the backend in a folder unless it is there.
 *
 * @returns the environment in which pulumi finds it.
 * @throws Error when its state is there and its passphrase is not: another one could not read it; or when the folder is a
 *   copy of another checkout's.
 */
export function localBackend(folder = LOCAL): Record<string, string> {
  const passphrase = path.resolve(folder, "passphrase");
  if (!fs.existsSync(passphrase)) {
    if (hasState(folder)) throw new Error(lostPassphrase(folder));
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(passphrase, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  }
  refuseCopy(folder);
  return {
    PULUMI_BACKEND_URL: backendUrl(folder),
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    // The state knows the salt as well; so the stack's file, which git tracks, can do without it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
}

/**
 * A checkout that was copied has the same stacks, with the same ids: what is done in it would be done to the app of the
 * first. One that was moved has left nothing where it was.
 */
function refuseCopy(folder: string): void {
  const note = path.join(folder, "folder");
  const here = fs.realpathSync(folder);
  const noted = fs.existsSync(note) ? fs.readFileSync(note, "utf8").trim() : "";
  if (noted === here) return;
  if (noted && hasSameStacks(noted, folder))
    throw new Error(
      `${here} is a copy of ${noted}, with the same stacks in it: commands here would change the app of that ` +
        `checkout. Nothing was changed.\nTo continue there: cd ${quoted(path.dirname(noted))}\n` +
        `To start over here, with other settings: rm -r ${quoted(folder)}\n` +
        `To continue here, and no longer there: rm ${quoted(note)}`,
    );
  fs.writeFileSync(note, `${here}\n`);
}

function hasSameStacks(other: string, folder: string): boolean {
  const passphrase = (of: string) => path.join(of, "passphrase");
  if (!fs.existsSync(passphrase(other)) || !hasState(other)) return false;
  const [there, here] = [other, folder].map((one) => fs.statSync(one));
  // By another way to it, it is the same folder.
  if (there!.ino === here!.ino && there!.dev === here!.dev) return false;
  const [one, two] = [other, folder].map((of) => fs.readFileSync(passphrase(of), "utf8"));
  return one === two;
}

/** Whether any stack is in a backend. */
function hasState(folder: string): boolean {
  const stacks = path.join(folder, ".pulumi", "stacks");
  const files = fs.existsSync(stacks) ? fs.readdirSync(stacks, { recursive: true }) : [];
  return files.some((file) => /\.json(\.gz)?$/.test(String(file)));
}

/** Where a checkout's own backend keeps the stack's state; undefined where it has none. */
export function stateFile(backend = LOCAL): string | undefined {
  const folder = path.join(backend, ".pulumi", "stacks");
  // A state may be compressed.
  const files = backendNames().flatMap((name) =>
    [".json", ".json.gz"].map((ending) => path.join(folder, name + ending)),
  );
  return files.find((file) => fs.existsSync(file));
}

/** A file of Pulumi's backend. */
const stored = v.object({ checkpoint: v.nullish(v.object({ latest: v.nullish(deployment) })) });

/**
 * The stack's state, whose secrets alone need the passphrase.
 *
 * @throws Error where it cannot be read: to begin anew without it would leave what it speaks of.
 */
function stateIn(folder: string): State {
  const file = stateFile(folder);
  if (file === undefined) return {};
  const bytes = fs.readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  try {
    return { deployment: parseJson(stored, text).checkpoint?.latest };
  } catch (error) {
    throw new Error(`the stack's state ${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** @param problem with the file, as it follows its name. */
export function lostPassphrase(folder: string, problem = "is missing"): string {
  const state = stateIn(folder);
  const where = presentPlace(state);
  return (
    `${path.join(folder, "passphrase")} ${problem}. Without the right passphrase, the state in that folder cannot be ` +
    "decrypted: your secrets, the generated passwords, and the list of what the stack created.\n" +
    "Nothing was changed. Restore the file. If it is lost, start over, without the app's data:\n" +
    [...removals(where, state), `rm -r ${quoted(folder)}`, makeCommand("up")]
      .map((command) => `  ${command}`)
      .join("\n")
  );
}

/** The commands that take away what the stack made; a namespace that it found, or was to keep, stays with what is its user's. */
function removals(place: Place, state: State): string[] {
  const own = namespacesIn(state).filter(({ name }) => {
    const record = namespaceRecords(state).find((one) => one.name === name);
    return record === undefined || (record.created && !record.kept);
  });
  const isOwn = (namespace?: string) => own.some(({ name }) => name === namespace);
  const single = [...resourcesOf(state)].reverse().flatMap(({ type, id = "" }) => {
    const [namespace, name] = id.split("/");
    if (!namespace || !name || isOwn(namespace)) return [];
    const within = [name, "--namespace", namespace];
    if (type === RELEASE_TYPE)
      return helmTo(place, ["uninstall", ...within, "--ignore-not-found"], SHELL);
    return type === SECRET_TYPE
      ? kubectlTo(place, ["delete", "secret", ...within, "--ignore-not-found"], SHELL)
      : [];
  });
  return [
    ...single,
    ...own.map(({ name }) =>
      kubectlTo(place, ["delete", "namespace", name, "--ignore-not-found"], SHELL),
    ),
  ];
}
