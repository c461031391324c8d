import assert from "node:assert/strict";
import { takeDown } from "../../cli/down";
import { namespaceJson } from "../support/models";
import { answered, NAMESPACE, recorded, SECRET, stateOf, UUID } from "../support/states";
import { stackToTakeDown } from "../support/removal";

describe("taking a stack away", () => {
  const { tools, apiServer, stack } = stackToTakeDown();

  describe("deletes a namespace that it made where a run was cut off before that was noted", () => {
    const of = (name: string, id: string, uid?: string) => ({
      ...{ name: `${name}-namespace`, type: NAMESPACE, id },
      outputs: { metadata: { uid } },
    });
    const note = { name: "todo-app", uid: "n1", created: true, cluster: "" };
    let there: Record<string, string>;
    beforeEach(() => {
      stack.minikube.runs("minikube");
      apiServer("minikube", true);
      there = { "todo-app": "n1", kagent: "k1" };
      tools
        .answer(/get namespace (\S+)/, ([, name]) =>
          there[name!] ? namespaceJson(name!, there[name!]!) : "",
        )
        .answer(/delete --raw \/api\/v1\/namespaces\/(\S+)/, ([, name]) => {
          delete there[name!];
          return "";
        });
    });
    const left = async (...resources: Parameters<typeof stateOf>) => {
      stack.state = stateOf(...resources);
      assert.equal(await takeDown({}), 0);
      return Object.keys(there);
    };

    it("each by its uid, before destroy, after which no record names it", async () => {
      assert.deepEqual(
        await left(of("secrets", "todo-app", "n1"), of("kagent", "kagent", "k1")),
        [],
      );
      const uids = tools.inputs.map((text) => JSON.parse(text).preconditions.uid);
      assert.deepEqual(uids, ["n1", "k1"]);
      const order = [/delete --raw/, /^pulumi destroy/, /^pulumi stack rm/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.deepEqual(
        order,
        [...order].sort((one, other) => one - other),
      );
    });

    it("and none whose end its note has decided", async () => {
      const resources = [of("secrets", "todo-app", "n1"), recorded("secrets-ownership", note)];
      assert.deepEqual(await left(...resources, of("kagent", "kagent", "k1")), ["todo-app"]);
    });

    it("and none that the stack's id is not on, which a refresh found by its name", async () => {
      const id = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
      assert.deepEqual(await left(id, of("secrets", "todo-app", "n1")), ["todo-app", "kagent"]);
    });

    it("and none that took its place, before which it stops", async () => {
      await assert.rejects(
        left(of("secrets", "todo-app", "n0")),
        /namespace todo-app of minikube is not the one .*\nRun: make recover, .* then: make down$/,
      );
      assert.deepEqual(Object.keys(there), ["todo-app", "kagent"]);
      assert.deepEqual(tools.called(/delete --raw|^pulumi destroy/), []);
    });

    it("and asks for none that the state does not name with its uid", async () => {
      for (const unclear of [
        of("secrets", "todo-app"),
        { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
        { ...of("secrets", "", "n1"), id: undefined },
        { ...of("secrets", "todo-app", "n1"), type: SECRET },
      ]) {
        assert.deepEqual(await left(unclear), ["todo-app", "kagent"]);
        assert.deepEqual(tools.called(/ get namespace /), [], JSON.stringify(unclear));
      }
    });

    it("and stops before all else where one does not go, or the cluster does not answer", async () => {
      const cases: [() => void, RegExp][] = [
        [() => void tools.answer(/delete --raw/, { code: 1, stderr: "Forbidden" }), /Forbidden/],
        [() => apiServer("minikube", false), /runs, but its API server does not answer/],
      ];
      for (const [breaks, words] of cases) {
        const profile = answered("cluster-profile", { started: false, addons: [] });
        breaks();
        await assert.rejects(left(profile, of("secrets", "todo-app", "n1")), words);
        assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), []);
        assert.deepEqual(Object.keys(there), ["todo-app", "kagent"]);
      }
    });

    it("and leaves none where the cluster falls silent while destroy runs", async () => {
      tools.answer(/^pulumi destroy/, () => {
        apiServer("minikube", false);
        return "";
      });
      assert.deepEqual(await left(of("secrets", "todo-app", "n1")), ["kagent"]);
    });
  });
});
