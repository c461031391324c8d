import * as pulumi from "@pulumi/pulumi";

/** White space as Go's strings.TrimSpace has it, which is not quite that of JavaScript's trim. */
const AROUND = /^\p{White_Space}+|\p{White_Space}+$/gu;

export const trimmed = (text: string): string => text.replace(AROUND, "");

/** The lines of an ignore file, without the mark of UTF-8 that some editors put first. */
export const linesOf = (text: string): string[] => text.replace(/^\uFEFF/, "").split("\n");

/**
 * A line that the tool which reads the file refuses.
 *
 * @param wrong What is wrong with it, and what to write.
 */
export function refused(file: string, tool: string, line: string, wrong: string): Error {
  return new pulumi.RunError(`${file}: ${tool} refuses the line ${JSON.stringify(line)}: ${wrong}`);
}

/** What is wrong with a pattern that Go cannot read. */
export const SYNTAX =
  "its syntax is wrong. Close the bracket, or write \\ before a bracket or backslash that is part of the name";
