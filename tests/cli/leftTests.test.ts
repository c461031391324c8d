import assert from "node:assert/strict";
import { removeLeftTests } from "../../cli/cluster/leftTests";
import { hearing, standIn } from "../support/standIn";

describe("what the chart's tests may have left", () => {
  const tools = standIn();
  const said = hearing();
  const PLACE = { context: "c", kubeconfig: "/k", namespace: "todo-app" };
  const remove = () => removeLeftTests(PLACE);

  it("is not removed where there is nothing, however kubectl says so", async () => {
    for (const nothing of ["{}", '{"items":[]}']) {
      tools.answer(/get pods,networkpolicies/, nothing);
      await remove();
    }
    assert.equal(tools.calls.length, 2);
    assert.equal(said(), "");
  });

  for (const [what, fails] of [
    ["asked for", /get pods,networkpolicies/],
    ["removed", / delete /],
  ] as const)
    it(`is a warning where it cannot be ${what}, which says for what that was`, async () => {
      const hook = { name: "t", annotations: { "helm.sh/hook": "test" } };
      const items = [{ kind: "Pod", metadata: hook }];
      tools
        .answer(/get pods,networkpolicies/, JSON.stringify({ items }))
        .answer(fails, { code: 1, stderr: "Forbidden" });
      await remove();
      assert.match(
        said(),
        /By hand: kubectl .*\nremoving the pods that the chart's tests left in namespace todo-app failed[^]*Forbidden/,
      );
    });
});
