import assert from "node:assert/strict";
import { noteBuiltImages, undelivered } from "../../cli/stack/builtImages";
import type { State } from "../../components/process/stackState";
import { Engine } from "../support/models";
import { standIn } from "../support/standIn";
import { IMAGE } from "../support/stackThatIsUp";
import { answered, COMMAND, stateOf, urnOf, UUID } from "../support/states";

describe("an image that was built, and delivered nowhere", () => {
  const tools = standIn();
  const built = (imageName: string, type = IMAGE) => ({
    ...{ name: "backend-build", type },
    outputs: { imageName },
  });

  it("is any that no delivery names, done or being made", () => {
    const state = stateOf(
      built("a:1"),
      answered("backend-load", {}, { IMAGE: "a:1" }),
      built("a:2"),
      built("a:2"),
      // Names it, and delivers nothing.
      { name: "backend-note", type: COMMAND, outputs: { environment: { IMAGE: "a:2" } } },
      built("a:3", COMMAND),
      // Cut off before it had said anything.
      ...[{ name: "frontend-build", type: IMAGE }],
      ...[undefined, {}].map((outputs) => ({ name: "frontend-load", type: COMMAND, outputs })),
    );
    const resource = { urn: urnOf(IMAGE, "x"), type: IMAGE, inputs: { imageName: "a:4" } };
    const begun: State = {
      deployment: { ...state.deployment, pending_operations: [{ type: "creating", resource }] },
    };
    assert.deepEqual(undelivered(begun), ["a:2", "a:4"]);
  });

  it("is noted for the stack's id, and for none where that has none yet", async () => {
    const engine = new Engine(tools);
    engine.tags.add("a:1");
    await noteBuiltImages(stateOf(built("a:1")));
    assert.deepEqual(tools.calls, []);
    const owner = { name: "cluster-owner", type: UUID, outputs: { result: "id" } };
    await noteBuiltImages(stateOf(owner, built("a:1")));
    assert.deepEqual([...engine.tags], ["a:1", "a:1-used-by-id"]);
  });
});
