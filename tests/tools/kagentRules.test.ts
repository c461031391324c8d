import assert from "node:assert/strict";
import { completion, next } from "../../tools/ai/modelStandIn";
import { inNamespace } from "../../tools/ai/kagentAgent";
import { quantity, rowsOf } from "../../tools/ai/kagentRules";
import { KAGENT_WORKFLOWS } from "../../tools/ai/workflows";

const tools = [{ function: { name: "k8s_get_resources" } }];
const question = (name: string) =>
  inNamespace(KAGENT_WORKFLOWS.find((each) => each.name === name)!.question, "todo-app");
const asked = (name: string, ...results: string[]) =>
  next({
    tools,
    messages: [
      { role: "system", content: "You are KubeAssist" },
      { role: "user", content: question(name) },
      ...results.map((content) => ({ role: "tool", content })),
    ],
  }) as { text: string; calls: { name: string; arguments: Record<string, string> }[] };

describe("the stand-in for kagent's model", () => {
  it("knows every question that is recorded, and asks for tools in the app's namespace", () => {
    for (const { name } of KAGENT_WORKFLOWS)
      for (const { arguments: given } of asked(name).calls)
        assert.equal(given.namespace, "todo-app", name);
  });

  it("asks for several tools in one message", () => {
    const messages = [{ role: "user", content: question("kagent-health") }];
    const { choices } = JSON.parse(completion({ tools, messages, stream: false }).body);
    const ids = choices[0].message.tool_calls.map(({ id }: { id: string }) => id);
    assert.equal(new Set(ids).size, 3);
  });

  const WORKLOADS = "NAME  WANTED  READY\nbackend  2  1\nfrontend  1  1\n";
  const PODS =
    "NAME  PHASE  READY  RESTARTS\nbackend-1  Running  true  0\nbackend-2  Running  false  4\n";
  const EVENTS = "TYPE  REASON  OBJECT\nNormal  Pulled  backend-1\nWarning  BackOff  backend-2\n";

  it("says of health what the tools printed: what lacks pods, what was restarted, what was warned of", () => {
    const { text } = asked("kagent-health", WORKLOADS, PODS, EVENTS);
    assert.match(text, /not a model\.\) backend lacks pods, 1 warnings among the events\./);
    assert.match(text, /^- backend: 1 of 2 pods ready$/m);
    assert.match(text, /^- backend-2: restarted 4 times$/m);
    assert.match(text, /^- backend-2: BackOff$/m);
    const none = asked("kagent-health", "NAME  WANTED  READY\nbackend  1  <none>\n", PODS, EVENTS);
    assert.match(none.text, /backend lacks pods[^]*- backend: 0 of 1/);
    const well = asked("kagent-health", "NAME  WANTED  READY\nbackend  1  1\n", PODS, "");
    assert.match(well.text, /All workloads have the pods that they want, 0 warnings/);
  });

  const RESOURCES =
    "NAME  CPU_REQUEST  MEMORY_REQUEST  CPU_LIMIT  MEMORY_LIMIT\nbackend  1  256Mi  <none>  512Mi\n";

  it("recommends from what is used most, and only of the one that was asked about", () => {
    const used =
      "NAME  CPU  MEMORY\nbackend-1  8000000n  100Mi\nbackend-2  40m  204800Ki\nfrontend-1  3  9Gi\n";
    const { text } = asked("kagent-resources", RESOURCES, used);
    assert.match(text, /backend asks for CPU 1 and memory 256Mi, with limits <none> and 512Mi\./);
    assert.match(text, /request CPU 50m and memory 250Mi\./);
    assert.doesNotMatch(text, /frontend/);
  });

  it("recommends nothing where no figures are to be had", () => {
    const { text } = asked("kagent-resources", RESOURCES, "error: no metrics API");
    assert.match(text, /not known, so nothing is recommended[^]*no metrics API/);
    assert.doesNotMatch(text, /request CPU/);
  });

  it("repeats what a tool refused", () => {
    const refused = 'Error from server (Forbidden): deployments.apps "frontend" is forbidden';
    for (const name of ["kagent-health", "kagent-resources", "kagent-no-right"])
      assert.ok(asked(name, refused).text.includes(refused), name);
  });
});

describe("what kubectl prints", () => {
  it("is a table by its columns, or none", () => {
    assert.deepEqual(rowsOf("A  B\n1   2\n", { A: "", B: "" }), [{ A: "1", B: "2" }]);
    assert.deepEqual(rowsOf("A  B\n", { A: "", B: "" }), []);
    assert.equal(rowsOf("No resources found", { A: "", B: "" }), undefined);
  });

  it("has quantities of several units", () => {
    for (const [text, number] of [
      ["2", 2],
      ["250m", 0.25],
      ["1500000n", 0.0015],
      ["64Mi", 2 ** 26],
      ["1G", 1e9],
      ["<none>", undefined],
    ] as const)
      assert.equal(quantity(text), number, text);
  });
});
