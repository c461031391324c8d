import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { identityIn, ownerIn } from "../../components/cluster/recordedCluster";
import { exportedState, stateOnce } from "../../components/process/programState";
import { answerOf, begunIn, resourcesOf, wasCutOff } from "../../components/process/stackState";
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

  it("is an error where it is not one, or a program's answer in it is not", async () => {
    runtime.hasEngine = () => true;
    const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, "todo", "dev", false, "org");
    const one = { urn: "urn::one", type: "t" };
    for (const [state, problem] of [
      ["[]", "expected Object"],
      [{ deployment: { resources: {} } }, "field deployment.resources: expected Array"],
      [
        { deployment: { resources: [{ type: "t" }] } },
        "field deployment.resources.0.urn is missing",
      ],
      [
        { deployment: { resources: [{ ...one, delete: "no" }] } },
        "field deployment.resources.0.delete: expected boolean",
      ],
      [
        { deployment: { pending_operations: [{ type: "t" }] } },
        "field deployment.pending_operations.0.resource is missing",
      ],
    ] as const) {
      tools.answer(/^pulumi/, typeof state === "string" ? state : JSON.stringify(state));
      assert.throws(exportedState, (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        const command = "pulumi stack export --stack org/todo/dev";
        assert.ok(error.message.endsWith(`failed:\n  ${problem}, from: ${command}`), error.message);
        return true;
      });
    }
    const answer = v.object({ name: v.string() });
    assert.equal(answerOf(answer, one), undefined);
    assert.deepEqual(answerOf(answer, { ...one, outputs: { stdout: '{"name":"n"}' } }), {
      name: "n",
    });
    assert.throws(
      () => answerOf(answer, { ...one, outputs: { stdout: "{}" } }),
      (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(
          error.message,
          "the entry of one in the stack's state cannot be read: field name is missing",
        );
        return true;
      },
    );
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
