import assert from "node:assert/strict";
import { OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import { cutOff, listed, OWNER, PLACE, secretOf, taken } from "../support/cutOffRun";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import { NAMESPACE, RELEASE, SECRET, urnOf } from "../support/states";

describe("what was made in a run that was cut off", () => {
  const tools = standIn();
  const imports = (type: string, name: string) => taken(PLACE, cutOff(["creating", type, name]));
  const silence = { code: 1, stderr: "i/o timeout" };

  it("is nothing where no creation was interrupted, and nothing is asked", async () => {
    assert.deepEqual(await taken(PLACE, {}), []);
    assert.deepEqual(await taken(PLACE, cutOff(["updating", SECRET, "secrets-app"])), []);
    assert.deepEqual(tools.calls, []);
  });

  describe("is taken over:", () => {
    it("the namespace that bears the stack's id", async () => {
      const labels = { [STACK_LABEL]: "dev", [OWNER_LABEL]: OWNER };
      tools.answer(/get namespace todo-app/, namespaceJson("todo-app", "n1", labels));
      assert.deepEqual(await imports(NAMESPACE, "secrets-namespace"), [
        [urnOf(NAMESPACE, "secrets-namespace"), "todo-app"],
      ]);
    });

    for (const [name, secret] of [
      ["secrets-app", "app-secrets"],
      ["secrets-database", "postgres-credentials"],
    ] as const) {
      it(`the Secret ${secret} that bears it`, async () => {
        const lookup = `^kubectl --kubeconfig /k --context c get secret ${secret} --namespace todo-app`;
        tools.answer(new RegExp(lookup), secretOf(OWNER));
        assert.deepEqual(await imports(SECRET, name), [
          [urnOf(SECRET, name), `todo-app/${secret}`],
        ]);
      });
    }

    it("each from the namespace in which it was to be made, whatever the settings name by now", async () => {
      const labels = { [OWNER_LABEL]: OWNER };
      tools
        .answer(/get namespace before /, namespaceJson("before", "n1", labels))
        .answer(/get secret app-secrets --namespace before/, secretOf(OWNER))
        .answer(/^helm list .*--namespace before/, listed(["todo-app"]));
      const asked: [string, string, object][] = [
        [NAMESPACE, "secrets-namespace", { metadata: { name: "before" } }],
        [SECRET, "secrets-app", { metadata: { namespace: "before" } }],
        [RELEASE, "app-release", { namespace: "before" }],
      ];
      const pending_operations = asked.map(([type, name, inputs]) => ({
        type: "creating",
        resource: { urn: urnOf(type, name), type, inputs },
      }));
      const { deployment } = cutOff();
      const found = await taken(PLACE, {
        deployment: { ...deployment, pending_operations },
      });
      assert.deepEqual(
        found.map(([, id]) => id),
        ["before", "before/app-secrets", "before/todo-app"],
      );
    });

    it("the release, beside the app's Secret that bears it", async () => {
      tools
        .answer(/get secret app-secrets/, secretOf(OWNER))
        .answer(/^helm list/, listed(["todo-app"]));
      assert.deepEqual(await imports(RELEASE, "app-release"), [
        [urnOf(RELEASE, "app-release"), "todo-app/todo-app"],
      ]);
    });

    it("the release of a version before the stack's id", async () => {
      tools.answer(/^helm list/, listed(["todo-app"]));
      const { deployment } = cutOff(["creating", RELEASE, "app-release"]);
      const before = { deployment: { ...deployment, resources: [] } };
      assert.equal((await taken(PLACE, before)).length, 1);
    });

    it("each of several, in their order", async () => {
      tools
        .answer(/get namespace/, namespaceJson("todo-app", "n1", { [OWNER_LABEL]: OWNER }))
        .answer(/get secret app-secrets/, secretOf(OWNER))
        .answer(/^helm list/, listed(["todo-app"]));
      const both = cutOff(
        ["creating", RELEASE, "app-release"],
        ["deleting", SECRET, "secrets-app"],
        ["creating", NAMESPACE, "secrets-namespace"],
      );
      const ids = (await taken(PLACE, both)).map(([, id]) => id);
      assert.deepEqual(ids, ["todo-app/todo-app", "todo-app"]);
    });
  });

  describe("is left alone:", () => {
    it("a namespace of another user, or of a stack of the same name with another id", async () => {
      const theirs = { [STACK_LABEL]: "dev", [OWNER_LABEL]: "id-of-another" };
      for (const labels of [undefined, { [STACK_LABEL]: "dev" }, theirs]) {
        tools.answer(/get namespace/, namespaceJson("todo-app", "n1", labels as typeof theirs));
        assert.deepEqual(await imports(NAMESPACE, "secrets-namespace"), []);
      }
    });

    it("a Secret that another user made, or another stack", async () => {
      for (const labels of [undefined, { [OWNER_LABEL]: "id-of-another" }]) {
        tools.answer(/get secret/, JSON.stringify({ metadata: { uid: "s1", labels } }));
        assert.deepEqual(await imports(SECRET, "secrets-app"), []);
      }
    });

    it("a release beside the Secret of another stack, or of another user, or beside none", async () => {
      tools.answer(/^helm list/, listed(["todo-app"]));
      for (const secret of [
        secretOf("id-of-another"),
        JSON.stringify({ metadata: { uid: "s1" } }),
        "",
      ]) {
        tools.answer(/get secret app-secrets/, secret);
        assert.deepEqual(await imports(RELEASE, "app-release"), []);
      }
    });

    it("all that bears an id, where the state has none yet", async () => {
      tools
        .answer(/get secret/, secretOf(OWNER))
        .answer(/get namespace/, namespaceJson("todo-app", "n1", { [OWNER_LABEL]: OWNER }));
      const { deployment } = cutOff(
        ["creating", NAMESPACE, "secrets-namespace"],
        ["creating", SECRET, "secrets-app"],
      );
      const state = { deployment: { ...deployment, resources: [] } };
      assert.deepEqual(await taken(PLACE, state), []);
      // What bears no id either is somebody's.
      tools
        .answer(/get secret/, JSON.stringify({ metadata: { uid: "s1" } }))
        .answer(/get namespace/, namespaceJson("todo-app", "n1"));
      assert.deepEqual(await taken(PLACE, state), []);
    });

    it("what nothing in the state manages any more: a removal had begun since", async () => {
      tools.answer(/get secret app-secrets/, secretOf(OWNER));
      const state = cutOff(["creating", SECRET, "secrets-app"]);
      const provider = urnOf("pulumi:providers:kubernetes", "cluster-provider");
      state.deployment!.pending_operations![0]!.resource.provider = `${provider}::p1`;
      for (const [id, found] of [
        ["p2", 0],
        ["p1", 1],
      ] as const) {
        state.deployment!.resources!.push({
          urn: provider,
          type: "pulumi:providers:kubernetes",
          id,
        });
        assert.equal((await taken(PLACE, state)).length, found);
      }
    });

    it("what never came to be", async () => {
      tools.answer(/^kubectl/, "").answer(/^helm list/, listed(["other"]));
      assert.deepEqual(await imports(NAMESPACE, "secrets-namespace"), []);
      assert.deepEqual(await imports(SECRET, "secrets-app"), []);
      assert.deepEqual(await imports(RELEASE, "app-release"), []);
    });

    it("what is none of the app's objects", async () => {
      assert.deepEqual(await imports(SECRET, "another"), []);
      const image = "docker:index/image:Image";
      for (const [type, name] of [
        [image, "backend-build"],
        ...["secrets-namespace", "secrets-app", "app-release"].map((name) => [image, name]),
        [NAMESPACE, "another-namespace"],
        [NAMESPACE, "my-secrets-namespace"],
        [NAMESPACE, "secrets-namespace-2"],
        [SECRET, "secrets-namespace"],
        [RELEASE, "another-release"],
      ])
        assert.deepEqual(await imports(type!, name!), [], `${type} ${name}`);
      assert.deepEqual(tools.calls, []);
    });
  });

  it("is not known where the cluster is silent, which is an error", async () => {
    tools.answer(/^(kubectl|helm)/, silence);
    for (const [type, name] of [
      [NAMESPACE, "secrets-namespace"],
      [SECRET, "secrets-app"],
      [RELEASE, "app-release"],
    ] as const)
      await assert.rejects(imports(type, name), /i\/o timeout/);
  });
});
