/** The stack's state as its own program reads it. */
import * as pulumi from "@pulumi/pulumi";
import { readJson } from "./json";
import { mustAnswer } from "./shell";
import { state as stateSchema, type State } from "./stackState";
import { commandLine } from "./typed";

/**
 * The stack's state for its own program; undefined where there is none, as under mocks.
 *
 * The SDK lets a program read the state of other stacks only, so the CLI that runs it is asked.
 *
 * @throws pulumi.RunError when the state cannot be read.
 */
export function exportedState(): State | undefined {
  if (!pulumi.runtime.hasEngine()) return undefined;
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    const step = `reading the state of stack ${stack}`;
    const args = ["stack", "export", "--stack", stack];
    const exported = mustAnswer("pulumi", args, { step, timeoutSeconds: 60 });
    return readJson(stateSchema, exported, step, commandLine("pulumi", args));
  } catch (error) {
    throw new pulumi.RunError((error as Error).message);
  }
}

/**
 * The state as it was at the first call, read no more than once. A program's cluster keeps it, and lives as long as one run:
 * kept for the whole process it would be an earlier run's where one process has several, as with Pulumi's Automation API.
 */
export function stateOnce(): () => State | undefined {
  let state: State | undefined;
  return () => (state ??= exportedState());
}
