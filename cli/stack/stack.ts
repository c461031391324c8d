import * as fs from "node:fs";
import * as v from "valibot";
import { readJson } from "../../components/process/json";
import { BY_MAKE, makeCommand } from "../../todo/configCommand";
import { userCommands } from "../../todo/userCommands";
import { state as stateSchema, type State } from "../../components/process/stackState";
import { commandLine } from "../../components/process/typed";
import { PRESENT_COMMANDS } from "../../components/process/userCommands";
import { attach, follow, run } from "../../components/process/shell";
import { endpointsSchema } from "../../todo/endpoints";
import { stopIfInterrupted } from "./interrupt";
import { backendUrl, LOCAL, localBackend } from "./localBackend";
import { isLoggedIn } from "./login";
import { Style, view, wholeRun } from "./progressView";
import { openLog } from "./runLog";
import { dropSalt } from "./stackFile";
import { configFile, refuseWholeName, stackName } from "./stackName";

export { configFile, stackName };

export const STACK = stackName();

/**
 * The environment in which `pulumi` finds its state: the user's own backend where one is chosen or
 * logged in to, else one inside the checkout, with a passphrase made for it.
 *
 * With the latter, the stack's file is left without the salt that pulumi writes into it, however this
 * process ends (docs/decisions/0013-no-salt-in-a-tracked-file.md).
 *
 * @throws Error when the checkout's own backend has lost its passphrase, the stack is named with its organization, or it is
 *   not known whether the user's own backend has the stack.
 */
export async function pulumiEnvironment(): Promise<Record<string, string>> {
  refuseWholeName();
  if (await hasOwnBackend()) return {};
  const env = localBackend();
  // One that was set for another project would come before the file.
  delete process.env.PULUMI_CONFIG_PASSPHRASE;
  process.once("exit", () => dropSalt(configFile()));
  return env;
}

async function hasOwnBackend(): Promise<boolean> {
  const { PULUMI_BACKEND_URL: chosen, PULUMI_ACCESS_TOKEN: token } = process.env;
  // A shell that has evaluated `make env` has chosen the checkout's.
  if (chosen) return chosen !== backendUrl();
  if (token) return true;
  return fs.existsSync(LOCAL) ? false : isLoggedIn();
}

/** Runs pulumi on the terminal. @returns its exit code. @throws when the user wants to stop; it is not run then. */
export async function pulumi(args: string[], env: Record<string, string>): Promise<number> {
  stopIfInterrupted();
  return attach("pulumi", args, byMake(env));
}

const byMake = (env: Record<string, string>) => ({
  ...{ ...process.env, ...env },
  [BY_MAKE]: stackName(),
  [PRESENT_COMMANDS]: JSON.stringify(userCommands(stackName(), [])),
});

/** How `up` is run: what it is about to do was asked for. */
export const CHANGE = ["--yes", "--skip-preview", "--suppress-outputs"];

const CHANGES = { up: "Update", destroy: "Removal", refresh: "Refresh" };

/**
 * Lets pulumi change the stack, and tells of it in a few lines; all of it goes into a log. With VERBOSE, pulumi has
 * the terminal to itself.
 *
 * The engine's events come through a pipe, not through a file: those for debugging have secrets in them.
 *
 * @returns pulumi's exit code.
 */
export async function change(
  verb: keyof typeof CHANGES,
  args: string[],
  env: Record<string, string>,
  style: Style = wholeRun(`${CHANGES[verb]} of stack ${stackName()}`),
): Promise<number> {
  const command = (...flags: string[]) => [verb, "--stack", stackName(), ...flags, ...args];
  if (process.env.VERBOSE) return pulumi(command(), env);
  stopIfInterrupted();
  const { onLine, end, stop } = view(style, openLog(stackName(), verb, new Date()));
  try {
    const flags = command("--json", "--color=never");
    const code = await follow("pulumi", flags, byMake(env), onLine);
    end(code);
    return code;
  } finally {
    stop();
  }
}

/** The stack's outputs, or undefined when there is no such stack. */
export async function outputs(env: Record<string, string>): Promise<Outputs | undefined> {
  const args = ["stack", "output", "--json", "--stack", stackName()];
  const { code, stdout } = await run("pulumi", args, {
    env: { ...process.env, ...env },
    allow: () => true,
  });
  if (code !== 0) return undefined;
  const read = <Schema extends v.GenericSchema>(schema: Schema) =>
    readJson(schema, stdout, "reading the stack's outputs", commandLine("pulumi", args));
  // A stack that was never up has none.
  return read(v.partial(outputsSchema)).namespace ? read(outputsSchema) : undefined;
}

/** Whether there is a stack of the name. */
export const stackExists = async (env: Record<string, string>): Promise<boolean> =>
  (await stacks(env)).includes(stackName());

/**
 * What to type for the stacks that there are, where the one of the name is not among them: of one that was renamed, the
 * former name is printed where pulumi is run plainly.
 *
 * @param target of the Makefile's.
 */
export async function otherStacks(env: Record<string, string>, target: string): Promise<string> {
  const others = (await stacks(env)).map((stack) => `${stack}: ${makeCommand(target, { stack })}`);
  return others.length > 0 ? ` Existing stacks: ${others.join("; ")}` : "";
}

/** Names of those that there are. */
export async function stacks(env: Record<string, string>): Promise<string[]> {
  const args = ["stack", "ls", "--json"];
  const step = "listing the stacks";
  const { stdout } = await run("pulumi", args, { env: { ...process.env, ...env }, step });
  const listed = readJson(stackList, stdout, step, commandLine("pulumi", args));
  return listed.map(({ name }) => name.split("/").at(-1)!);
}

const stackList = v.array(v.object({ name: v.string() }));

/** The state of a stack, its secrets encrypted. */
export async function readState(env: Record<string, string>, stack = stackName()): Promise<State> {
  const args = ["stack", "export", "--stack", stack];
  const step = "reading the stack's state";
  const { stdout } = await run("pulumi", args, { step, env: { ...process.env, ...env } });
  return readJson(stateSchema, stdout || "{}", step, commandLine("pulumi", args));
}

/** Puts another state in the place of the stack's. */
export async function writeState(env: Record<string, string>, state: State): Promise<void> {
  await run("pulumi", ["stack", "import", "--stack", stackName()], {
    step: "writing the stack's state",
    env: { ...process.env, ...env },
    input: JSON.stringify(state),
  });
}

const outputsSchema = v.object({
  namespace: v.string(),
  context: v.string(),
  backendImage: v.string(),
  frontendImage: v.string(),
  endpoints: endpointsSchema,
});
export type Outputs = v.InferOutput<typeof outputsSchema>;
