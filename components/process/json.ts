/** JSON from outside of the program: what a tool answers, and what a person or an earlier version wrote. */
import * as v from "valibot";
import { indent } from "./shell";

/**
 * A tool has answered something that is not what it was asked for. That is no failure of the tool's, which could be
 * noted and gone on after: nothing is known then.
 */
export class AnswerError extends Error {
  /**
   * @param step what the tool was asked for, as it begins the error.
   * @param problem what is wrong with the answer, as `field … is missing`.
   * @param command as it is printed, for the user to see the answer: it may hold a secret, and is in no error.
   */
  constructor(step: string, problem: string, command: string) {
    super(`${step} failed:\n${indent(`${problem}, from: ${command}`)}`);
    this.name = "AnswerError";
  }
}

/**
 * What a tool answered as JSON; the other parameters are those of AnswerError.
 *
 * @param schema the fields that are used of it.
 * @throws AnswerError where it is none: a tool's plugin, or what wraps the tool, has printed something of its own; or where
 *   a field is not as expected.
 */
export function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  stdout: string,
  step: string,
  command: string,
): v.InferInput<Schema> {
  try {
    return parseJson(schema, stdout);
  } catch (error) {
    const isJson = error instanceof FieldError;
    const problem = isJson ? error.message : "expected only JSON";
    throw new AnswerError(step, problem, command);
  }
}

/**
 * What a text of JSON holds, for whoever names the text in an error.
 *
 * @param schema the fields that are used of it.
 * @throws Error with what is wrong in a few words. It quotes no value, for the text may hold secrets.
 */
export function parseJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferInput<Schema> {
  return checked(schema, parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the text.
    throw new Error("it is not JSON");
  }
}

/** A field is not as expected. */
export class FieldError extends Error {}

/**
 * A value that is as a schema has it. It is given back as it is, with the fields that the schema does not speak of: a
 * schema says what is used, and changes nothing; so its type is that of what the schema takes, without defaults.
 *
 * @throws FieldError with the first field that is not, in a few words, and not with its value.
 */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferInput<Schema> {
  const { issues } = v.safeParse(schema, value, { abortEarly: true });
  if (issues) throw new FieldError(problem(issues[0]));
  // valibot takes an array for an object, which it would be one without fields.
  if (Array.isArray(value) && schema.expects === "Object") throw new FieldError("expected Object");
  return value as v.InferInput<Schema>;
}

function problem(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const expected = `expected ${issue.expected}`;
  if (path === null) return expected;
  return issue.received === "undefined" ? `field ${path} is missing` : `field ${path}: ${expected}`;
}
