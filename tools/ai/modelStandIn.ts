/**
 * A stand-in for a language model behind OpenAI's API: it reads a few questions by rules, asks for the tools that belong to
 * each, and makes its answer of what they printed. It shows what does not depend on a model's wits: that tools are called,
 * that changes need a yes, that a refusal is a refusal. What it is asked by: kubectl-ai, and kagent's agents.
 */
import * as http from "node:http";
import { AddressInfo } from "node:net";
import { kagentRules } from "./kagentRules";
import { Answer, Message, Rule, textOf } from "./standInRules";

interface Request {
  messages: Message[];
  /** The tools that are offered. */
  tools?: { function: { name: string } }[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
}

/** Lines of a command's output that are repeated. */
const LINES = 12;

/** kubectl-ai has one tool, which takes a command; the words $1 are what the question names. */
const command = (question: RegExp, text: string, modifies: "yes" | "no"): Rule => ({
  question,
  calls: (words) => [
    {
      name: "kubectl",
      arguments: {
        command: text.replace(/\$(\d)/g, (_, group) => words[Number(group)]!),
        modifies_resource: modifies,
      },
    },
  ],
  answer: ([result = ""]) => {
    const lines = printed(result).trim().split("\n").slice(0, LINES);
    return `The command printed:\n\n${lines.map((line) => `    ${line}`).join("\n")}\n`;
  },
});

/** The last one does as it is told. */
const KUBECTL_AI: Rule[] = [
  command(/show me all pods in (\S+) namespace/i, "kubectl get pods -n $1", "no"),
  command(/get logs from (\w+) pod/i, "kubectl logs deployment/$1 --tail=5", "no"),
  command(
    /why does pod (\S+) not start/i,
    "kubectl get events --field-selector involvedObject.name=$1",
    "no",
  ),
  command(/scale (\w+)(?: in \S+)? to (\d+)/i, "kubectl scale deployment/$1 --replicas=$2", "yes"),
  command(/^run (.+)$/, "$1", "no"),
];

/** What the stand-in says next. */
export function next({ messages, tools = [] }: Request): Answer {
  const isKagent = tools.some(({ function: { name } }) => name.startsWith("k8s_"));
  const asked = messages.findLastIndex(({ role }) => role === "user");
  const question = textOf(messages[asked]?.content);
  for (const { question: pattern, calls, answer } of isKagent ? kagentRules : KUBECTL_AI) {
    const words = pattern.exec(question);
    if (!words) continue;
    const results = messages.slice(asked + 1).filter(({ role }) => role === "tool");
    if (results.length === 0) return { calls: calls(words) };
    return said(answer(results.map(({ content }) => textOf(content))));
  }
  return said("It does not know this question.");
}

const said = (text: string): Answer => ({ text: `(A stand-in, not a model.) ${text}` });

/** kubectl-ai gives JSON with what was printed; anything else is taken as it is. */
function printed(text: string): string {
  try {
    const { stdout = "", stderr = "", error = "" } = JSON.parse(text);
    return `${stdout}${stderr}` || error || text;
  } catch {
    return text;
  }
}

/** It counts no tokens. */
const USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

const common = { id: "stand-in", created: 0, model: "stand-in" };

/** An answer as OpenAI's chat completions have it: whole, or in pieces. */
export function completion(request: Request): { type: string; body: string } {
  const answer = next(request);
  const message =
    "text" in answer
      ? { role: "assistant", content: answer.text }
      : {
          role: "assistant",
          content: null,
          tool_calls: answer.calls.map(({ name, arguments: given }, index) => ({
            ...{ index, id: `call_${request.messages.length}_${index}`, type: "function" },
            function: { name, arguments: JSON.stringify(given) },
          })),
        };
  const finish_reason = "text" in answer ? "stop" : "tool_calls";
  if (request.stream === false) {
    const choices = [{ index: 0, message, finish_reason }];
    const whole = { ...common, object: "chat.completion", choices, usage: USAGE };
    return { type: "application/json", body: JSON.stringify(whole) };
  }
  const piece = (rest: object) =>
    `data: ${JSON.stringify({ ...common, object: "chat.completion.chunk", ...rest })}\n\n`;
  const choice = (rest: object) => piece({ choices: [{ index: 0, ...rest }] });
  return {
    type: "text/event-stream",
    body:
      choice({ delta: message, finish_reason: null }) +
      choice({ delta: {}, finish_reason }) +
      (request.stream_options?.include_usage ? piece({ choices: [], usage: USAGE }) : "") +
      "data: [DONE]\n\n",
  };
}

/**
 * Serves it.
 *
 * @param at where; without it on this machine alone, at a free port.
 * @returns the address, as OPENAI_ENDPOINT takes it, and what ends it.
 */
export async function serve(
  at: { host: string; port: number } = { host: "127.0.0.1", port: 0 },
): Promise<{ endpoint: string; end(): void }> {
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { type, body: text } = completion(JSON.parse(body) as Request);
    response.writeHead(200, { "content-type": type }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}/v1`, end: () => server.close() };
}
