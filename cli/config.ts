/**
 * Shows or changes the settings of a stack, wherever pulumi and the stack's backend are. What is set is checked and
 * applied by the next `make up`.
 *
 *   SET=KEY=VALUE, SECRET=KEY (asks for the value, or reads standard input), UNSET=KEY; none of them: lists all
 */
import { configCommand, makeCommand, PREFIX, short } from "../todo/configCommand";
import { declaredKeys } from "../todo/configSource";
import { runCommand } from "./stack/interrupt";
import { withoutGaps } from "./stack/listGaps";
import { configured } from "./stack/place";
import { pulumi, pulumiEnvironment, stackName } from "./stack/stack";
import { selectStack } from "./stack/selectStack";
import { bringTools } from "./doctor/download";

/**
 * @param set what the stack's file sets, by key.
 * @returns the arguments of `pulumi config` for what is asked. @throws Error when that is not clear.
 */
export function configArguments(
  asked: NodeJS.ProcessEnv,
  set: Record<string, unknown> = {},
): string[] {
  const { SET, SECRET, UNSET } = asked;
  const wishes = [SET, SECRET, UNSET].filter((wish) => wish !== undefined && wish !== "");
  if (wishes.length > 1) throw new Error("Use only one of SET, SECRET and UNSET at a time.");
  if (SET) return setting(SET, set);
  if (SECRET) return ["set", "--secret", secretKey(SECRET)];
  if (UNSET) return ["rm", ...pathFlag(UNSET), known(UNSET)];
  return [];
}

function setting(wish: string, set: Record<string, unknown>): string[] {
  const [, key = "", value = ""] = /^([^=]*)=(.*)$/s.exec(wish) ?? [];
  if (key === "")
    throw new Error(
      `SET is "${wish}": expected KEY=VALUE, such as: ${makeCommand("config", { variable: "SET=cpus=4" })}`,
    );
  const full = known(key);
  if (isSecret(full))
    throw new Error(
      `${full} is a secret, and SET shows its value on the command line. Nothing was changed. Run: ${configCommand({ secret: full }, stackName())}`,
    );
  refuseGap(wish, full, value, set);
  // Nothing after the dashes is an option: a value may begin with one.
  return ["set", ...pathFlag(key), full, "--", value];
}

/** Pulumi would fill the places of a list before the one that is set with null. */
function refuseGap(wish: string, full: string, value: string, set: Record<string, unknown>): void {
  const [, key, at] = /^(.+)\[(\d+)\]$/.exec(full) ?? [];
  const list = key ? [set[key] ?? []].flat() : [];
  if (!key || Number(at) <= list.length) return;
  const defaults = [declaredKeys()[short(key)]?.default ?? []].flat();
  const wanted = [...list, ...defaults.slice(list.length, Number(at)), value];
  const fix = withoutGaps(key, wanted, defaults, stackName());
  throw new Error(
    `SET is "${wish}": expected at most ${key}[${list.length}], the next position in the list. ` +
      `Nothing was changed. Run: ${fix}`,
  );
}

/** A key may be a place in a list, such as addons[1]. */
const pathFlag = (key: string) => (key.includes("[") ? ["--path"] : []);

function secretKey(key: string): string {
  const full = known(key);
  if (isSecret(full)) return full;
  throw new Error(`${full} is not a secret. Set it with its value: SET=${short(full)}=VALUE`);
}

/** The key in full. @throws Error when Pulumi.yaml declares none like it. */
function known(key: string): string {
  const name = short(key);
  // What another version of the project left is to be taken out by its own name.
  if (name.includes(":")) return name;
  if (Object.hasOwn(declaredKeys(), name.replace(/\[\d+\]$/, ""))) return PREFIX + name;
  throw new Error(`${key} is not a key of this project. Every key: README.md, Configuration`);
}

const isSecret = (full: string) =>
  declaredKeys()[short(full)]?.description.startsWith("SECRET.") ?? false;

async function main(): Promise<void> {
  const wanted = configArguments(process.env, configured());
  await bringTools(["minikube", "kubectl", "helm"]);
  const env = await pulumiEnvironment();
  await selectStack(env);
  process.exitCode = await pulumi(["config", "--stack", stackName(), ...wanted], env);
  if (process.exitCode === 0 && wanted.length > 0)
    console.log(`To apply it, run: ${makeCommand("up")}`);
}

if (require.main === module) runCommand(main, makeCommand("config"));
