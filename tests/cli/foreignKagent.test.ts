import assert from "node:assert/strict";
import { refuseForeignKagent } from "../../cli/cluster/foreignRelease";
import type { State } from "../../components/process/stackState";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import { CRD, marked, RELEASE, SECRET, stateOf, UUID } from "../support/states";

const PLACE = { context: "minikube", kubeconfig: "/k", namespace: "todo-app" };

describe("kagent that is there before up", () => {
  const tools = standIn();
  const WANTED = { "todo:kagent": "true", "todo:kagentProvider": "anthropic" };
  const owner = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const there = (names: string[], labels: Record<string, string> = {}, key = "") =>
    tools
      .answer(/get namespace kagent/, namespaceJson("kagent", "k1", labels))
      .answer(/get secret kagent-anthropic --namespace kagent/, key)
      .answer(
        /^helm list .*--namespace kagent/,
        JSON.stringify(names.map((name) => ({ name, status: "deployed", revision: "4" }))),
      );
  const refuse = (state: State, config: Record<string, unknown> = WANTED) =>
    refuseForeignKagent(PLACE, state, config);
  const defines = (...release: string[]) =>
    tools.answer(
      /--context minikube get customresourcedefinitions --all-namespaces/,
      marked([CRD, "others.example.com"], [CRD, "agents.kagent.dev", "", ...release]),
    );
  beforeEach(() => void defines("kagent-crds", "kagent"));

  it("is left alone where the state does not have it, with both ways out", async () => {
    for (const name of ["kagent-crds", "kagent"]) {
      there(["another", name]);
      await assert.rejects(refuse(stateOf(owner)), (error: Error) => {
        assert.match(
          error.message,
          /^release kagent\S* in namespace kagent of minikube \(deployed\) is not in the stack's state/,
        );
        assert.match(error.message, /^To keep it: make config SET=kagent=false$/m);
        assert.match(error.message, new RegExp(`uninstall ${name} --namespace kagent$`, "m"));
        return true;
      });
    }
  });

  it("does not matter where the state has it, where it is not wanted, or where there is none", async () => {
    there(["kagent-crds", "kagent", "another"]);
    const has = ["kagent-crds", "kagent"].map((name) => ({
      ...{ name: `of-${name}`, type: RELEASE, id: `kagent/${name}` },
    }));
    await refuse(stateOf(owner, ...has));
    await refuse(stateOf(owner), {});
    there([]);
    await refuse(stateOf(owner));
    tools.answer(/get namespace kagent/, "");
    await refuse(stateOf(owner));
  });

  it("is named by its kinds where it is in another namespace: Helm takes none over", async () => {
    there([]);
    tools.answer(/get namespace kagent/, "");
    for (const [release, way] of [
      [["kagent-crds", "ai"], /helm .* uninstall kagent-crds --namespace ai$/],
      [["other", "kagent"], /helm .* uninstall other --namespace kagent$/],
      [[], /kubectl .* delete customresourcedefinition agents\.kagent\.dev$/],
    ] as [string[], RegExp][]) {
      defines(...release);
      await assert.rejects(refuse(stateOf(owner)), (error: Error) => {
        assert.match(
          error.message,
          /^CustomResourceDefinition agents\.kagent\.dev already exists in minikube, .*\nTo keep it: make config SET=kagent=false$/m,
        );
        assert.match(error.message, way);
        return true;
      });
      await refuse(stateOf(owner), {});
    }
    tools.answer(/get customresourcedefinitions/, "");
    await refuse(stateOf(owner));
  });

  it("goes with a down where that has left it in a namespace of the stack's", async () => {
    there(["kagent"], { [OWNER_LABEL]: "a" });
    await assert.rejects(refuse(stateOf(owner)), /Run: make down, then: make up$/);
  });

  it("is left alone where there is but another user's key for the provider", async () => {
    const key = JSON.stringify({ metadata: { uid: "s1", labels: {} } });
    there([], {}, key);
    await assert.rejects(
      refuse(stateOf(owner)),
      /^Error: Secret kagent-anthropic in namespace kagent .*\nTo keep it: make config SET=kagent=false\n.*delete secret kagent-anthropic$/s,
    );
    await refuse(
      stateOf(owner, { name: "kagent-key", type: SECRET, id: "kagent/kagent-anthropic" }),
    );
  });
});
