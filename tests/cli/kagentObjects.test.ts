import assert from "node:assert/strict";
import {
  isOwnRelease,
  keyName,
  madeKagentNamespace,
  ownKagentReleases,
} from "../../cli/cluster/kagentObjects";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import { recorded, RELEASE, SECRET, stateOf, UUID } from "../support/states";

describe("what of kagent is the stack's", () => {
  const tools = standIn();
  const PLACE = { context: "c", kubeconfig: "/k", namespace: "todo-app" };
  const OWNER = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const KEY = {
    ...{ name: "kagent-key", type: SECRET },
    inputs: { metadata: { name: "kagent-gemini" } },
  };
  const NOTE = { name: "kagent", uid: "k1", created: true, cluster: "c1" };
  const noted = (more = {}) => recorded("kagent-ownership", { ...NOTE, ...more });
  /** A namespace and Secrets, with these labels. */
  const there = (labels: Record<string, string>, ofKey = labels) =>
    tools.answer(/get namespace kagent/, namespaceJson("kagent", "k1", labels)).answer(
      /get secret /,
      JSON.stringify({
        metadata: { uid: "s1", labels: ofKey, creationTimestamp: "2026-11-28T12:00:00Z" },
      }),
    );
  const made = (...resources: Parameters<typeof stateOf>) =>
    madeKagentNamespace(stateOf(...resources), PLACE);

  it("is its namespace by the stack's id, or by the uid that was noted", async () => {
    there({});
    assert.equal(await made(OWNER, noted()), true);
    assert.equal(await made(OWNER, noted({ uid: "k0" })), false);
    assert.equal(await made(OWNER, noted({ created: false })), false);
    assert.equal(await made(OWNER), false);
    there({ [OWNER_LABEL]: "a" });
    assert.equal(await made(OWNER), true);
    tools.answer(/get namespace kagent/, "");
    assert.equal(await made(OWNER, noted()), false);
  });

  it("is nothing where the stack has no id, and what is there bears none", async () => {
    there({});
    assert.equal(await made(noted()), false);
    assert.equal(await isOwnRelease("kagent", stateOf(KEY), PLACE), false);
  });

  it("is a release that the state has as long as the namespace or the key is", async () => {
    const releases = ["kagent-crds", "kagent-release"].map((name) => ({ name, type: RELEASE }));
    const own = () => ownKagentReleases(stateOf(OWNER, KEY, ...releases), PLACE);
    for (const [labels, ofKey, found] of [
      [{ [OWNER_LABEL]: "a" }, {}, 2],
      [{}, { [OWNER_LABEL]: "a" }, 2],
      [{}, { [OWNER_LABEL]: "b" }, 0],
    ] as const) {
      there({ ...labels }, { ...ofKey });
      assert.equal((await own()).length, found);
    }
  });

  it("has a key by the name of the Secret, where that is known", () => {
    for (const [inputs, name] of [
      [KEY.inputs, "kagent-gemini"],
      [{}, ""],
      [undefined, ""],
    ] as const)
      assert.equal(keyName({ urn: "", type: SECRET, inputs }), name);
  });
});
