import assert from "node:assert/strict";
import { refuseReplacedNamespaces, replacedNamespaces } from "../../cli/cluster/replaced";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import * as states from "../support/states";
import { recorded, stateOf } from "../support/states";
import { RECORD, UP } from "../support/stateOfUp";

describe("a namespace is another one", () => {
  const tools = standIn();
  const PLACE = { context: "c", kubeconfig: "/k", namespace: "todo-app" };
  const cluster = (name: string, uid?: string) =>
    tools.answer(
      new RegExp(`context c get namespace ${name} `),
      uid ? namespaceJson(name, uid) : "",
    );
  const names = async (...asked: Parameters<typeof replacedNamespaces>) =>
    (await replacedNamespaces(...asked)).map(({ name }) => name);
  const KAGENT = { ...RECORD, name: "kagent", uid: "k1" };

  it("where it has another uid than the one of the state", async () => {
    cluster("todo-app", "n2");
    assert.deepEqual(await names(PLACE, UP()), ["todo-app"]);
    for (const then of ["make up", "make down"] as const)
      await assert.rejects(
        refuseReplacedNamespaces(PLACE, UP(), then),
        new RegExp(
          `namespace todo-app of c is not the one .*Nothing was changed\\.\nRun: make recover, .*${then}$`,
        ),
      );
  });

  it("not where it has the same, where there is none, or where the state knows of none", async () => {
    cluster("todo-app", "n1");
    await refuseReplacedNamespaces(PLACE, UP(), "make up");
    cluster("todo-app");
    await refuseReplacedNamespaces(PLACE, UP(), "make up");
    assert.deepEqual(await names(PLACE, {}), []);
  });

  it("each by its own record, kagent's too, whatever the settings name", async () => {
    const state = stateOf(
      recorded("secrets-ownership", RECORD),
      recorded("kagent-ownership", KAGENT),
    );
    cluster("todo-app", "n1");
    cluster("kagent", "k2");
    const elsewhere = { ...PLACE, namespace: "todo-app-2" };
    assert.deepEqual(await names(elsewhere, state), ["kagent"]);
    cluster("todo-app", "n2");
    assert.deepEqual(await names(elsewhere, state), ["todo-app", "kagent"]);
  });

  it("by what Pulumi declared, where a run was cut off before the record", async () => {
    cluster("todo-app", "n2");
    const declared = (uid?: string) => ({
      ...{ name: "secrets-namespace", type: states.NAMESPACE, id: "todo-app" },
      outputs: { metadata: { uid } },
    });
    assert.deepEqual(await names(PLACE, stateOf(declared("n1"))), ["todo-app"]);
    assert.deepEqual(await names(PLACE, stateOf(declared("n2"))), []);
    assert.deepEqual(await names(PLACE, stateOf(declared())), []);
  });

  it("or it is not known: silence is an error", async () => {
    tools.answer(/get namespace/, { code: 1, stderr: "i/o timeout" });
    await assert.rejects(
      replacedNamespaces(PLACE, UP()),
      /asking for namespace todo-app of c failed/,
    );
  });
});
