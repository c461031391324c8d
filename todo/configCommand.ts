/**
 * The command by which a user changes a setting, as it runs in the shell that they are in: `make` finds the
 * stack's backend and a pulumi that it brought itself; who runs pulumi plainly has chosen both.
 */

import { quoted } from "../components/process/quoted";

/** Set for all that `make` runs through pulumi: the name of its stack now. A state has the one of the last up. */
export const BY_MAKE = "TODO_MAKE_STACK";

/** The stack that `make` takes where it is told none. */
export const DEFAULT_STACK = "dev";

/** What every key of the project begins with, and what `make config` leaves out. */
export const PREFIX = "todo:";

/** A key as `make config` takes it. */
export const short = (key: string) => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key);

/** What is to be done with a key, such as `todo:cpus`. */
export type Change = { set: string; to: string } | { secret: string } | { unset: string };

/** @param stack the stack that `make` works on; undefined: pulumi was run plainly. */
export function configCommand(change: Change, stack = process.env[BY_MAKE]): string {
  return stack === undefined ? byPulumi(change) : byMake(change, stack);
}

function byPulumi(change: Change): string {
  if ("secret" in change) return `pulumi config set --secret ${change.secret}`;
  const path = (key: string) => (key.includes("[") ? "--path " : "");
  if ("unset" in change) return `pulumi config rm ${path(change.unset)}${quoted(change.unset)}`;
  return `pulumi config set ${path(change.set)}${quoted(change.set)} ${quoted(change.to)}`;
}

function byMake(change: Change, stack: string): string {
  const config = (variable: string) => makeCommand("config", { stack, variable });
  if ("secret" in change) return config(`SECRET=${short(change.secret)}`);
  if ("unset" in change) return config(`UNSET=${quoted(short(change.unset))}`);
  // make would read a dollar as the beginning of a variable.
  const value = change.to.replaceAll("$", "$$$$");
  return config(`SET=${quoted(`${short(change.set)}=${value}`)}`);
}

/**
 * A command of the Makefile's as a user types it, such as `make up STACK=test`.
 *
 * @param variable what it is told beside the stack, as one word of a shell.
 */
export function makeCommand(
  target: string,
  {
    stack = process.env[BY_MAKE] || process.env.STACK || DEFAULT_STACK,
    variable,
  }: { stack?: string; variable?: string } = {},
): string {
  const where = stack === DEFAULT_STACK ? undefined : `STACK=${quoted(stack)}`;
  return ["make", target, variable, where].filter(Boolean).join(" ");
}
