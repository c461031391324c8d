import assert from "node:assert/strict";
import * as fs from "node:fs";
import { usePresentPrograms, withPresentPrograms } from "../../cli/stack/programPaths";
import type { State } from "../../components/process/stackState";
import { standIn } from "../support/standIn";
import { stateOf } from "../support/states";

const resource = (create: string, end: string) =>
  stateOf({ name: "x", type: "command:local:Command", outputs: { create, delete: end } });

describe("a state of an earlier version", () => {
  const tools = standIn();

  it("is written anew, but where a run was cut off: Pulumi would drop what that was making", async () => {
    tools.answer(/^pulumi stack import/, "");
    const earlier = resource("commands/startCluster.ts", "");
    await usePresentPrograms({}, earlier);
    assert.equal(tools.inputs.length, 1);
    const { deployment } = earlier;
    const [made] = deployment!.resources!;
    const pending_operations = [{ type: "creating", resource: made! }];
    const cutOff = { deployment: { ...deployment, pending_operations } };
    assert.equal(await usePresentPrograms({}, cutOff), cutOff);
    assert.equal(tools.inputs.length, 1);
  });

  it("finds each of its programs where it is now", () => {
    const names = "startCluster stopCluster recordNamespace deleteNamespace notePlace checkPlace";
    for (const name of `${names} deliverImage removeImages bringImage`.split(" ")) {
      const moved = withPresentPrograms(resource(`commands/${name}.ts`, "echo commands/x.ts"));
      const { create, delete: end } = moved!.deployment!.resources![0]!.outputs;
      assert.ok(fs.existsSync(create), create);
      assert.equal(end, "echo commands/x.ts");
    }
    for (const name of "recordNamespace deleteNamespace notePlace checkPlace".split(" ")) {
      const moved = withPresentPrograms(resource(`components/programs/${name}.ts`, ""));
      assert.equal(moved!.deployment!.resources![0]!.outputs.create, `todo/programs/${name}.ts`);
    }
  });

  it("tells the end of a delivery which release is the app's, of a version that did not say so", () => {
    const load = (environment: object, name = "backend-load") =>
      stateOf({ name, type: "command:local:Command", outputs: { environment } });
    const given = (state: State | undefined) =>
      state?.deployment?.resources![0]!.outputs.environment;
    assert.deepEqual(given(withPresentPrograms(load({ IMAGE: "i" }))), {
      ...{ IMAGE: "i", RELEASE: "todo-app" },
    });
    assert.equal(withPresentPrograms(load({ IMAGE: "i", RELEASE: "other" })), undefined);
    assert.equal(withPresentPrograms(load({ IMAGE: "i" }, "app-database-image")), undefined);
  });

  it("is not written anew where it names the present ones", () => {
    const now = resource("components/programs/startCluster.ts", "todo/programs/checkPlace.ts");
    assert.equal(withPresentPrograms(now), undefined);
  });
});
