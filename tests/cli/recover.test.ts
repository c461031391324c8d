import assert from "node:assert/strict";
import * as fs from "node:fs";
import { recover } from "../../cli/recover";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { resourcesOf } from "../../components/process/stackState";
import { readRecord, removeRecord, writeRecord } from "../../components/cluster/profileRecord";
import { namespaceJson } from "../support/models";
import { Reply } from "../support/standIn";
import { aRecord, answered, RELEASE, stateOf, urnOf, UUID } from "../support/states";
import { appSecretOf, OWNER, recovering, UP } from "../support/recovery";

/** Of a backend whose locks can be seen. */
const FOLDER = { PULUMI_BACKEND_URL: "file:///x" };

describe("recovering a stack", () => {
  const { tools, said, world, written, refreshes, profileAnswers } = recovering();

  it("has nothing to do where there is no stack", async () => {
    tools.answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "test" }]));
    assert.equal(await recover({}), 0);
    assert.match(
      said(),
      /There is no stack dev: .* Existing stacks: test: make recover STACK=test$/m,
    );
    assert.deepEqual(tools.called(/^(?!pulumi stack ls)/), []);
  });

  describe("of a cluster that answers", () => {
    beforeEach(profileAnswers);

    it("goes on where there is no lock to take away, with the stack's own environment", async () => {
      const environments: (NodeJS.ProcessEnv | undefined)[] = [];
      tools.answer(/^pulumi cancel --yes --stack dev$/, (_, { env }) => {
        environments.push(env);
        return { code: 255, stderr: "no lock" };
      });
      assert.equal(await recover({ PULUMI_BACKEND_URL: "file:///x" }), 0);
      assert.deepEqual(environments, [{ ...process.env, PULUMI_BACKEND_URL: "file:///x" }]);
      assert.equal(refreshes().length, 1);
    });

    it("takes away no lock of a backend that cannot be read from here: it names the command", async () => {
      for (const env of [{}, { PULUMI_BACKEND_URL: "s3://state" }] as Record<string, string>[]) {
        tools.answer(/^pulumi refresh/, { code: 255 });
        assert.equal(await recover(env), 255);
        assert.match(
          said(),
          /^If the stack is locked, and no other run of it is in progress anywhere, run: pulumi cancel --yes --stack dev, then: make recover$/m,
        );
        world.namespaces["todo-app"] = "n2";
        tools.answer(/^pulumi stack import/, { code: 255, stderr: "currently locked by 1 lock" });
        await assert.rejects(
          recover(env),
          /currently locked by 1 lock[^]*\nIf the stack is locked, .*: pulumi cancel --yes --stack dev, then: make recover$/,
        );
        tools.answer(/^pulumi stack import/, "");
        world.namespaces["todo-app"] = "n1";
      }
      assert.deepEqual(tools.called(/^pulumi cancel/), []);
      assert.equal(await recover(FOLDER), 255);
      assert.equal(tools.called(/^pulumi cancel/).length, 1);
    });

    it("lets Pulumi look again, and hands on how that ended", async () => {
      assert.equal(await recover(FOLDER), 0);
      assert.deepEqual(readRecord("minikube", OWNER), { ...aRecord(OWNER), stack: "dev" });
      assert.deepEqual(written(), []);
      assert.deepEqual(refreshes(), [
        "pulumi refresh --stack dev --json --color=never --yes --skip-preview --clear-pending-creates",
      ]);
      const [cancel, refresh] = [/^pulumi cancel/, /^pulumi refresh/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.ok(cancel! < refresh!);
      const before = said().length;
      tools.answer(/^pulumi refresh/, { code: 255 });
      assert.equal(await recover({}), 255);
      assert.doesNotMatch(said().slice(before), /is repaired/);
    });

    describe("settles a release that is stuck", () => {
      const pending = (revision: string): Reply =>
        JSON.stringify([{ name: "todo-app", status: "pending-upgrade", revision }]);

      it("by going back to the revision before, or to the first", async () => {
        tools.answer(/^helm rollback/, "");
        for (const revision of ["3", "1"]) {
          tools.answer(/^helm list --pending/, pending(revision));
          await recover({});
        }
        assert.deepEqual(
          tools.called(/^helm rollback/).map((call) => call.split(" --")[0]),
          ["helm rollback todo-app", "helm rollback todo-app 1"],
        );
      });

      it("and no other, which is said", async () => {
        tools.answer(/^helm rollback/, "");
        const others = [
          { name: "theirs", status: "pending-upgrade", revision: "1" },
          { name: "todo-app", status: "pending-upgrade", revision: "2" },
        ];
        tools.answer(/^helm list --pending/, JSON.stringify(others));
        await recover({});
        const kubeconfig = process.env.KUBECONFIG;
        assert.deepEqual(tools.called(/^helm rollback/), [
          `helm rollback todo-app --namespace todo-app --kubeconfig ${kubeconfig} --kube-context minikube`,
        ]);
        assert.match(said(), /^release todo-app is stuck at revision 2: repairing it$/m);
      });

      it("where that was being made when the run was cut off, and not where it is another stack's", async () => {
        const urn = urnOf(RELEASE, "app-release");
        const without = resourcesOf(UP).filter((one) => one.urn !== urn);
        const pending_operations = [{ type: "creating", resource: { urn, type: RELEASE } }];
        world.state = { deployment: { resources: without, pending_operations } };
        tools.answer(/^helm rollback/, "").answer(/^helm list --pending/, pending("1"));
        for (const [owner, rolledBack] of [
          ["id-of-another", 0],
          [OWNER, 1],
        ] as const) {
          tools.answer(/get secret app-secrets/, appSecretOf(owner));
          await recover({});
          assert.equal(tools.called(/^helm rollback/).length, rolledBack, owner);
        }
      });

      it("where the stack has it, and not in the namespace that the settings name by now", async () => {
        fs.writeFileSync(
          "Pulumi.dev.yaml",
          JSON.stringify({ config: { "todo:namespace": "other" } }),
        );
        world.namespaces.other = "n9";
        const urn = urnOf(RELEASE, "app-release");
        const inputs = { namespace: "todo-app" };
        const pending_operations = [{ type: "creating", resource: { urn, type: RELEASE, inputs } }];
        const resources = resourcesOf(UP).filter((one) => one.urn !== urn);
        tools
          .answer(/^helm rollback/, "")
          .answer(/get secret app-secrets --namespace other/, appSecretOf("id-of-another"))
          .answer(/get secret app-secrets --namespace todo-app/, appSecretOf(OWNER))
          .answer(/^helm list --pending/, pending("1"));
        for (const one of [UP, { deployment: { resources, pending_operations } }]) {
          world.state = one;
          await recover({});
          const [call, ...more] = tools.called(/^helm rollback/);
          assert.match(call!, /^helm rollback todo-app 1 --namespace todo-app /);
          assert.deepEqual(more, []);
          tools.calls = [];
        }
      });

      it("of kagent too, where that is the stack's", async () => {
        const resources = [
          ...resourcesOf(UP),
          { urn: urnOf(RELEASE, "kagent-crds"), type: RELEASE, id: "kagent/kagent-crds" },
        ];
        const urn = urnOf(RELEASE, "kagent-release");
        const pending_operations = [{ type: "creating", resource: { urn, type: RELEASE } }];
        world.state = { deployment: { resources, pending_operations } };
        const stuck = ["kagent-crds", "kagent", "theirs"].map((name) => ({
          name,
          status: "pending-install",
          revision: "1",
        }));
        tools
          .answer(/^helm rollback/, "")
          .answer(/^helm list .*--namespace kagent/, JSON.stringify(stuck));
        for (const [owner, rolledBack] of [
          ["id-of-another", []],
          [OWNER, ["helm rollback kagent-crds 1", "helm rollback kagent 1"]],
        ] as const) {
          tools.answer(
            /get namespace kagent/,
            namespaceJson("kagent", "k1", { [OWNER_LABEL]: owner }),
          );
          await recover({});
          const calls = tools.called(/^helm rollback/).map((call) => call.split(" --")[0]);
          assert.deepEqual(calls, rolledBack, owner);
        }
      });

      it("or says which step failed", async () => {
        tools.answer(/^helm rollback/, { code: 1, stderr: "no such revision" });
        tools.answer(/^helm list --pending/, pending("3"));
        await assert.rejects(recover({}), /repairing release todo-app failed[^]*no such revision/);
        tools.answer(/^helm list --pending/, { code: 1, stderr: "i/o timeout" });
        await assert.rejects(recover({}), /listing the releases failed[^]*i\/o timeout/);
      });

      it("and none where there is no namespace for it", async () => {
        delete world.namespaces["todo-app"];
        await recover({});
        assert.deepEqual(tools.called(/^helm/), []);
      });
    });

    it("names a profile that only its record or its id tells of, for a plain destroy forgets the stack's id", async () => {
      world.state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } });
      world.minikube.runs("minikube", { UUID: OWNER });
      removeRecord("minikube", aRecord(OWNER));
      assert.equal(await recover({}), 0);
      assert.match(
        said(),
        /^profile minikube: a start by this stack was interrupted\. .* so it is kept\./m,
      );
      writeRecord("minikube", aRecord(OWNER));
      assert.equal(await recover({}), 0);
      assert.match(
        said(),
        /^profile minikube: a run of this stack .* To continue, run: make up\. To remove it, run: make down;/m,
      );
    });

    it("names no profile that the state knows", async () => {
      world.minikube.runs("minikube", { UUID: OWNER });
      writeRecord("minikube", aRecord(OWNER));
      assert.equal(await recover({}), 0);
      assert.doesNotMatch(said(), /profile minikube: a/);
    });

    it("names a profile that a start was cut off in while the state knows another one", async () => {
      world.minikube.runs("minikube", { UUID: OWNER });
      writeRecord("minikube", aRecord(OWNER));
      const environment = { IDENTITY: "i", PROFILE: "another" };
      world.state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
        answered("cluster-profile", { started: false, addons: [] }, environment),
      );
      assert.equal(await recover({}), 0);
      assert.match(said(), /^profile minikube: a run of this stack was interrupted /m);
    });
  });
});
