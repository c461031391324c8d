import { ToolError } from "./shell";

/**
 * What a tool answered as JSON.
 *
 * @param step what it was asked for, as it begins an error.
 * @param command as it is printed, for the user to see the answer: it may hold a secret, and is in no error.
 * @throws ToolError where it is none: a tool's plugin, or what wraps the tool, has printed something of its own.
 */
export function readJson<Answer>(stdout: string, step: string, command: string): Answer {
  try {
    return JSON.parse(stdout) as Answer;
  } catch {
    const words = `expected JSON, and nothing beside it, from: ${command}`;
    throw new ToolError(step, words, undefined);
  }
}
