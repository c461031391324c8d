import assert from "node:assert/strict";
import {
  endsWhole,
  refuseUnknownEnds,
  refuseUnknownNamespaces,
} from "../../cli/cluster/leftBehind";
import { writeRecord } from "../../components/cluster/profileRecord";
import { ownCheckout, standIn } from "../support/standIn";
import { aRecord, NAMESPACE, recorded, SECRET, stateOf, urnOf, UUID } from "../support/states";

describe("what a removal would leave", () => {
  ownCheckout();
  const tools = standIn();
  const OWNER = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const PLACE = { profile: "p", context: "p", kubeconfig: "/k", namespace: "todo-app" };

  it("is not known of an object that was being made, and of nothing else", () => {
    const cutOff = (kind: string, type: string) => ({
      deployment: {
        pending_operations: [{ type: kind, resource: { urn: urnOf(type, "x"), type } }],
      },
    });
    assert.throws(
      () => refuseUnknownEnds(cutOff("creating", SECRET)),
      /was creating x when its run/,
    );
    for (const known of [{}, cutOff("updating", SECRET), cutOff("creating", UUID)])
      assert.doesNotThrow(() => refuseUnknownEnds(known));
  });

  it("is nothing by an id where the stack has none, and nobody is asked", async () => {
    await refuseUnknownNamespaces(PLACE, {});
    assert.deepEqual(tools.calls, []);
  });

  it("is nothing in a namespace that goes: by its note, by Pulumi's word, or by the record beside the profile", () => {
    const note = (created: boolean, KEEP = "false") =>
      recorded("x-ownership", { name: "x", uid: "n1", created, cluster: "" }, { KEEP });
    const metadata = { uid: "n1", labels: { "todo-app/owner": "a" } };
    const declared = { name: "x-namespace", type: NAMESPACE, id: "x", outputs: { metadata } };
    for (const [resources, goes] of [
      [[OWNER, note(true)], true],
      [[OWNER, note(true, "true")], false],
      [[OWNER, note(false)], false],
      [[OWNER, declared], true],
      [[OWNER], false],
    ] as const) {
      assert.equal(endsWhole("x", PLACE, stateOf(...resources)), goes);
      assert.equal(endsWhole("other", PLACE, stateOf(...resources)), false);
    }
    writeRecord("p", { ...aRecord("a"), namespaces: [{ name: "x", uid: "n1" }] });
    assert.equal(endsWhole("x", PLACE, stateOf(OWNER)), true);
    assert.equal(endsWhole("other", PLACE, stateOf(OWNER)), false);
    assert.equal(endsWhole("x", { ...PLACE, profile: undefined }, stateOf(OWNER)), false);
    assert.equal(endsWhole("x", PLACE, {}), false);
  });
});
