import * as fs from "node:fs";
import { parseYaml } from "../../components/process/yaml";

/**
 * What a stack's file says.
 *
 * @throws Error that names file and line where it is no YAML.
 */
export function readStackFile(file: string, text = fs.readFileSync(file, "utf8")): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new Error(
      `${file} is not valid YAML: ${(error as Error).message}. Nothing was changed. Correct that line, then run the same command again.`,
    );
  }
}

/**
 * Takes out of a stack's file by which passphrase its secrets are encrypted, unless it holds a secret.
 * Without one the salt says nothing that the state does not know, and git would see a change.
 *
 * @returns whether the file is without a salt now.
 */
export function dropSalt(file: string): boolean {
  if (!fs.existsSync(file)) return true;
  const text = fs.readFileSync(file, "utf8");
  const left = withoutPassphrase(text, file);
  if (left === undefined) return false;
  if (left !== text) fs.writeFileSync(file, left);
  return true;
}

/** A stack's file without what it says of its passphrase; undefined when it holds a secret. */
export function withoutPassphrase(text: string, file = ""): string | undefined {
  if (holdsSecret(readStackFile(file, text))) return undefined;
  // By line: what stands around it, comments among them, is its owner's.
  const left = text.replace(/^encryptionsalt:.*\n?/m, "");
  return parseYaml(left) ? left : `${left}config: {}\n`;
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key === "secure" || holdsSecret(inner));
}
