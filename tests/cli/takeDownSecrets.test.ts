import assert from "node:assert/strict";
import { takeDown } from "../../cli/down";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { namespaceJson } from "../support/models";
import { recorded, SECRET, stateOf, UUID } from "../support/states";
import { stackToTakeDown } from "../support/removal";

describe("taking a stack away", () => {
  const { tools, apiServer, stack } = stackToTakeDown();

  describe("stops before a Secret that took the place of its own", () => {
    const SEEN = { name: "app-secrets", uid: "s2" };
    const down = (created: boolean, noted?: string, outputs?: object) => {
      const note = { name: "todo-app", uid: "n1", created, cluster: "" };
      stack.state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        recorded("secrets-ownership", note),
        { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets", outputs },
        recorded("secrets-app-place", {
          ...note,
          ...(noted ? { secret: { name: "app-secrets", uid: noted } } : {}),
        } as typeof note),
        recorded("app-place", note),
      );
      return takeDown({});
    };
    const there = (labels: object) =>
      tools.answer(
        /get secret app-secrets --namespace todo-app/,
        JSON.stringify({ metadata: { ...SEEN, labels } }),
      );
    const uid = (of: string) => ({ metadata: { uid: of } });
    beforeEach(() => {
      stack.minikube.runs("minikube");
      apiServer("minikube", true);
      tools.answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"));
      there({});
    });

    it("in an external namespace, with the way on", async () => {
      // Also where somebody refreshed the state since: what was noted holds.
      for (const [noted, outputs] of [
        ["s1", undefined],
        ["s1", uid("s2")],
        [undefined, uid("s1")],
      ] as const)
        await assert.rejects(
          down(false, noted, outputs),
          /^Error: Secret app-secrets in namespace todo-app of minikube is not the one .*Nothing was changed\.\nRun: make recover, which removes the old one from the state, then: make down$/,
        );
      assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), []);
    });

    it("and goes on where it is its own, none was noted, or it is in a namespace that goes", async () => {
      assert.equal(await down(false, "s2", uid("s1")), 0);
      assert.equal(await down(false), 0);
      assert.equal(await down(true, "s1"), 0);
      there({ [OWNER_LABEL]: "a" });
      assert.equal(await down(false, "s1"), 0);
      tools.answer(/get secret/, "");
      assert.equal(await down(false, "s1"), 0);
    });
  });
});
