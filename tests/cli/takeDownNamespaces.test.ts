import assert from "node:assert/strict";
import * as fs from "node:fs";
import { takeDown } from "../../cli/down";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { namespaceJson } from "../support/models";
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
import { stackToTakeDown, uses } from "../support/removal";

describe("taking a stack away", () => {
  const { tools, apiServer, stack } = stackToTakeDown();

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
      stack.minikube.runs("minikube");
      apiServer("minikube", true);
      [pending, listed] = [[], []];
      tools
        .answer(/^pulumi stack export --stack dev/, () => {
          const { deployment } = stack.state;
          return JSON.stringify({ deployment: { ...deployment, pending_operations: pending } });
        })
        .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1", labels))
        .answer(/get namespaces --selector=todo-app\/owner=a /, () =>
          JSON.stringify({ items: listed }),
        );
    });
    const inside = () => {
      stack.state = stateOf(
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
            `^Error: stack dev was creating ${name} when its run was interrupted, .* Run: make recover, then: make down$`,
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
      stack.state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
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
        stack.state = stateOf(
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
      stack.state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
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
});
