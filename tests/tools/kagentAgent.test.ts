import assert from "node:assert/strict";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import { ask, inNamespace, turnOf, turnText } from "../../tools/ai/kagentAgent";
import { failedCommands } from "../../tools/ai/toolServerLog";
import { questionFor, toolOf } from "../../tools/ai/tool";

/** As kagent 0.9.9's agent says it, with what is not used left out. */
const part = (type: string, data: object, prefix = "kagent") => ({
  ...{ kind: "data", data, metadata: { [`${prefix}_type`]: type } },
});
const CALL = part("function_call", {
  ...{ id: "c1", name: "k8s_get_resources", args: { resource_type: "pods" } },
});
const RESULT = part("function_response", {
  ...{ id: "c1", name: "k8s_get_resources" },
  response: { content: [{ type: "text", text: "NAME\nbackend-1" }], isError: false },
});
const task = (changed: object = {}) =>
  JSON.stringify({
    ...{ jsonrpc: "2.0", id: "1" },
    result: {
      ...{ kind: "task", id: "t1", contextId: "s1" },
      status: { state: "completed" },
      history: [
        { role: "user", parts: [{ kind: "text", text: "how healthy?" }] },
        { role: "agent", parts: [CALL] },
        { role: "agent", parts: [RESULT] },
        { role: "agent", parts: [{ kind: "text", text: "All is well." }] },
      ],
      artifacts: [{ artifactId: "a1", parts: [{ kind: "text", text: "All is well." }] }],
      ...changed,
    },
  });

describe("an answer of kagent's", () => {
  it("has the tools that were called, what they gave, and the agent's words", () => {
    assert.deepEqual(turnOf(task()), {
      calls: [
        {
          tool: "k8s_get_resources",
          args: '{"resource_type":"pods"}',
          result: "NAME\nbackend-1",
        },
      ],
      answer: "All is well.",
    });
  });

  it("says a call once where the history repeats it, and reads the other prefix of its toolkit", () => {
    const again = part("function_call", { id: "c2", name: "k8s_get_events" }, "adk");
    const history = [CALL, CALL, again].map((one) => ({ role: "agent", parts: [one] }));
    const { calls } = turnOf(task({ history }));
    assert.deepEqual(calls, [
      { tool: "k8s_get_resources", args: '{"resource_type":"pods"}', result: "" },
      { tool: "k8s_get_events", args: "{}", result: "" },
    ]);
  });

  it("is shown with the first lines of what a tool printed", () => {
    const result = Array.from({ length: 10 }, (_, line) => `line ${line}`).join("\n");
    const text = turnText({ calls: [{ tool: "t", args: "{}", result }], answer: "Well." });
    assert.match(text, /^Tool: t \{\}\n {2}line 0\n[^]* {2}line 7\n {2}\(2 more lines\)\nWell\.$/);
  });

  it("is shown with why a command of its tools failed, which they do not say themselves", () => {
    const [line] = failedCommands(
      'time=2026-11-29T12:40:41Z level=INFO msg="executing command" command=kubectl args="[get pods]"\n' +
        'time=2026-11-29T12:40:41Z level=ERROR msg="command execution failed" trace_id=1 command=kubectl ' +
        'args="[patch deployment frontend -p {\\"spec\\":{}} -n todo-app]" error="exit status 1" ' +
        'output="Error from server (Forbidden): \\"frontend\\" is forbidden\\n" duration=0.001\n',
    );
    assert.equal(
      line,
      'kubectl patch deployment frontend -p {"spec":{}} -n todo-app: Error from server (Forbidden): "frontend" is forbidden',
    );
    const text = turnText({ calls: [], answer: "No." }, [line!]);
    assert.match(text, /^The tool server's log:\n {2}kubectl patch .*Forbidden.*\nNo\.$/);
  });

  const failed: [string, string, RegExp][] = [
    [
      "its model does not answer",
      task({ status: failedStatus("Connection error.") }),
      /ended with state failed:\n {2}Connection error\./,
    ],
    ["it says no reason", task({ status: { state: "failed" } }), /no reason given/],
    [
      "the call is an error",
      '{"error":{"code":-32603,"message":"boom"}}',
      /k8s-agent failed: boom/,
    ],
    ["it is none", "Bad Gateway", /no answer of A2A's: it is not JSON/],
    [
      "it is another one's",
      '{"result":{"kind":3}}',
      /no answer of A2A's: field result\.kind: expected/,
    ],
  ];
  function failedStatus(text: string) {
    return { state: "failed", message: { role: "agent", parts: [{ kind: "text", text }] } };
  }
  for (const [name, text, message] of failed)
    it(`is an error where ${name}`, () => assert.throws(() => turnOf(text), message));
});

describe("asking an agent of kagent's", () => {
  let server: http.Server;
  let asked: {
    path?: string;
    body: { method: string; params: { message: { parts: object[] } } };
  };
  let answer: { status: number; text: string };
  before(async () => {
    server = http.createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      asked = { path: request.url, body: JSON.parse(body) };
      response.writeHead(answer.status).end(answer.text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => void server.close());
  const controller = () => ({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

  it("is a message of A2A's to the agent's own path", async () => {
    answer = { status: 200, text: task() };
    const { answer: words } = await ask(controller(), "kagent", "how healthy?");
    assert.equal(words, "All is well.");
    assert.equal(asked.path, "/api/a2a/kagent/k8s-agent/");
    assert.equal(asked.body.method, "message/send");
    assert.deepEqual(asked.body.params.message.parts, [{ kind: "text", text: "how healthy?" }]);
  });

  it("fails with the controller's words where there is no such agent", async () => {
    answer = { status: 404, text: "Agent kagent/k8s-agent not found" };
    await assert.rejects(
      ask(controller(), "kagent", "?"),
      /\(status 404\):\n {2}Agent \S+ not found/,
    );
  });

  it("tells it the namespace, which it does not know", () =>
    assert.match(inNamespace("how healthy?", "mine"), /^how healthy\?\n\n.* namespace mine\./));
});

describe("the tool that is asked", () => {
  it("is kubectl-ai, or the one that TOOL names", () => {
    assert.equal(toolOf({}), "kubectl-ai");
    assert.equal(toolOf({ TOOL: "kagent" }), "kagent");
    assert.throws(
      () => toolOf({ TOOL: "k9s" }),
      /TOOL is "k9s": expected kubectl-ai or kagent\. Run: make ai TOOL=kagent ASK=/,
    );
  });

  it("needs a question where it is kagent, and takes no wish to change", () => {
    assert.equal(questionFor({ ASK: "how?" }), "how?");
    assert.throws(() => questionFor({}), /ASK holds none\. Run: make ai TOOL=kagent ASK="/);
    assert.throws(
      () => questionFor({ ASK: "how?", WRITE: "1" }),
      /reads only.*Run: make ai WRITE=1$/,
    );
  });
});
