import assert from "node:assert/strict";
import { loaderFor, enginePlatform, isInEngine } from "../../components/image/imageDelivery";
import { standIn } from "../support/standIn";
import { IMAGE, FAILS, isOn, loaders } from "../support/imageLoaders";

describe("images reach the nodes, and leave them,", () => {
  const { acts, fails, tools } = loaders();

  describe("by the user's own commands,", () => {
    const loader = loaderFor({
      kind: "command",
      load: "in {image} {image}",
      remove: "out {image}",
    });

    it("with the image wherever they name it", async () => {
      assert.deepEqual(await acts(loader), [
        "sh -c in todo-backend:1 todo-backend:1",
        "sh -c out todo-backend:1",
      ]);
      assert.equal(loader.removal(IMAGE), "out todo-backend:1");
      await fails(loader, /^ToolError: in todo-backend:1 .* failed/, /^ToolError: out .* failed/);
    });

    it("of which that for removing may be none; whether they are there is not known", async () => {
      const keeps = loaderFor({ kind: "command", load: "in {image}", remove: "" });
      assert.equal(await keeps.remove(IMAGE), undefined);
      assert.equal(await isOn(keeps, IMAGE), undefined);
      assert.equal(keeps.removal(IMAGE), "");
      assert.deepEqual(tools.calls, []);
    });
  });

  it("by the nodes themselves from a registry: nothing has to be done", async () => {
    const loader = loaderFor({ kind: "registry" } as Parameters<typeof loaderFor>[0]);
    assert.deepEqual(await acts(loader), []);
    assert.equal(await isOn(loader, IMAGE), true);
    assert.equal(loader.removal(IMAGE), "");
  });
});

describe("the engine", () => {
  const tools = standIn();

  it("says what it builds for, where it answers", () => {
    tools.answer(/^docker version --format/, "linux/arm64\n");
    assert.equal(enginePlatform(), "linux/arm64");
    tools.answer(/^docker version/, FAILS);
    assert.equal(enginePlatform(), undefined);
  });

  it("has an image where it says so", async () => {
    tools.answer(/^docker image inspect .*todo-backend:1$/, "linux/amd64\n");
    assert.equal(await isInEngine(IMAGE), true);
    tools.answer(/^docker image inspect/, { code: 1 });
    assert.equal(await isInEngine(IMAGE), false);
  });
});
