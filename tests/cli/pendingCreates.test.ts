import assert from "node:assert/strict";
import { pendingObjects } from "../../cli/cluster/pendingCreates";
import { OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import type { State, StateResource } from "../../components/process/stackState";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import { NAMESPACE, RELEASE, SECRET, stateOf, urnOf, UUID } from "../support/states";

describe("what was made in a run that was cut off", () => {
  const tools = standIn();
  const PLACE = { context: "c", kubeconfig: "/k", namespace: "todo-app" };
  const OWNER = "00000000-0000-4000-8000-00000000000a";
  const cutOff = (...operations: [kind: string, type: string, name: string][]): State => ({
    deployment: {
      ...stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } }).deployment,
      pending_operations: operations.map(([kind, type, name]) => ({
        type: kind,
        resource: { urn: urnOf(type, name), type },
      })),
    },
  });
  const taken = async (place: typeof PLACE, state: State) =>
    (await pendingObjects(place, state)).map(({ urn, id }) => [urn, id]);
  const imports = (type: string, name: string) => taken(PLACE, cutOff(["creating", type, name]));
  const secretOf = (owner: string) =>
    JSON.stringify({ metadata: { uid: "s1", labels: { [OWNER_LABEL]: owner } } });
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
        .answer(
          /^helm list .*--namespace before/,
          JSON.stringify([{ name: "todo-app", status: "deployed", revision: "1" }]),
        );
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
        .answer(
          /^helm list/,
          JSON.stringify([{ name: "todo-app", status: "deployed", revision: "1" }]),
        );
      assert.deepEqual(await imports(RELEASE, "app-release"), [
        [urnOf(RELEASE, "app-release"), "todo-app/todo-app"],
      ]);
    });

    it("the release of a version before the stack's id", async () => {
      tools.answer(
        /^helm list/,
        JSON.stringify([{ name: "todo-app", status: "deployed", revision: "1" }]),
      );
      const { deployment } = cutOff(["creating", RELEASE, "app-release"]);
      const before = { deployment: { ...deployment, resources: [] } };
      assert.equal((await taken(PLACE, before)).length, 1);
    });

    it("each of several, in their order", async () => {
      tools
        .answer(/get namespace/, namespaceJson("todo-app", "n1", { [OWNER_LABEL]: OWNER }))
        .answer(/get secret app-secrets/, secretOf(OWNER))
        .answer(
          /^helm list/,
          JSON.stringify([{ name: "todo-app", status: "deployed", revision: "1" }]),
        );
      const both = cutOff(
        ["creating", RELEASE, "app-release"],
        ["deleting", SECRET, "secrets-app"],
        ["creating", NAMESPACE, "secrets-namespace"],
      );
      const ids = (await taken(PLACE, both)).map(([, id]) => id);
      assert.deepEqual(ids, ["todo-app/todo-app", "todo-app"]);
    });
  });

  describe("of kagent", () => {
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
          JSON.stringify(
            ["kagent-crds", "kagent"].map((name) => ({
              name,
              status: "pending-install",
              revision: "1",
            })),
          ),
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
        for (const name of ["kagent-crds", "kagent"])
          made(`sh.helm.release.v1.${name}.v1`, created);
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
      tools.answer(
        /^helm list/,
        JSON.stringify([{ name: "kagent", status: "deployed", revision: "1" }]),
      );
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
      tools.answer(
        /^helm list/,
        JSON.stringify([{ name: "todo-app", status: "deployed", revision: "1" }]),
      );
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
      tools
        .answer(/^kubectl/, "")
        .answer(
          /^helm list/,
          JSON.stringify([{ name: "other", status: "deployed", revision: "1" }]),
        );
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
