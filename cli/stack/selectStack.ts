import { run } from "../../components/process/shell";
import { configFile, stackName } from "./stack";
import { makeCommand } from "../../todo/configCommand";
import { dropSalt } from "./stackFile";

/**
 * Selects the stack, and makes it where there is none.
 *
 * Pulumi writes into the stack's file by which passphrase its secrets are encrypted, also where it has
 * none. A user who gets such a file with a clone has another passphrase: without secrets that line is
 * taken out.
 *
 * @throws Error when it cannot be selected; nothing is changed then.
 */
export async function selectStack(env: Record<string, string>): Promise<void> {
  const first = await select(env);
  if (first.code === 0) return;
  if (first.stderr.includes("incorrect passphrase")) {
    const file = configFile();
    if (!dropSalt(file)) throw new Error(otherPassphrase(file));
    console.error(
      `${file} has an encryptionsalt of another passphrase, and no secret: removing encryptionsalt.`,
    );
    if ((await select(env)).code === 0) return;
  }
  throw new Error(
    `${first.stderr.trim()}\nstack ${stackName()} could not be selected; nothing was changed.`,
  );
}

function select(env: Record<string, string>) {
  return run("pulumi", ["stack", "select", "--create", stackName(), "--non-interactive"], {
    env: { ...process.env, ...env },
    allow: () => true,
  });
}

const otherPassphrase = (file: string) =>
  `${file} has secrets that were encrypted with another passphrase than the one in .pulumi-local/passphrase. ` +
  "Nothing was changed.\n" +
  "Put the right passphrase into that file. If it is lost, remove encryptionsalt and every secret from " +
  `${file}, then set the secrets again with ${makeCommand("config", { variable: "SECRET=KEY" })}.`;
