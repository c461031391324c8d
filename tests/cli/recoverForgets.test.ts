import assert from "node:assert/strict";
import { recover } from "../../cli/recover";
import { resourcesOf, State } from "../../components/process/stackState";
import { records, writeRecord } from "../../components/cluster/profileRecord";
import { Minikube } from "../support/models";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import {
  aRecord,
  answered,
  marked,
  recorded,
  RELEASE,
  SECRET,
  stateOf,
  UUID,
} from "../support/states";
import {
  answersRecovery,
  existing,
  NOTED,
  OWNER,
  UP,
  written as writtenTo,
} from "../support/recovery";

describe("recovering a stack", () => {
  ownCheckout();
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
    answersRecovery(
      tools,
      () => state,
      () => namespaces,
    );
  });
  const written = () => writtenTo(tools);
  const refreshes = () => tools.called(/^pulumi refresh/);
  const FORGOTTEN = [["cluster-owner", "backend-load"]];

  describe("forgets what was in a cluster that is gone:", () => {
    const forgets = async () => {
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), FORGOTTEN);
      assert.deepEqual(refreshes(), []);
      assert.match(said(), /the cluster that stack dev was in is gone, and with it: .*app-release/);
      assert.match(said(), /The stack is repaired\. Run: make up$/m);
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
        /^Error: c does not answer, .*Nothing was changed.*make recover GONE=1\nTo see what kubectl says, run: kubectl .* --raw \/version --request-timeout=15s$/,
      );
    });

    it("a context leads to another cluster", async () => {
      existing();
      apiServer("c", true);
      namespaces["kube-system"] = "c2";
      await refuses(/context c points to another cluster [^]*make recover GONE=1, then: make up$/);
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

    it("forgets what was in a namespace that another one has replaced", async () => {
      namespaces["todo-app"] = "n2";
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), [["cluster-owner", "cluster-profile", "backend-load"]]);
      assert.match(said(), /namespace todo-app, as stack dev knew it, is gone, and with it: /);
      assert.equal(refreshes().length, 1);
    });

    it("forgets a Secret that another user's has replaced in an external namespace, and what looks after it", async () => {
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
  });
});
