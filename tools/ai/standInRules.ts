/** What the stand-in for a model goes by. */

/** As OpenAI's chat completions have it. */
export interface Message {
  role: string;
  content?: string | { text?: string }[] | null;
}

export const textOf = (content: Message["content"]): string =>
  typeof content === "string" ? content : (content ?? []).map(({ text }) => text ?? "").join("");

/** A tool that is to be called. */
export interface Call {
  name: string;
  arguments: Record<string, unknown>;
}

export type Answer = { text: string } | { calls: Call[] };

/** A question, the tools that belong to it, and what is made of what they answered, in their order. */
export interface Rule {
  question: RegExp;
  calls(words: RegExpExecArray): Call[];
  answer(results: string[]): string;
}
