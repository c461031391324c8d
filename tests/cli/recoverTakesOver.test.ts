import assert from "node:assert/strict";
import * as fs from "node:fs";
import { recover } from "../../cli/recover";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { resourcesOf } from "../../components/process/stackState";
import { readRecord, records } from "../../components/cluster/profileRecord";
import { namespaceJson } from "../support/models";
import { answered, NAMESPACE, recorded, RELEASE, stateOf, urnOf, UUID } from "../support/states";
import { appSecretOf, existing, NOTED, OWNER, recovering, UP } from "../support/recovery";

describe("recovering a stack", () => {
  const { home, tools, said, apiServer, world, written, profileAnswers } = recovering();
  const idOf = ({ id }: { id?: string }) => id;

  describe("of a cluster that answers", () => {
    beforeEach(profileAnswers);

    it("takes over what a run that was cut off has made", async () => {
      const urn = urnOf(RELEASE, "app-release");
      const pending = [{ type: "creating", resource: { urn, type: RELEASE } }];
      world.state = { deployment: { ...UP.deployment, pending_operations: pending } };
      tools
        .answer(/get secret app-secrets/, appSecretOf(OWNER))
        .answer(
          /^helm list --deployed/,
          JSON.stringify([{ name: "todo-app", status: "deployed", revision: "1" }]),
        );
      await recover({});
      const { deployment } = JSON.parse(tools.inputs[0]!);
      assert.deepEqual(
        deployment.resources.filter((one: { urn: string }) => one.urn === urn).map(idOf),
        ["todo-app/todo-app"],
      );
      assert.deepEqual(deployment.pending_operations, []);
      assert.match(said(), /^adding to the state .*: release todo-app in namespace todo-app$/m);
      const [write, refresh] = [/^pulumi stack import/, /^pulumi refresh/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.ok(write! < refresh!);
    });

    it("notes beside the profile a namespace that was not noted yet: a plain pulumi destroy forgets it", async () => {
      const urn = urnOf(NAMESPACE, "secrets-namespace");
      const resource = { urn, type: NAMESPACE, inputs: { metadata: { name: "mine" } } };
      const resources = resourcesOf(UP).filter(({ urn }) => /cluster-(owner|profile)$/.test(urn));
      world.state = {
        deployment: { resources, pending_operations: [{ type: "creating", resource }] },
      };
      tools.answer(/get namespace mine/, namespaceJson("mine", "n7", { [OWNER_LABEL]: OWNER }));
      await recover({});
      assert.deepEqual(readRecord("minikube", OWNER)?.namespaces, [{ name: "mine", uid: "n7" }]);
      assert.deepEqual(written()[0]?.at(-1), "secrets-namespace");
    });

    describe("whose record is lost, writes it again", () => {
      beforeEach(() => fs.rmSync(`${home.folder}/.minikube/profiles/minikube/stack-${OWNER}.json`));
      const found = () => readRecord("minikube", OWNER);

      it("as the state knows it", async () => {
        await recover({});
        assert.deepEqual(found(), {
          ...{ owner: OWNER, stack: "dev", folder: process.cwd(), identity: "i", session: "" },
          ...{ started: true, addons: ["ingress"], enabling: [] },
          namespaces: [{ name: "todo-app", uid: "n1" }],
        });
      });

      it("as started by its id, or by what it made in it, and without what it found there", async () => {
        const record = (created: boolean) => recorded("secrets-ownership", { ...NOTED, created });
        const [id, profile] = [
          { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
          answered("cluster-profile", { started: true, addons: [] }, { IDENTITY: "i" }),
        ];
        world.state = stateOf(id!, profile!, record(false));
        await recover({});
        assert.deepEqual([found()?.started, found()?.namespaces], [true, []]);

        fs.rmSync(`${home.folder}/.minikube/profiles/minikube/stack-${OWNER}.json`);
        world.minikube.runs("minikube", { UUID: "" });
        world.state = stateOf(id!, profile!, record(true));
        await recover({});
        assert.equal(found()?.started, true);
      });

      it("as a version before the id wrote it, where the state has none yet: the next up takes that over", async () => {
        const resources = resourcesOf(UP).filter(({ urn }) => !urn.endsWith("::cluster-owner"));
        world.state = { deployment: { resources } };
        await recover({});
        const { owner, started } = readRecord("minikube", "id of the next up", "i")!;
        assert.deepEqual([owner, started], ["dev", true]);
      });

      it("without a namespace that is to be kept", async () => {
        world.state = {
          deployment: {
            resources: [
              ...resourcesOf(UP).filter(({ urn }) => !urn.endsWith("-ownership")),
              ...resourcesOf(stateOf(recorded("secrets-ownership", NOTED, { KEEP: "true" }))),
            ],
          },
        };
        await recover({});
        assert.deepEqual(found()?.namespaces, []);
      });

      it("not beside a cluster that is not minikube's", async () => {
        existing();
        apiServer("c", true);
        assert.equal(await recover({}), 0);
        assert.deepEqual(records("minikube"), []);
      });

      it("without the namespace that was replaced, and with what else it made in that cluster", async () => {
        world.namespaces["todo-app"] = "n2";
        await recover({});
        const { started, addons, namespaces: made } = found()!;
        assert.deepEqual([started, addons, made], [true, ["ingress"], []]);
      });

      it("as found where the profile is not known to be the stack's", async () => {
        world.minikube.runs("minikube", { UUID: "of-another" });
        const resources = resourcesOf(UP).filter(({ urn }) => !urn.endsWith("-ownership"));
        world.state = { deployment: { resources } };
        await recover({});
        const { started, addons, namespaces: made } = found()!;
        assert.deepEqual([started, addons, made], [false, [], []]);
      });

      it("and none where the stack never had the profile", async () => {
        world.state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } });
        await recover({});
        assert.deepEqual(records("minikube"), []);
      });

      it("as started by its id alone, before anything was put into it", async () => {
        const resources = resourcesOf(UP).filter(({ urn }) => !urn.endsWith("-ownership"));
        world.state = { deployment: { resources } };
        await recover({});
        assert.deepEqual([found()?.started, found()?.addons], [true, ["ingress"]]);
      });
    });
  });
});
