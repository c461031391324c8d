import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { kubectlTo } from "../../components/cluster/commandLine";
import { makeCommand } from "../../todo/configCommand";
import { quoted } from "../../components/process/quoted";
import { place, SHELL } from "./place";
import { configFile } from "./stackName";

/** Where a checkout keeps its own state and the passphrase for it: ignored by git. */
export const LOCAL = ".pulumi-local";

/** The address by which pulumi knows the backend in a folder. */
export const backendUrl = (folder = LOCAL) => pathToFileURL(path.resolve(folder)).href;

/**
 * Makes the backend in a folder unless it is there.
 *
 * @returns the environment in which pulumi finds it.
 * @throws Error when its state is there and its passphrase is not: another one could not read it.
 */
export function localBackend(folder = LOCAL): Record<string, string> {
  const passphrase = path.resolve(folder, "passphrase");
  if (!fs.existsSync(passphrase)) {
    if (hasState(folder)) throw new Error(lostPassphrase(folder));
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(passphrase, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  }
  return {
    PULUMI_BACKEND_URL: backendUrl(folder),
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    // The state knows the salt as well; so the stack's file, which git tracks, can do without it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
}

/** Whether any stack is in a backend. */
function hasState(folder: string): boolean {
  const stacks = path.join(folder, ".pulumi", "stacks");
  const files = fs.existsSync(stacks) ? fs.readdirSync(stacks, { recursive: true }) : [];
  return files.some((file) => String(file).endsWith(".json"));
}

const lostPassphrase = (folder: string, where = place()) =>
  `${path.join(folder, "passphrase")} is missing. Without it nobody reads the state beside it: ` +
  "the secrets that were set, the generated passwords, and what the stack has made.\n" +
  `Nothing was changed. Put the file back. Or, if it is lost, begin anew; the app's data goes with its namespace, ` +
  `where ${configFile()} says that it is:\n` +
  `  ${kubectlTo(where, ["delete", "namespace", where.namespace, "--ignore-not-found"], SHELL)}\n` +
  `  rm -r ${quoted(folder)}\n` +
  `  ${makeCommand("up")}`;
