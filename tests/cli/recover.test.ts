import assert from "node:assert/strict";
import * as fs from "node:fs";
import { recover } from "../../cli/recover";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { resourcesOf, State } from "../../components/process/stackState";
import {
  readRecord,
  records,
  removeRecord,
  writeRecord,
} from "../../components/cluster/profileRecord";
import { Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, Reply, standIn } from "../support/standIn";
import {
  aRecord,
  answered,
  marked,
  NAMESPACE,
  recorded,
  RELEASE,
  SECRET,
  stateOf,
  urnOf,
  UUID,
} from "../support/states";

const OWNER = "00000000-0000-4000-8000-00000000000a";

describe("recovering a stack", () => {
  const home = ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let minikube: Minikube;
  let state: State;
  let namespaces: Record<string, string>;
  beforeEach(() => {
    minikube = new Minikube(tools);
    namespaces = { "kube-system": "c1", "todo-app": "n1" };
    state = UP;
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(state))
      .answer(/^pulumi (cancel|stack import|refresh) /, "")
      .answer(/^helm list/, "[]")
      .answer(/get namespace (\S+)/, ([, name]) =>
        namespaces[name!] === undefined ? "" : namespaceJson(name!, namespaces[name!]!),
      );
  });
  const NOTED = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
  const UP = stateOf(
    { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
    answered("cluster-profile", { started: true, addons: ["ingress"] }, { IDENTITY: "i" }),
    { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
    recorded("secrets-ownership", NOTED),
    { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
    answered("backend-load", { images: [] }),
  );
  const existing = () => {
    const config = { "todo:cluster": "existing", "todo:context": "c" };
    fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config }));
  };
  const appSecretOf = (owner: string) =>
    JSON.stringify({ metadata: { labels: { [OWNER_LABEL]: owner } } });
  const written = () => tools.inputs.map((text) => resourcesOf(JSON.parse(text)).map(nameOf));
  const idOf = ({ id }: { id?: string }) => id;
  const nameOf = ({ urn }: { urn: string }) => urn.split("::").at(-1);
  const refreshes = () => tools.called(/^pulumi refresh/);
  const FORGOTTEN = [["cluster-owner", "backend-load"]];

  it("has nothing to do where there is no stack", async () => {
    tools.answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "test" }]));
    assert.equal(await recover({}), 0);
    assert.match(
      said(),
      /There is no stack dev: .* Those that there are: test: make recover STACK=test$/m,
    );
    assert.deepEqual(tools.called(/^(?!pulumi stack ls)/), []);
  });

  describe("forgets what was in a cluster that is gone:", () => {
    const forgets = async () => {
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), FORGOTTEN);
      assert.deepEqual(refreshes(), []);
      assert.match(said(), /the cluster that stack dev was in is gone, and with it: .*app-release/);
      assert.match(said(), /The stack is in order again\. Run: make up$/m);
    };

    it("minikube has no such profile any more", forgets);

    it("and says nothing of that where the state has nothing of it", async () => {
      state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } });
      assert.equal(await recover({}), 0);
      assert.doesNotMatch(said(), /and with it/);
    });

    it("another cluster has the profile's name", async () => {
      minikube.runs("minikube");
      apiServer("minikube", true);
      namespaces["kube-system"] = "c2";
      await forgets();
      assert.deepEqual(records("minikube"), []);
    });

    for (const [why, answers] of [
      ["does not answer", false],
      ["leads to another cluster", true],
    ] as const)
      it(`a context ${why}, and the user knows that the old one is gone`, async () => {
        existing();
        apiServer("c", answers);
        namespaces["kube-system"] = "c2";
        process.env.GONE = "1";
        await forgets();
      });

    it("but not without the command for what was brought elsewhere before the settings changed", async () => {
      existing();
      apiServer("c", false);
      process.env.GONE = "1";
      const elsewhere = [
        { image: "todo-backend:1", delivery: { kind: "kind" as const, cluster: "k" } },
      ];
      const load = answered("backend-load", { images: [], elsewhere }, { CONTEXT: "c" });
      state = stateOf(recorded("secrets-ownership", NOTED, { CONTEXT: "c" }), load);
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), [[]]);
      assert.match(
        said(),
        /^todo-backend:1 may still be .*: for node in .*kind get nodes --name k/m,
      );
    });
  });

  it("forgets what was in a profile that does not tell whose cluster it has, where the user knows that it is gone", async () => {
    minikube.runs("minikube");
    apiServer("minikube", true);
    state = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
      recorded("secrets-ownership", { ...NOTED, cluster: "" }, { PROFILE: "minikube" }),
    );
    delete namespaces["todo-app"];
    await assert.rejects(
      recover({}),
      /profile minikube does not say .* make recover GONE=1, then: make up$/s,
    );
    process.env.GONE = "1";
    assert.equal(await recover({}), 0);
    assert.deepEqual(written(), [["cluster-owner"]]);
  });

  describe("changes nothing where the cluster may still be there:", () => {
    const refuses = async (words: RegExp) => {
      await assert.rejects(recover({}), words);
      assert.deepEqual(tools.called(/^pulumi (cancel|refresh|stack import)/), []);
    };

    it("a context does not answer", async () => {
      existing();
      apiServer("c", false);
      await refuses(
        /^Error: c does not answer, .*Nothing was changed.*make recover GONE=1\nWhat kubectl says: kubectl .* --raw \/version --request-timeout=15s$/,
      );
    });

    it("a context leads to another cluster", async () => {
      existing();
      apiServer("c", true);
      namespaces["kube-system"] = "c2";
      await refuses(/context c leads to another cluster [^]*make recover GONE=1, then: make up$/);
    });

    for (const word of ["0", "no", "yes"])
      it(`a context does not answer, and GONE=${word} is not the word that it is gone`, async () => {
        existing();
        apiServer("c", false);
        process.env.GONE = word;
        await refuses(/make recover GONE=1$/m);
      });

    it("a profile is stopped, whatever is said of it: minikube keeps it", async () => {
      minikube.runs("minikube");
      apiServer("minikube", false);
      process.env.GONE = "1";
      await refuses(
        /does not answer, .*Or, .*minikube delete --profile minikube, then: make recover$/,
      );
    });

    it("a context does not tell its cluster, until the user says that all is gone", async () => {
      existing();
      apiServer("c", true);
      tools.answer(/kube-system/, { code: 1, stderr: "Error from server (Forbidden): namespaces" });
      delete namespaces["todo-app"];
      await refuses(
        /^Error: context c does not say whether it leads to the cluster [^]*make recover GONE=1, then: make up$/,
      );
      process.env.GONE = "1";
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), FORGOTTEN);
    });

    it("a profile is stopped", async () => {
      minikube.runs("minikube");
      apiServer("minikube", false);
      await refuses(/profile minikube does not answer, .*minikube start --profile minikube, then/);
    });

    it("it answers no question after that for its uid", async () => {
      existing();
      apiServer("c", true);
      tools.answer(/kube-system/, { code: 1, stderr: "i/o timeout" });
      await refuses(/asking for namespace kube-system of c failed/);
    });
  });

  describe("of a cluster that answers", () => {
    beforeEach(() => {
      minikube.runs("minikube", { UUID: OWNER });
      apiServer("minikube", true);
      writeRecord("minikube", { ...aRecord(OWNER), stack: "dev" });
    });

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

    it("lets Pulumi look again, and hands on how that ended", async () => {
      assert.equal(await recover({}), 0);
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
      assert.doesNotMatch(said().slice(before), /in order again/);
    });

    it("takes over what a run that was cut off has made", async () => {
      const urn = urnOf(RELEASE, "app-release");
      const pending = [{ type: "creating", resource: { urn, type: RELEASE } }];
      state = { deployment: { ...UP.deployment, pending_operations: pending } };
      tools
        .answer(/get secret app-secrets/, appSecretOf(OWNER))
        .answer(
          /^helm list --deployed/,
          JSON.stringify([{ name: "todo-app", status: "deployed" }]),
        );
      await recover({});
      const { deployment } = JSON.parse(tools.inputs[0]!);
      assert.deepEqual(
        deployment.resources.filter((one: { urn: string }) => one.urn === urn).map(idOf),
        ["todo-app/todo-app"],
      );
      assert.deepEqual(deployment.pending_operations, []);
      assert.match(said(), /^taking over .*: release todo-app in namespace todo-app$/m);
      const [write, refresh] = [/^pulumi stack import/, /^pulumi refresh/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.ok(write! < refresh!);
    });

    it("forgets what was in a namespace that another one has replaced", async () => {
      namespaces["todo-app"] = "n2";
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), [["cluster-owner", "cluster-profile", "backend-load"]]);
      assert.match(said(), /namespace todo-app, as stack dev knew it, is gone, and with it: /);
      assert.equal(refreshes().length, 1);
    });

    it("forgets a Secret that somebody's has replaced in a namespace of theirs, and what looks after it", async () => {
      const note = { ...NOTED, created: false };
      const secret = { name: "app-secrets", uid: "s1" };
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
        recorded("secrets-ownership", note),
        { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" },
        answered("secrets-app-place", { ...note, secret }),
        { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
        answered("app-place", note),
      );
      tools.answer(
        /get secret app-secrets/,
        JSON.stringify({ metadata: { ...secret, uid: "s2" } }),
      );
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), [
        ["cluster-owner", "secrets-ownership", "app-release", "app-place"],
      ]);
      assert.match(
        said(),
        /Secret app-secrets in namespace todo-app, as stack dev knew it, is gone, and with it: secrets-app, secrets-app-place$/m,
      );
      assert.equal(refreshes().length, 1);
    });

    it("names what of kagent is left in the whole cluster, where it forgets that with its namespace", async () => {
      const { resources } = stateOf(
        recorded("kagent-ownership", { ...NOTED, name: "kagent", uid: "k1" }),
        { name: "kagent-release", type: RELEASE, id: "kagent/kagent" },
      ).deployment!;
      state = { deployment: { resources: [...resourcesOf(UP), ...resources!] } };
      tools.answer(
        /get customresourcedefinitions,clusterroles,clusterrolebindings --all/,
        marked(["ClusterRole", "kagent-writer", "", "kagent", "kagent"]),
      );
      namespaces.kagent = "k1";
      await recover({});
      assert.doesNotMatch(said(), /kagent-writer/);
      namespaces.kagent = "k2";
      assert.equal(await recover({}), 0);
      assert.match(said(), /by hand: kubectl .* delete clusterrole\/kagent-writer$/m);
    });

    describe("settles a release that is stuck", () => {
      const pending = (revision: string): Reply => JSON.stringify([{ name: "todo-app", revision }]);

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
          { name: "theirs", revision: "1" },
          { name: "todo-app", revision: "2" },
        ];
        tools.answer(/^helm list --pending/, JSON.stringify(others));
        await recover({});
        const kubeconfig = process.env.KUBECONFIG;
        assert.deepEqual(tools.called(/^helm rollback/), [
          `helm rollback todo-app --namespace todo-app --kubeconfig ${kubeconfig} --kube-context minikube`,
        ]);
        assert.match(said(), /^release todo-app is stuck at revision 2: settling it$/m);
      });

      it("where that was being made when the run was cut off, and not where it is another stack's", async () => {
        const urn = urnOf(RELEASE, "app-release");
        const without = resourcesOf(UP).filter((one) => one.urn !== urn);
        const pending_operations = [{ type: "creating", resource: { urn, type: RELEASE } }];
        state = { deployment: { resources: without, pending_operations } };
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
        namespaces.other = "n9";
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
          state = one;
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
        state = { deployment: { resources, pending_operations } };
        const stuck = ["kagent-crds", "kagent", "theirs"].map((name) => ({ name, revision: "1" }));
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
        await assert.rejects(recover({}), /settling release todo-app failed[^]*no such revision/);
        tools.answer(/^helm list --pending/, { code: 1, stderr: "i/o timeout" });
        await assert.rejects(recover({}), /listing the releases failed[^]*i\/o timeout/);
      });

      it("and none where there is no namespace for it", async () => {
        delete namespaces["todo-app"];
        await recover({});
        assert.deepEqual(tools.called(/^helm/), []);
      });
    });

    it("names a profile that only its record or its id tells of, for a plain destroy forgets the stack's id", async () => {
      state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } });
      minikube.runs("minikube", { UUID: OWNER });
      removeRecord("minikube", aRecord(OWNER));
      assert.equal(await recover({}), 0);
      assert.match(said(), /^profile minikube: a start by this stack was cut off, .*: it stays\./m);
      writeRecord("minikube", aRecord(OWNER));
      assert.equal(await recover({}), 0);
      assert.match(
        said(),
        /^profile minikube: a run of this stack .* make up goes on with it; only make down finds /m,
      );
    });

    it("names no profile that the state knows", async () => {
      minikube.runs("minikube", { UUID: OWNER });
      writeRecord("minikube", aRecord(OWNER));
      assert.equal(await recover({}), 0);
      assert.doesNotMatch(said(), /profile minikube: a/);
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
        state = stateOf(id!, profile!, record(false));
        await recover({});
        assert.deepEqual([found()?.started, found()?.namespaces], [true, []]);

        fs.rmSync(`${home.folder}/.minikube/profiles/minikube/stack-${OWNER}.json`);
        minikube.runs("minikube", { UUID: "" });
        state = stateOf(id!, profile!, record(true));
        await recover({});
        assert.equal(found()?.started, true);
      });

      it("as a version before the id wrote it, where the state has none yet: the next up takes that over", async () => {
        const resources = resourcesOf(UP).filter(({ urn }) => !urn.endsWith("::cluster-owner"));
        state = { deployment: { resources } };
        await recover({});
        const { owner, started } = readRecord("minikube", "id of the next up", "i")!;
        assert.deepEqual([owner, started], ["dev", true]);
      });

      it("without a namespace that is to be kept", async () => {
        state = {
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
        namespaces["todo-app"] = "n2";
        await recover({});
        const { started, addons, namespaces: made } = found()!;
        assert.deepEqual([started, addons, made], [true, ["ingress"], []]);
      });

      it("as found where the profile is not known to be the stack's", async () => {
        minikube.runs("minikube", { UUID: "of-another" });
        const resources = resourcesOf(UP).filter(({ urn }) => !urn.endsWith("-ownership"));
        state = { deployment: { resources } };
        await recover({});
        const { started, addons, namespaces: made } = found()!;
        assert.deepEqual([started, addons, made], [false, [], []]);
      });

      it("and none where the stack never had the profile", async () => {
        state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } });
        await recover({});
        assert.deepEqual(records("minikube"), []);
      });
    });
  });
});
