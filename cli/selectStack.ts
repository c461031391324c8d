import * as fs from "node:fs";
import { parse } from "yaml";
import { run } from "../components/shell";
import { configFile, STACK } from "./stack";

/**
 * Selects the stack, and makes it where there is none.
 *
 * Pulumi writes into the stack's file by which passphrase its secrets are encrypted, also where it has
 * none. Whoever gets such a file with a clone has another passphrase: without secrets that line is
 * taken out.
 *
 * @throws Error when it cannot be selected; nothing is changed then.
 */
export async function selectStack(env: Record<string, string>): Promise<void> {
  const first = await select(env);
  if (first.code === 0) return;
  if (first.stderr.includes("incorrect passphrase")) {
    const file = configFile();
    const text = withoutPassphrase(fs.readFileSync(file, "utf8"));
    if (text === undefined) throw new Error(otherPassphrase(file));
    console.error(
      `${file} was encrypted with another passphrase, and holds no secret: that is taken out.`,
    );
    fs.writeFileSync(file, text);
    if ((await select(env)).code === 0) return;
  }
  throw new Error(
    `${first.stderr.trim()}\nstack ${STACK} could not be selected; nothing was changed.`,
  );
}

function select(env: Record<string, string>) {
  return run("pulumi", ["stack", "select", "--create", STACK, "--non-interactive"], {
    env: { ...process.env, ...env },
    allow: () => true,
  });
}

const otherPassphrase = (file: string) =>
  `${file} holds secrets that were encrypted with another passphrase than .pulumi-local/passphrase.\n` +
  "Put the right one into that file. Or, if it is lost: take encryptionsalt and every secret out of " +
  `${file}, and set them again with pulumi config set --secret.`;

/** A stack's file without what it says of its passphrase; undefined when it holds a secret. */
export function withoutPassphrase(text: string): string | undefined {
  if (holdsSecret(parse(text))) return undefined;
  // By line: what stands around it, comments among them, is its owner's.
  const left = text.replace(/^encryptionsalt:.*\n?/m, "");
  return parse(left) ? left : `${left}config: {}\n`;
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key === "secure" || holdsSecret(inner));
}
