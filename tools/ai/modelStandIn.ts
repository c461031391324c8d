/**
 * A stand-in for a language model behind OpenAI's API: it reads a few questions by rules, asks for the
 * kubectl command that belongs to each, and repeats what the command printed. It shows what does not
 * depend on a model's wits: that tools are called, that changes need a yes, that a refusal is a refusal.
 */
import * as http from "node:http";
import { AddressInfo } from "node:net";

interface Message {
  role: string;
  content?: string | { text?: string }[] | null;
}

/** Questions, and the command for each: $1 is what the question names. The last one does as it is told. */
const COMMANDS: [question: RegExp, command: string, modifies: "yes" | "no"][] = [
  [/show me all pods in (\S+) namespace/i, "kubectl get pods -n $1", "no"],
  [/get logs from (\w+) pod/i, "kubectl logs deployment/$1 --tail=5", "no"],
  [
    /why does pod (\S+) not start/i,
    "kubectl get events --field-selector involvedObject.name=$1",
    "no",
  ],
  [/scale (\w+)(?: in \S+)? to (\d+)/i, "kubectl scale deployment/$1 --replicas=$2", "yes"],
  [/^run (.+)$/, "$1", "no"],
];

/** Lines of a command's output that are repeated. */
const LINES = 12;

/** What the stand-in says next. */
export function next(
  messages: Message[],
): { text: string } | { command: string; modifies: string } {
  const said = messages.map(({ role, content }) => ({ role, text: textOf(content) }));
  const last = said.at(-1)!;
  if (last.role === "tool") {
    const lines = resultOf(last.text).trim().split("\n").slice(0, LINES);
    return {
      text: `(A stand-in, not a model.) The command printed:\n\n${lines.map((line) => `    ${line}`).join("\n")}\n`,
    };
  }
  const question = said.filter(({ role }) => role === "user").at(-1)?.text ?? "";
  for (const [pattern, command, modifies] of COMMANDS) {
    const match = pattern.exec(question);
    if (match) {
      return { command: command.replace(/\$(\d)/g, (_, group) => match[Number(group)]!), modifies };
    }
  }
  return { text: "(A stand-in, not a model.) It does not know this question." };
}

const textOf = (content: Message["content"]): string =>
  typeof content === "string" ? content : (content ?? []).map(({ text }) => text ?? "").join("");

/** A tool's result is JSON with what was printed; anything else is taken as it is. */
function resultOf(text: string): string {
  try {
    const { stdout = "", stderr = "", error = "" } = JSON.parse(text);
    return `${stdout}${stderr}` || error || text;
  } catch {
    return text;
  }
}

/** Serves it on this machine. @returns the address, as OPENAI_ENDPOINT takes it, and what ends it. */
export async function serve(): Promise<{ endpoint: string; end(): void }> {
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { messages } = JSON.parse(body) as { messages: Message[] };
    const answer = next(messages);
    const delta =
      "text" in answer
        ? { role: "assistant", content: answer.text }
        : {
            role: "assistant",
            tool_calls: [
              {
                index: 0,
                id: `call_${messages.length}`,
                type: "function",
                function: {
                  name: "kubectl",
                  arguments: JSON.stringify({
                    command: answer.command,
                    modifies_resource: answer.modifies,
                  }),
                },
              },
            ],
          };
    const chunk = (choice: object) =>
      `data: ${JSON.stringify({ id: "stand-in", object: "chat.completion.chunk", created: 0, model: "stand-in", choices: [{ index: 0, ...choice }] })}\n\n`;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk({ delta, finish_reason: null }));
    response.write(chunk({ delta: {}, finish_reason: "text" in answer ? "stop" : "tool_calls" }));
    response.end("data: [DONE]\n\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}/v1`, end: () => server.close() };
}
