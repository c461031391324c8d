import { quoted } from "./quoted";
import type { Command } from "./command";

/** The commands by which a user goes on, as messages name them. */
export interface UserCommands {
  /** Deploys. */
  up: string;
  /** Takes all away. */
  down: string;
  /** Puts a stack right after a run that was cut off, or whose cluster is gone. */
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

/** Those that a program is given in COMMANDS; a state of an earlier version gives none. */
export function givenCommands(variable: Command["variable"]): UserCommands {
  const given = variable("COMMANDS");
  return given === "" ? pulumiCommands(variable("STACK")) : JSON.parse(given);
}
