import assert from "node:assert/strict";
import { refuseForeignVolume } from "../../cli/cluster/foreignVolume";
import type { State } from "../../components/process/stackState";
import { standIn } from "../support/standIn";
import { RELEASE, stateOf, UUID } from "../support/states";

const PLACE = { context: "minikube", kubeconfig: "/k", namespace: "todo-app" };

describe("a claim for the database's volume that is there before up", () => {
  const tools = standIn();
  const owner = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const release = (postgres: object, id = "todo-app/todo-app") =>
    stateOf(owner, { name: "app-release", type: RELEASE, id, inputs: { values: { postgres } } });
  const KEPT = {
    labels: { "app.kubernetes.io/managed-by": "Helm" },
    annotations: {
      "meta.helm.sh/release-name": "todo-app",
      "meta.helm.sh/release-namespace": "todo-app",
    },
  };
  const there = (metadata?: object) =>
    tools.answer(
      /--context minikube get persistentvolumeclaim postgres-data --namespace todo-app/,
      metadata ? JSON.stringify({ metadata }) : "",
    );
  const refuse = (state: State, config: Record<string, unknown> = {}) =>
    refuseForeignVolume(PLACE, state, config);
  const KEEP = { "todo:keepDatabase": "true" };

  it("stops up where no release of the stack has made it, with the ways out", async () => {
    there(KEPT);
    for (const state of [
      {},
      stateOf(owner),
      release({ enabled: true }, "elsewhere/todo-app"),
      release({ enabled: false }),
    ])
      await assert.rejects(refuse(state), (error: Error) => {
        assert.match(
          error.message,
          /^PersistentVolumeClaim postgres-data in namespace todo-app of minikube was not created by this stack: .*Nothing was changed\.$/m,
        );
        assert.match(error.message, /^To use it, .*: make config SET=keepDatabase=true$/m);
        assert.match(error.message, /^To keep it: make config SET=namespace=todo-app-2$/m);
        assert.match(
          error.message,
          /: kubectl .* --namespace todo-app delete persistentvolumeclaim postgres-data$/,
        );
        return true;
      });
  });

  it("is taken over where it is to be kept on, if Helm does that", async () => {
    there(KEPT);
    await refuse(stateOf(owner), KEEP);
    const { labels, annotations } = KEPT;
    for (const foreign of [
      {},
      { annotations },
      { labels },
      { labels, annotations: { ...annotations, "meta.helm.sh/release-name": "mine" } },
      { labels, annotations: { ...annotations, "meta.helm.sh/release-namespace": "other" } },
    ]) {
      there(foreign);
      await assert.rejects(refuse(stateOf(owner), KEEP), (error: Error) => {
        assert.match(error.message, /To keep it/);
        assert.doesNotMatch(error.message, /To use it/);
        return true;
      });
    }
  });

  it("is in no stack's way where the stack made it, it goes, or the chart makes none", async () => {
    there();
    await refuse(stateOf(owner));
    there({ ...KEPT, deletionTimestamp: "2026-11-01T12:00:00Z" });
    await refuse(stateOf(owner));
    there(KEPT);
    await refuse(release({ enabled: true }));
    await refuse(release({}));
    await refuse(stateOf(owner), { "todo:databaseUrl": { secure: "v1:x" } });
  });

  it("is an error where the cluster does not say", async () => {
    tools.answer(/get persistentvolumeclaim/, { code: 1, stderr: "Forbidden" });
    await assert.rejects(
      refuse(stateOf(owner)),
      /asking for PersistentVolumeClaim postgres-data[^]*Forbidden/,
    );
  });

  it("is asked for so that its absence is an answer", async () => {
    tools.answer(/get persistentvolumeclaim/, "\n");
    await refuse(stateOf(owner));
    assert.match(tools.calls[0]!, / --ignore-not-found --output=json$/);
    const before = { name: "app-release", type: RELEASE, id: "todo-app/todo-app" };
    await refuse(stateOf(owner, { ...before, inputs: { values: {} } }));
    assert.equal(tools.calls.length, 1, "a release that says nothing of it has made it");
  });
});
