import { quoted } from "./quoted";
import type { Command } from "./command";

/** The commands by which a user goes on, as messages name them. */
export interface UserCommands {
  /** Deploys. */
  up: string;
  /** Takes all away. */
  down: string;
  /** Puts a stack right after a run that was interrupted, or whose cluster is gone. */
  recover: string;
  /** By the name of an addon: uses that one, where it is on, in place of one that was asked for. */
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
