import assert from "node:assert/strict";
import { refuseForeignSecret } from "../../cli/cluster/foreignRelease";
import type { State } from "../../components/process/stackState";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import { RELEASE, SECRET, stateOf, urnOf, UUID } from "../support/states";

const PLACE = { context: "minikube", kubeconfig: "/k", namespace: "todo-app" };

describe("a Secret that is there before up", () => {
  const tools = standIn();
  const owner = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const cutOff = (kind: string): State => {
    const resource = { urn: urnOf(SECRET, "secrets-app"), type: SECRET };
    const { deployment } = stateOf(owner);
    return { deployment: { ...deployment, pending_operations: [{ type: kind, resource }] } };
  };
  const FOREIGN =
    /^Error: Secret app-secrets in namespace todo-app of minikube is not in the stack's state.*Nothing was changed\.\n/;
  const refuse = (state: State) => refuseForeignSecret(PLACE, state);
  /** Labels of the Secret; undefined where there is none. */
  const there = (labels?: Record<string, string>, name = "app-secrets") =>
    tools.answer(
      new RegExp(`get secret ${name}`),
      labels ? JSON.stringify({ metadata: { uid: "s1", labels } }) : "",
    );
  beforeEach(() => {
    tools.answer(/get namespace/, namespaceJson("todo-app", "n1"));
    there(undefined, "postgres-credentials");
  });

  it("does not matter where the state has it, and nothing is asked", async () => {
    const all = ["app-secrets", "postgres-credentials"].map((name) => ({
      ...{ name: `of-${name}`, type: SECRET, id: `todo-app/${name}` },
    }));
    await refuse(stateOf(owner, ...all));
    assert.deepEqual(tools.calls, []);
  });

  it("is not looked for where there is no namespace, and is in no stack's way where there is none", async () => {
    there();
    await refuse(stateOf(owner));
    assert.equal(tools.called(/get secret/).length, 2);
    tools.answer(/get namespace/, "");
    await refuse(stateOf(owner));
    assert.equal(tools.called(/get secret/).length, 2);
  });

  it("is left alone where the state does not have it, with both ways out", async () => {
    there({ [OWNER_LABEL]: "b" });
    for (const other of [
      {},
      stateOf(owner),
      stateOf(owner, { name: "secrets-app", type: SECRET, id: "elsewhere/app-secrets" }),
      stateOf(owner, { name: "app-release", type: RELEASE, id: "todo-app/app-secrets" }),
    ])
      await assert.rejects(refuse(other), (error: Error) => {
        assert.match(String(error), FOREIGN);
        assert.match(error.message, /make config SET=namespace=todo-app-2$/m);
        assert.match(
          error.message,
          /kubectl --kubeconfig \/k --context minikube --namespace todo-app delete secret app-secrets$/,
        );
        return true;
      });
  });

  it("is left, of an app that is up beside it, only with the app's end, which is said", async () => {
    there({ [OWNER_LABEL]: "b" });
    await assert.rejects(
      refuse(stateOf(owner, { name: "app-release", type: RELEASE, id: "todo-app/todo-app" })),
      /^To keep it: without the app's data, make down, then: make config SET=namespace=todo-app-2 && make up$/m,
    );
  });

  it("is left alone also where it is the database's alone, which no state of a run with a databaseUrl has", async () => {
    const credentials = "postgres-credentials";
    const app = { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" };
    there(undefined);
    there({}, credentials);
    for (const state of [stateOf(owner), stateOf(owner, app)])
      await assert.rejects(
        refuse(state),
        /^Error: Secret postgres-credentials in namespace .* delete secret postgres-credentials$/s,
      );
    await refuse(stateOf(owner, { ...app, id: `todo-app/${credentials}` }));
    await refuseForeignSecret(PLACE, stateOf(owner), { "todo:databaseUrl": { secure: "v1:x" } });
  });

  it("sends to recover where it is what this stack's last run was making", async () => {
    there({ [OWNER_LABEL]: "a" });
    await assert.rejects(
      refuse(cutOff("creating")),
      /left from a run .*interrupted\. Run: make recover$/,
    );
    there({ [OWNER_LABEL]: "b" });
    await assert.rejects(refuse(cutOff("creating")), FOREIGN);
    there({});
    await assert.rejects(refuse(cutOff("creating")), FOREIGN);
    const { pending_operations } = cutOff("creating").deployment!;
    await assert.rejects(refuse({ deployment: { pending_operations } }), FOREIGN);
  });

  it("sends to down where it bears the stack's id, and no run was cut off that made it", async () => {
    there({ [OWNER_LABEL]: "a" });
    await assert.rejects(
      refuse(cutOff("deleting")),
      /^Error: Secret app-secrets in .* is left from a make down .* Run: make down, then: make up$/,
    );
  });
});
