import assert from "node:assert/strict";
import * as fs from "node:fs";
import { takeDown } from "../../cli/down";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { State } from "../../components/process/stackState";
import { Engine, Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import {
  answered,
  COMMAND,
  NAMESPACE,
  recorded,
  RELEASE,
  SECRET,
  stateOf,
  urnOf,
  UUID,
} from "../support/states";
import { answersRemoval, uses } from "../support/removal";

describe("taking a stack away", () => {
  ownCheckout();
  const tools = standIn();
  hearing();
  const apiServer = apiServers();
  let minikube: Minikube;
  let state: State;
  beforeEach(() => {
    minikube = new Minikube(tools);
    new Engine(tools);
    state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
    answersRemoval(tools, () => state);
  });

  describe("deletes a namespace that it made where a run was cut off before that was noted", () => {
    const of = (name: string, id: string, uid?: string) => ({
      ...{ name: `${name}-namespace`, type: NAMESPACE, id },
      outputs: { metadata: { uid } },
    });
    const note = { name: "todo-app", uid: "n1", created: true, cluster: "" };
    let there: Record<string, string>;
    beforeEach(() => {
      minikube.runs("minikube");
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
      state = stateOf(...resources);
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
        [() => apiServer("minikube", false), /runs, and its API server does not answer/],
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

  describe("in a profile that was there before", () => {
    const NOTE = { name: "todo-app", uid: "n1", created: true, cluster: "" };
    const labels = { [OWNER_LABEL]: "a" };
    const created = (type: string, name: string) => ({
      type: "creating",
      resource: { urn: urnOf(type, name), type },
    });
    let pending: ReturnType<typeof created>[];
    let listed: object[];
    beforeEach(() => {
      minikube.runs("minikube");
      apiServer("minikube", true);
      [pending, listed] = [[], []];
      tools
        .answer(/^pulumi stack export --stack dev/, () => {
          const { deployment } = state;
          return JSON.stringify({ deployment: { ...deployment, pending_operations: pending } });
        })
        .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1", labels))
        .answer(/get namespaces --selector=todo-app\/owner=a /, () =>
          JSON.stringify({ items: listed }),
        );
    });
    const inside = () => {
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: false, addons: [] }),
        recorded("secrets-ownership", NOTE),
      );
    };
    const named = (name: string, uid: string) => ({ metadata: { name, uid, labels } });
    const refuses = async (words: RegExp) => {
      await assert.rejects(takeDown({}), words);
      assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)|delete --raw/), []);
    };

    for (const [type, name] of [
      [NAMESPACE, "kagent-namespace"],
      [SECRET, "secrets-app"],
      [RELEASE, "app-release"],
    ] as const)
      it(`stops before ${name} that was being made, whose lock \`pulumi cancel\` took away`, async () => {
        inside();
        pending = [created(type, name), created(COMMAND, "backend-load")];
        await refuses(
          new RegExp(
            `^Error: stack dev was making ${name} when a run was interrupted, .* Run: make recover, then: make down$`,
          ),
        );
        // What goes with the profile is left by nobody.
        uses("a");
        assert.equal(await takeDown({}), 0);
      });

    it("goes on where a run was cut off in what is not in the cluster", async () => {
      inside();
      pending = [created(COMMAND, "backend-load")];
      assert.equal(await takeDown({}), 0);
    });

    it("stops before a namespace of its id that the state does not know, before the id is gone", async () => {
      const words =
        /^Error: namespace other of minikube has the id of this stack.*\n.*: kubectl .*--context minikube delete namespace other\n.*: kubectl .* label namespace other todo-app\/stack- todo-app\/owner-\nThen: make down$/;
      inside();
      listed = [named("todo-app", "n1"), named("other", "n2")];
      await refuses(words);
      // As after `make recover GONE=1`.
      state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
      listed = [named("other", "n2")];
      await refuses(words);
    });

    describe("whose database the settings keep", () => {
      let keep: string;
      let enabled: boolean;
      let listed: string;
      beforeEach(() => {
        [keep, enabled, listed] = ["true", true, "deployed"];
        tools.answer(/^helm get manifest todo-app .*--namespace todo-app/, () =>
          manifest(enabled ? { "helm.sh/resource-policy": "keep" } : undefined),
        );
        tools.answer(/^helm list .*--namespace todo-app/, () =>
          JSON.stringify(listed ? [{ name: "todo-app", status: listed, revision: "1" }] : []),
        );
      });
      /** Of a release, as Helm prints it. @param annotations of the claim in it; undefined where it has none. */
      const manifest = (annotations?: object) =>
        [
          { kind: "Service", metadata: { name: "backend" } },
          ...(annotations
            ? [{ kind: "PersistentVolumeClaim", metadata: { name: "postgres-data", annotations } }]
            : []),
        ]
          .map((one) => `---\n# Source: todo-app\n${JSON.stringify(one)}\n`)
          .join("");
      /** @param KEEP what the last up told the namespace's note, and the chart, where those differ. */
      const down = (KEEP: string, chart = KEEP) => {
        fs.writeFileSync(
          "Pulumi.dev.yaml",
          JSON.stringify({ config: { "todo:keepDatabase": keep } }),
        );
        const values = { postgres: { enabled, storage: { keep: chart === "true" } } };
        state = stateOf(
          { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
          answered("cluster-profile", { started: false, addons: [] }),
          recorded("secrets-ownership", NOTE, { KEEP }),
          { name: "app-release", type: RELEASE, id: "todo-app/todo-app", inputs: { values } },
        );
        return takeDown({});
      };

      it("stops where the last up did not know that, with both ways on", async () => {
        for (const [KEEP, chart] of [
          ["false", "false"],
          // An up that failed before its end.
          ["true", "false"],
        ])
          await assert.rejects(
            down(KEEP!, chart),
            /^Error: todo:keepDatabase is true, .* volume in namespace todo-app of minikube would be deleted\. Nothing was changed\. Run: make up, then: make down\n.*: make config SET=keepDatabase=false, then: make down$/,
          );
        assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)|delete --raw/), []);
        // With the profile it goes in any case.
        uses("a");
        assert.equal(await down("false"), 0);
      });

      it("stops where a user has rolled back to a revision that did not know it: Helm would delete the claim", async () => {
        tools.answer(/^helm get manifest/, manifest({}));
        await assert.rejects(
          down("true"),
          /volume in namespace todo-app of minikube would be deleted\. .* Run: make up, then: make down$/m,
        );
        tools.answer(/^helm get manifest/, { code: 1, stderr: "Kubernetes cluster unreachable" });
        await assert.rejects(down("true"), /asking what release todo-app is made of/);
        assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), []);
      });

      it("goes on where it did, where they do not, or where nothing can be kept", async () => {
        assert.equal(await down("true"), 0);
        keep = "false";
        assert.equal(await down("false"), 0);
        keep = "true";
        for (const status of ["", "uninstalling"]) {
          listed = status;
          assert.equal(await down("false"), 0);
        }
        [listed, enabled] = ["deployed", false];
        assert.equal(await down("false"), 0);
      });
    });

    it("looks for it by the names that it uses where namespaces may not be listed", async () => {
      state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
      tools
        .answer(/get namespaces --selector/, { code: 1, stderr: "Error from server (Forbidden)" })
        .answer(/get namespace kagent/, namespaceJson("kagent", "k1", { [OWNER_LABEL]: "b" }));
      await refuses(/^Error: namespace todo-app of minikube has the id/);
    });

    it("and goes on where the state knows it, its record does, or there is none", async () => {
      inside();
      for (const found of [[named("todo-app", "n1")], [named("other", "n2")], []]) {
        uses("a", { started: false, namespaces: [{ name: "other", uid: "n2" }] });
        tools.answer(/get namespace other/, "");
        listed = found;
        assert.equal(await takeDown({}), 0);
      }
    });
  });

  describe("stops before a Secret that took the place of its own", () => {
    const SEEN = { name: "app-secrets", uid: "s2" };
    const down = (created: boolean, noted?: string, outputs?: object) => {
      const note = { name: "todo-app", uid: "n1", created, cluster: "" };
      state = stateOf(
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
      minikube.runs("minikube");
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
          /^Error: Secret app-secrets in namespace todo-app of minikube is not the one .*Nothing was changed\.\nRun: make recover, which forgets the old one, then: make down$/,
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
