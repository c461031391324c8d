import assert from "node:assert/strict";
import * as path from "node:path";
import { KAGENT_VERSION, kagentChart, missingCharts } from "../../todo/kagentCharts";
import { KagentModel, kagentValues } from "../../todo/kagentValues";

const values = (changed: Partial<KagentModel> = {}) =>
  kagentValues({ provider: "openAI", model: "", modelUrl: "", registry: "", ...changed });

describe("kagent's rights", () => {
  const { rbac: tools, tools: server } = values()["kagent-tools"];

  it("are to read, and no Secret, for the tools that its agent calls", () => {
    assert.equal(tools.readOnly, true);
    assert.ok(!("allowSecrets" in tools));
    for (const { apiGroups, resources, verbs } of tools.additionalRules) {
      for (const verb of verbs) assert.match(verb, /^(get|list|watch)$/);
      for (const each of [...apiGroups, ...resources]) assert.notEqual(each, "*");
      assert.ok(!resources.includes("secrets"));
    }
  });

  it("leave out the tool that is a shell, which whoever reaches the tool server could call", () =>
    assert.deepEqual(server.enabledTools, ["k8s"]));

  it("end at its own namespace for its controller, which may write all there", () =>
    assert.deepEqual(values().rbac, { namespaces: ["kagent"] }));

  it("leave out the agent that would have to read Secrets", () =>
    assert.deepEqual(Object(values())["helm-agent"], { enabled: false }));
});

describe("kagent's values", () => {
  it("say nothing of model and registry where the chart is to choose", () => {
    const all = values();
    assert.deepEqual(all.providers, { default: "openAI", openAI: {} });
    assert.ok(!("registry" in all));
    assert.deepEqual(all["kagent-tools"].tools.image, {});
  });

  it("hold every part that is left to a small share of the node", () => {
    const { controller, ui, database, "k8s-agent": agent, "kagent-tools": tools } = values();
    for (const part of [controller, ui, database.postgres.bundled, agent, tools.tools])
      assert.equal(part.resources.requests.cpu, "50m");
  });
});

describe("kagent's charts", () => {
  it("come from a registry at one version", () => {
    const source = "oci://registry.example.com/kagent";
    const version = KAGENT_VERSION;
    assert.deepEqual(kagentChart(source, "kagent"), { chart: `${source}/kagent`, version });
    assert.deepEqual(missingCharts(source), []);
  });

  it("come from a folder as packages, which say their version themselves", () => {
    const file = (chart: string) => path.resolve("charts", `${chart}-${KAGENT_VERSION}.tgz`);
    assert.deepEqual(kagentChart("charts", "kagent"), { chart: file("kagent") });
    assert.deepEqual(missingCharts("charts"), [file("kagent-crds"), file("kagent")]);
  });
});
