/** Asking an agent of kagent's, over its API: A2A, JSON-RPC over HTTP (https://a2a-protocol.org/v0.3.0/specification/). */
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { parseJson } from "../../components/process/json";
import { indent, lastLines } from "../../components/process/shell";
import { Endpoint, request } from "../client/endpoint";

/** The agent that looks at the cluster. */
export const AGENT = "k8s-agent";

/** Longest time for an answer, in milliseconds: the agent asks its model and its tools by turns. */
const SILENCE_MS = 300_000;

const part = v.object({
  kind: v.string(),
  text: v.optional(v.string()),
  data: v.optional(v.record(v.string(), v.unknown())),
  metadata: v.nullish(v.record(v.string(), v.unknown())),
});
const message = v.object({ role: v.optional(v.string()), parts: v.array(part) });
const reply = v.object({
  error: v.optional(v.object({ message: v.string() })),
  result: v.optional(
    v.object({
      kind: v.string(),
      /** Of a message that is the whole answer. */
      parts: v.optional(v.array(part)),
      /** Of a task. */
      status: v.optional(v.object({ state: v.string(), message: v.nullish(message) })),
      artifacts: v.nullish(v.array(message)),
      history: v.nullish(v.array(message)),
    }),
  ),
});
type Part = v.InferOutput<typeof part>;

/** What an agent did for its answer. */
export interface Turn {
  /** The tools that it called, in their order, and what each gave. */
  calls: { tool: string; args: string; result: string }[];
  answer: string;
}

/** A question with what the agent cannot know: kagent has no namespace of its own in mind. */
export const inNamespace = (question: string, namespace: string) =>
  `${question}\n\n(The app is in namespace ${namespace}.)`;

/**
 * Asks, and waits for the answer.
 *
 * @param controller where kagent's controller is reached.
 * @throws Error where the agent is not there, its model does not answer, or what it says is no answer.
 */
export async function ask(
  controller: Endpoint,
  namespace: string,
  question: string,
  agent = AGENT,
): Promise<Turn> {
  const body = {
    ...{ jsonrpc: "2.0", id: randomUUID(), method: "message/send" },
    params: {
      message: {
        ...{ kind: "message", role: "user", messageId: randomUUID() },
        parts: [{ kind: "text", text: question }],
      },
    },
  };
  const path = `/api/a2a/${namespace}/${agent}/`;
  const { status, text } = await request(controller, path, { body, silenceMs: SILENCE_MS });
  if (status !== 200) {
    throw new Error(
      `agent ${agent} was not asked (status ${status}):\n${indent(lastLines(text, 5))}`,
    );
  }
  return turnOf(text, agent);
}

/** The turn in an answer of A2A's. @throws Error where it failed, or is none. */
export function turnOf(text: string, agent = AGENT): Turn {
  let found: v.InferOutput<typeof reply>;
  try {
    found = parseJson(reply, text);
  } catch (error) {
    throw new Error(`agent ${agent} gave no answer of A2A's: ${(error as Error).message}`);
  }
  const { error, result } = found;
  if (error || !result) throw new Error(`agent ${agent} failed: ${error?.message ?? "no result"}`);
  const { status, artifacts, history, parts = [] } = result;
  if (status && status.state !== "completed") {
    const words = textOf(status.message?.parts ?? []) || "no reason given";
    throw new Error(
      `agent ${agent} ended with state ${status.state}:\n${indent(lastLines(words, 5))}`,
    );
  }
  const ends = [...parts, ...(artifacts ?? []).flatMap((one) => one.parts)];
  return { calls: callsIn((history ?? []).flatMap((one) => one.parts)), answer: textOf(ends) };
}

const textOf = (parts: Part[]) =>
  parts
    .map(({ text }) => text ?? "")
    .join("")
    .trim();

/** Which of the two a part is: the prefix of the key is kagent's in some versions, and its toolkit's in others. */
const typeOf = ({ metadata }: Part) => metadata?.kagent_type ?? metadata?.adk_type;

/** A call and its result bear one id; both are said again where the history repeats a message. */
function callsIn(parts: Part[]): Turn["calls"] {
  const of = (type: string) => parts.filter((one) => typeOf(one) === type).map((one) => one.data!);
  const results = new Map(of("function_response").map(({ id, response }) => [id, response]));
  const calls = new Map(of("function_call").map((call) => [call.id, call]));
  return [...calls.values()].map(({ id, name, args }) => ({
    ...{ tool: String(name), args: JSON.stringify(args ?? {}) },
    result: resultText(results.get(id)),
  }));
}

const content = v.object({ content: v.array(v.object({ text: v.optional(v.string()) })) });

/** What a tool of MCP's said: its texts, where it is of that form. */
function resultText(response: unknown): string {
  const read = v.safeParse(content, response);
  if (!read.success) return response === undefined ? "" : JSON.stringify(response);
  return read.output.content.map(({ text = "" }) => text).join("\n");
}

/** Lines of a tool's output that are shown. */
const LINES = 8;

/**
 * A turn as it is shown: the tools, and the answer.
 *
 * @param failed commands of the tool server that failed meanwhile, with what they printed.
 */
export function turnText({ calls, answer }: Turn, failed: string[] = []): string {
  const shown = calls.flatMap(({ tool, args, result }) => {
    const lines = result.trim().split("\n");
    const more = lines.length > LINES ? [`(${lines.length - LINES} more lines)`] : [];
    return [`Tool: ${tool} ${args}`, indent([...lines.slice(0, LINES), ...more].join("\n"))];
  });
  const refused = failed.length > 0 ? ["The tool server's log:", indent(failed.join("\n"))] : [];
  return [...shown, ...refused, answer].join("\n");
}
