import assert from "node:assert/strict";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import type { StateResource } from "../../components/process/stackState";
import { cutOff, listed, OWNER, PLACE, secretOf, taken } from "../support/cutOffRun";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import { RELEASE, SECRET, urnOf } from "../support/states";

describe("what was made of kagent in a run that was cut off", () => {
  const tools = standIn();
  const KEY = {
    urn: urnOf(SECRET, "kagent-key"),
    type: SECRET,
    inputs: { metadata: { name: "kagent-openai" } },
  };
  const release = (name: string) => ({ urn: urnOf(RELEASE, name), type: RELEASE });
  const ids = async (...resources: StateResource[]) => {
    const state = cutOff();
    state.deployment!.pending_operations = resources.map((resource) => ({
      type: "creating",
      resource,
    }));
    return (await taken(PLACE, state)).map(([, id]) => id);
  };
  const kagent = (labels: Record<string, string>, key = "") =>
    tools
      .answer(/get namespace kagent/, namespaceJson("kagent", "k1", labels))
      .answer(/get secret kagent-openai --namespace kagent/, key)
      .answer(
        /^helm list .*--namespace kagent/,
        listed(["kagent-crds", "kagent"], "pending-install"),
      );
  const all = [KEY, release("kagent-crds"), release("kagent-release")];

  it("is taken over in a namespace that bears the stack's id, with the key that does", async () => {
    kagent({ [OWNER_LABEL]: OWNER }, secretOf(OWNER));
    assert.deepEqual(await ids(...all), [
      "kagent/kagent-openai",
      "kagent/kagent-crds",
      "kagent/kagent",
    ]);
  });

  describe("in an external namespace where the key bears it", () => {
    const made = (name: string, created?: string, owner?: string) =>
      tools.answer(
        new RegExp(`get secret ${name} --namespace kagent`),
        created === undefined
          ? ""
          : JSON.stringify({
              metadata: {
                uid: "s1",
                creationTimestamp: created,
                ...(owner && { labels: { [OWNER_LABEL]: owner } }),
              },
            }),
      );
    const NOON = "2026-11-28T12:00:00Z";
    const first = (created?: string) => {
      for (const name of ["kagent-crds", "kagent"]) made(`sh.helm.release.v1.${name}.v1`, created);
    };
    beforeEach(() => {
      kagent({});
      made("kagent-openai", NOON, OWNER);
    });

    it("is taken over where Helm began it after that", async () => {
      for (const created of [NOON, "2026-11-28T12:00:07Z"]) {
        first(created);
        assert.deepEqual(await ids(...all), [
          "kagent/kagent-openai",
          "kagent/kagent-crds",
          "kagent/kagent",
        ]);
      }
    });

    it("is left alone where it is older, or its age is not known: it is another user's", async () => {
      for (const created of ["2026-11-28T11:59:59Z", undefined, ""]) {
        first(created);
        assert.deepEqual(await ids(...all), ["kagent/kagent-openai"]);
      }
      first(NOON);
      made("kagent-openai", NOON, "id-of-another");
      assert.deepEqual(await ids(...all), []);
    });
  });

  it("is nothing of another name or kind, though it bears the id", async () => {
    kagent({ [OWNER_LABEL]: OWNER }, secretOf(OWNER));
    const { inputs } = KEY;
    for (const other of [
      { ...KEY, urn: urnOf(SECRET, "another") },
      { urn: urnOf("docker:index/image:Image", "kagent-key"), type: "image", inputs },
      { ...release("kagent-crds"), type: SECRET },
      // Which Secret it is, is not said.
      { ...KEY, inputs: undefined },
    ])
      assert.deepEqual(await ids(other), [], other.urn);
    assert.deepEqual(tools.called(/get secret|^helm/), []);
  });

  it("is one release, and not the other that is there", async () => {
    kagent({ [OWNER_LABEL]: OWNER });
    tools.answer(/^helm list/, listed(["kagent"]));
    assert.deepEqual(await ids(...all), ["kagent/kagent"]);
  });

  it("is no key without an id, where the state has none either", async () => {
    kagent({}, JSON.stringify({ metadata: { uid: "s1" } }));
    const operation = { type: "creating", resource: KEY };
    const state = { deployment: { pending_operations: [operation] } };
    assert.deepEqual(await taken(PLACE, state), []);
  });

  it("is left alone where neither bears it, or where nothing came to be", async () => {
    for (const key of [
      "",
      secretOf("id-of-another"),
      JSON.stringify({ metadata: { uid: "s1" } }),
    ]) {
      kagent({ [OWNER_LABEL]: "id-of-another" }, key);
      assert.deepEqual(await ids(...all), []);
    }
    kagent({ [OWNER_LABEL]: OWNER });
    tools.answer(/^helm list/, "[]");
    assert.deepEqual(await ids(...all), []);
    tools.answer(/get namespace kagent/, "");
    assert.deepEqual(await ids(release("kagent-crds")), []);
  });
});
