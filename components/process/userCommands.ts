import { quoted } from "./quoted";
import type { Command } from "./command";

/** The commands that messages tell the user to run. */
export interface UserCommands {
  /** Deploys. */
  up: string;
  /** Removes everything. */
  down: string;
  /** Repairs a stack after an interrupted run, or after its cluster was deleted. */
  recover: string;
  /** By the name of an addon: the command that uses this addon instead of the requested one. */
  useAddon?: Record<string, string>;
}

/** Pulumi's own, for a program that names no others. */
export function pulumiCommands(stack: string): UserCommands {
  const pulumi = (verb: string) => `pulumi ${verb} --stack ${quoted(stack)}`;
  return {
    up: pulumi("up"),
    down: pulumi("destroy"),
    recover: `${pulumi("cancel")} --yes && ${pulumi("refresh")}`,
  };
}

/** Set by the program that runs pulumi: the commands as they are now. A state has those of the last up, before any rename. */
export const PRESENT_COMMANDS = "PRESENT_COMMANDS";

/** Those that a program is given in COMMANDS, as they are now; a state of an earlier version gives none. */
export function givenCommands(variable: Command["variable"]): UserCommands {
  const [given, now] = [variable("COMMANDS"), variable(PRESENT_COMMANDS)];
  return {
    ...(given === "" ? pulumiCommands(variable("STACK")) : JSON.parse(given)),
    ...(now === "" ? {} : JSON.parse(now)),
  };
}
