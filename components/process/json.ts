import { indent } from "./shell";

/**
 * A tool has answered something that is not JSON. That is no failure of the tool's, which could be noted and gone
 * on after: nothing is known then.
 */
export class AnswerError extends Error {
  /**
   * @param step what the tool was asked for, as it begins the error.
   * @param expected what it was to print.
   * @param command as it is printed, for the user to see the answer: it may hold a secret, and is in no error.
   */
  constructor(step: string, expected: string, command: string) {
    super(
      `${step} failed:\n${indent(`expected ${expected}, and nothing beside it, from: ${command}`)}`,
    );
    this.name = "AnswerError";
  }
}

/**
 * What a tool answered as JSON; the parameters are those of AnswerError.
 *
 * @throws AnswerError where it is none: a tool's plugin, or what wraps the tool, has printed something of its own.
 */
export function readJson<Answer>(stdout: string, step: string, command: string): Answer {
  try {
    return JSON.parse(stdout) as Answer;
  } catch {
    throw new AnswerError(step, "JSON", command);
  }
}
