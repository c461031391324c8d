import assert from "node:assert/strict";
import { recover } from "../../cli/recover";
import { resourcesOf } from "../../components/process/stackState";
import { records } from "../../components/cluster/profileRecord";
import { answered, marked, recorded, RELEASE, SECRET, stateOf, UUID } from "../support/states";
import { existing, NOTED, OWNER, recovering, UP } from "../support/recovery";

describe("recovering a stack", () => {
  const { tools, said, apiServer, world, written, refreshes, profileAnswers } = recovering();
  const FORGOTTEN = [["cluster-owner", "backend-load"]];

  describe("forgets what was in a cluster that is gone:", () => {
    const forgets = async () => {
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), FORGOTTEN);
      assert.deepEqual(refreshes(), []);
      assert.match(
        said(),
        /the cluster of stack dev no longer exists\. Removed from the state: .*app-release/,
      );
      assert.match(said(), /The stack is repaired\. Run: make up$/m);
    };

    it("minikube has no such profile any more", forgets);

    it("and says nothing of that where the state has nothing of it", async () => {
      world.state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } });
      assert.equal(await recover({}), 0);
      assert.doesNotMatch(said(), /Removed from the state/);
    });

    it("another cluster has the profile's name", async () => {
      world.minikube.runs("minikube");
      apiServer("minikube", true);
      world.namespaces["kube-system"] = "c2";
      await forgets();
      assert.deepEqual(records("minikube"), []);
    });

    for (const [why, answers] of [
      ["does not answer", false],
      ["points to another cluster", true],
    ] as const)
      it(`a context ${why}, and the user knows that the old one is gone`, async () => {
        existing();
        apiServer("c", answers);
        world.namespaces["kube-system"] = "c2";
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
      world.state = stateOf(recorded("secrets-ownership", NOTED, { CONTEXT: "c" }), load);
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), [[]]);
      assert.match(
        said(),
        /^todo-backend:1 may still be .*: for node in .*kind get nodes --name k/m,
      );
    });
  });

  it("forgets what was in a profile that does not tell whose cluster it has, where the user knows that it is gone", async () => {
    world.minikube.runs("minikube");
    apiServer("minikube", true);
    world.state = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
      recorded("secrets-ownership", { ...NOTED, cluster: "" }, { PROFILE: "minikube" }),
    );
    delete world.namespaces["todo-app"];
    await assert.rejects(
      recover({}),
      /whether profile minikube points to .* make recover GONE=1, then: make up$/s,
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

    it("a context points to another cluster", async () => {
      existing();
      apiServer("c", true);
      world.namespaces["kube-system"] = "c2";
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
      world.minikube.runs("minikube");
      apiServer("minikube", false);
      process.env.GONE = "1";
      await refuses(
        /does not answer, .* If .*minikube delete --profile minikube, then: make recover$/,
      );
    });

    it("a context does not tell its cluster, until the user says that all is gone", async () => {
      existing();
      apiServer("c", true);
      tools.answer(/kube-system/, { code: 1, stderr: "Error from server (Forbidden): namespaces" });
      delete world.namespaces["todo-app"];
      await refuses(
        /^Error: it is not known whether context c points to the cluster [^]*make recover GONE=1, then: make up$/,
      );
      process.env.GONE = "1";
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), FORGOTTEN);
    });

    it("a profile is stopped", async () => {
      world.minikube.runs("minikube");
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
    beforeEach(profileAnswers);

    it("forgets what was in a namespace that another one has replaced", async () => {
      world.namespaces["todo-app"] = "n2";
      assert.equal(await recover({}), 0);
      assert.deepEqual(written(), [["cluster-owner", "cluster-profile", "backend-load"]]);
      assert.match(
        said(),
        /namespace todo-app of stack dev no longer exists\. Removed from the state: /,
      );
      assert.equal(refreshes().length, 1);
    });

    it("forgets a Secret that another user's has replaced in an external namespace, and what looks after it", async () => {
      const note = { ...NOTED, created: false };
      const secret = { name: "app-secrets", uid: "s1" };
      world.state = stateOf(
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
        /Secret app-secrets in namespace todo-app of stack dev no longer exists\. Removed from the state: secrets-app, secrets-app-place$/m,
      );
      assert.equal(refreshes().length, 1);
    });

    it("names what of kagent is left in the whole cluster, where it forgets that with its namespace", async () => {
      const { resources } = stateOf(
        recorded("kagent-ownership", { ...NOTED, name: "kagent", uid: "k1" }),
        { name: "kagent-release", type: RELEASE, id: "kagent/kagent" },
      ).deployment!;
      world.state = { deployment: { resources: [...resourcesOf(UP), ...resources!] } };
      tools.answer(
        /get customresourcedefinitions,clusterroles,clusterrolebindings --all/,
        marked(["ClusterRole", "kagent-writer", "", "kagent", "kagent"]),
      );
      world.namespaces.kagent = "k1";
      await recover({});
      assert.doesNotMatch(said(), /kagent-writer/);
      world.namespaces.kagent = "k2";
      assert.equal(await recover({}), 0);
      assert.match(said(), /kagent there, run: kubectl .* delete clusterrole\/kagent-writer$/m);
    });
  });
});
