import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { identityIn, ownerIn } from "../../components/cluster/recordedCluster";
import {
  begunIn,
  exportedState,
  resourcesOf,
  stateOnce,
  wasCutOff,
} from "../../components/process/stackState";
import { standIn } from "../support/standIn";
import { answered, COMMAND, stateOf, UUID } from "../support/states";

describe("a stack's state", () => {
  const tools = standIn();
  const { runtime } = pulumi as unknown as { runtime: { hasEngine(): boolean } };
  const { hasEngine } = runtime;
  afterEach(() => void (runtime.hasEngine = hasEngine));

  it("is read by its own program through the CLI that runs that, and by no other", async () => {
    assert.equal(exportedState(), undefined);
    assert.deepEqual(tools.calls, []);
    runtime.hasEngine = () => true;
    const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, "todo", "dev", false, "org");
    const state = stateOf(answered("cluster-profile", {}, { IDENTITY: "i" }));
    tools.answer(/^pulumi stack export --stack org\/todo\/dev$/, JSON.stringify(state));
    assert.deepEqual(exportedState(), state);
    tools.calls.length = 0;
    const once = stateOnce();
    assert.deepEqual([once(), once()], [state, state]);
    assert.equal(tools.calls.length, 1);
    assert.equal(identityIn(state), "i");
    tools.answer(/^pulumi/, { code: 255, stderr: "passphrase must be set" });
    assert.throws(exportedState, (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(error.message, /reading the state of stack \S+ failed[^]*passphrase/);
      return true;
    });
  });

  it("may have nothing yet, and knows no stack then", () => {
    for (const empty of [{}, { deployment: {} }]) {
      assert.deepEqual([resourcesOf(empty), begunIn(empty)], [[], []]);
      assert.equal(wasCutOff(empty), false);
      assert.deepEqual([ownerIn(empty), identityIn(empty)], [undefined, undefined]);
    }
    const begun = stateOf(
      { name: "cluster-owner", type: UUID },
      { name: "cluster-profile", type: COMMAND },
    );
    assert.deepEqual([ownerIn(begun), identityIn(begun)], [undefined, undefined]);
    const unstarted = stateOf({ name: "cluster-profile", type: COMMAND, outputs: {} });
    assert.equal(identityIn(unstarted), undefined);
  });

  it("knows what was being made when a run was cut off, beside what it has", () => {
    const [has, making] = ["cluster-owner", "secrets-app"].map((name) => ({
      ...{ urn: `urn::${name}`, type: UUID },
    }));
    const cutOff = (...types: string[]) => ({
      deployment: {
        resources: [has!],
        pending_operations: types.map((type) => ({ type, resource: making! })),
      },
    });
    assert.deepEqual(begunIn(cutOff("updating")), [has, making]);
    assert.equal(wasCutOff(cutOff("updating", "creating")), true);
    assert.equal(wasCutOff(cutOff("updating")), false);
  });
});
