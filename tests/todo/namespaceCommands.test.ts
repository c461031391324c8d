import assert from "node:assert/strict";
import { checkKinds } from "../../todo/programs/checkKinds";
import { checkPlace } from "../../todo/programs/checkPlace";
import { deleteOwnNamespace } from "../../todo/programs/deleteNamespace";
import { notePlace } from "../../todo/programs/notePlace";
import { recordNamespace } from "../../todo/programs/recordNamespace";
import { NamespaceRecord, PlaceRecord } from "../../todo/namespace/namespaceRecord";
import { clusterUid, OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import { readRecord, writeRecord } from "../../components/cluster/profileRecord";
import { keepProfile, namespaceJson } from "../support/models";
import { given, hearing, ownHome, standIn } from "../support/standIn";
import { aRecord, CRD, marked } from "../support/states";

describe("the commands around a namespace", () => {
  ownHome();
  const tools = standIn();
  const said = hearing();
  const EXISTING = { CONTEXT: "c", KUBECONFIG: "/k", OWNER: "a", NAMESPACE: "todo-app" };
  const MINIKUBE = { ...EXISTING, CONTEXT: "p", PROFILE: "p" };
  const MINE = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
  const FOUND = { ...MINE, created: false };
  const SILENCE = { code: 1, stderr: "dial tcp 192.0.2.7:8443: i/o timeout" };
  const FORBIDDEN = {
    code: 1,
    stderr:
      'Error from server (Forbidden): namespaces "kube-system" is forbidden: User "u" cannot get',
  };

  /** Namespaces of the cluster, by name with their uid; one that is deleted goes. */
  let all: Record<string, string>;
  beforeEach(() => {
    all = { "kube-system": "c1", "todo-app": "n1" };
    tools
      .answer(/get namespace (\S+)/, ([, name]) =>
        all[name!] === undefined ? "" : namespaceJson(name!, all[name!]!),
      )
      .answer(/delete --raw \/api\/v1\/namespaces\/(\S+)/, ([, name]) => {
        delete all[name!];
        return "";
      })
      .answer(/wait --for=delete/, "")
      .answer(/label namespace/, "");
    keepProfile("p");
  });
  const noted = () => readRecord("p", "a")?.namespaces;

  describe("note", () => {
    const note = (more: Record<string, string> = {}, last?: NamespaceRecord) =>
      recordNamespace(given({ ...EXISTING, ...more }, last));

    it("that the stack made the one whose uid Pulumi names", async () => {
      assert.deepEqual(await note({ UID: "n1" }), MINE);
      assert.ok(
        tools.calls.every((call) => call.startsWith("kubectl --kubeconfig /k --context c get")),
      );
    });

    it("that the stack found any other", async () => {
      assert.deepEqual(await note({ UID: "" }), FOUND);
      assert.deepEqual(await note({ UID: "n0" }), FOUND);
    });

    it("again what it had made, also where Pulumi declares it no more", async () => {
      assert.deepEqual(await note({ UID: "" }, MINE), MINE);
    });

    it("nothing over what it knows, where another of the same name was made since", async () => {
      all["todo-app"] = "n2";
      for (const last of [MINE, FOUND])
        await assert.rejects(
          note({ UID: "" }, last),
          /namespace todo-app of c is not the one .*Nothing in it was changed\.\nRun: make recover, which .*, then: make up$/,
        );
      // In a profile that was made anew Pulumi makes the namespace itself.
      assert.deepEqual(await note({ UID: "n2" }, MINE), { ...MINE, uid: "n2" });
    });

    it("that the stack found the one of another profile, where it has left one", async () => {
      Object.assign(all, { "todo-app": "n2", "kube-system": "c2" });
      const there = { ...FOUND, uid: "n2", cluster: "c2" };
      assert.deepEqual(await note({ ...MINIKUBE, UID: "" }, MINE), there);
      await assert.rejects(note({ UID: "" }, MINE), /is not the one/);
      await assert.rejects(note({ ...MINIKUBE, UID: "" }, { ...MINE, cluster: "" }), /not the one/);
    });

    it("no cluster where it may not be read", async () => {
      tools.answer(/kube-system/, FORBIDDEN);
      assert.equal((await note({ UID: "n1" })).cluster, "");
    });

    it("the cluster that it knew of the same namespace where that does not tell any more", async () => {
      tools.answer(/kube-system/, FORBIDDEN);
      assert.deepEqual(await note({ UID: "n1" }, MINE), MINE);
      all["todo-app"] = "n2";
      assert.equal((await note({ UID: "n2" }, MINE)).cluster, "");
    });

    it("nothing where the cluster is silent, or the namespace is gone", async () => {
      tools.answer(/kube-system/, SILENCE);
      await assert.rejects(note({ UID: "n1" }), /asking for namespace kube-system of c failed/);
      tools.answer(/get namespace todo-app/, SILENCE);
      await assert.rejects(note({ UID: "n1" }), /asking for namespace todo-app of c failed/);
      tools.answer(/get namespace todo-app/, "");
      await assert.rejects(
        note(),
        /namespace todo-app of c was deleted during this run\. Run: make up/,
      );
    });

    it("what the stack made beside the profile too, once, and what it found not", async () => {
      const others = [
        { name: "kagent", uid: "k1" },
        { name: "todo-app", uid: "n0" },
      ];
      writeRecord("p", { ...aRecord("a"), namespaces: others });
      await note({ ...MINIKUBE, UID: "" });
      assert.deepEqual(noted(), others);
      await note({ ...MINIKUBE, UID: "n1" });
      assert.deepEqual(noted(), [
        { name: "kagent", uid: "k1" },
        { name: "todo-app", uid: "n1" },
      ]);
    });

    it("nothing beside the profile of one that is to be kept, and no more what was noted of it", async () => {
      const kagent = { name: "kagent", uid: "k1" };
      writeRecord("p", { ...aRecord("a"), namespaces: [kagent, { name: "todo-app", uid: "n1" }] });
      assert.deepEqual(await note({ ...MINIKUBE, UID: "n1", KEEP: "true" }), MINE);
      assert.deepEqual(noted(), [kagent]);
    });

    it("the place of the app as it was found, and which Secret is in it", async () => {
      const RECORD = JSON.stringify(MINE);
      assert.deepEqual(await notePlace(given({ RECORD })), MINE);
      const secret = { name: "app-secrets", uid: "s1" };
      const noted = await notePlace(given({ RECORD, OBJECT: JSON.stringify(secret) }));
      assert.deepEqual(noted, { ...MINE, secret });
    });
  });

  describe("delete", () => {
    const remove = (last?: NamespaceRecord, more: Record<string, string> = {}) =>
      deleteOwnNamespace(given({ ...EXISTING, ...more }, last));

    it("the one that the stack made, by its uid, and wait for it", async () => {
      assert.deepEqual(await remove(MINE), { deleted: true });
      const [command] = tools.called(/--raw/);
      assert.match(command!, /^kubectl --kubeconfig \/k --context c delete --raw .*--filename=-$/);
      assert.deepEqual(JSON.parse(tools.inputs[0]!).preconditions, { uid: "n1" });
      assert.equal(tools.called(/wait --for=delete namespace\/todo-app/).length, 1);
      assert.equal(said(), "");
    });

    it("none that the stack found, or of which it noted nothing, and ask no cluster", async () => {
      assert.deepEqual(await remove(FOUND), { deleted: false });
      assert.deepEqual(await remove(undefined), { deleted: false });
      assert.deepEqual(tools.calls, []);
    });

    it("none of the same name that has another uid", async () => {
      all["todo-app"] = "n2";
      assert.deepEqual(await remove(MINE), { deleted: false });
      assert.deepEqual(tools.called(/delete/), []);
      assert.match(said(), /namespace todo-app is gone already, or another one has its name/);
    });

    it("none that was replaced in that moment: the API server compares the uid", async () => {
      tools.answer(/--raw/, () => {
        all["todo-app"] = "n2";
        return { code: 1, stderr: "Error from server (Conflict): the UID in the precondition" };
      });
      await remove(MINE);
      assert.deepEqual(all["todo-app"], "n2");
    });

    it("nothing in another cluster under the same context, and forget nothing, whether it is to be kept or not", async () => {
      all = { "kube-system": "c2" };
      for (const KEEP of ["false", "true"])
        await assert.rejects(
          remove(MINE, { KEEP }),
          /context c points to another cluster .*Nothing was deleted\.\n.*make recover GONE=1, then: the same command again$/,
        );
      tools.answer(/kube-system/, FORBIDDEN);
      await assert.rejects(remove(MINE), /context c does not say whether .*Nothing was deleted/);
      all["todo-app"] = "n1";
      assert.deepEqual(await remove(MINE), { deleted: true });
    });

    it("nothing where it is gone, and neither run might look at the cluster: nothing is kept by that", async () => {
      all = {};
      assert.deepEqual(await remove({ ...MINE, cluster: "" }), { deleted: false });
    });

    it("no more than they may: a refusal is an error", async () => {
      tools.answer(/--raw/, { code: 1, stderr: "Error from server (Forbidden): cannot delete" });
      await assert.rejects(
        remove(MINE),
        /deleting namespace todo-app of c failed[^]*cannot delete/,
      );
    });

    it("nothing where the cluster is silent, which is an error", async () => {
      tools.answer(/get namespace/, SILENCE);
      await assert.rejects(remove(MINE), /asking for namespace kube-system of c failed/);
      assert.deepEqual(tools.called(/delete/), []);
    });

    it("until it is gone: one that something holds is an error that names it", async () => {
      tools.answer(/--raw/, "");
      await assert.rejects(
        remove(MINE),
        /todo-app of c is still there .*: kubectl --kubeconfig \/k --context c get namespace todo-app -o yaml$/,
      );
    });

    it("nothing where minikube has no such profile any more", async () => {
      assert.deepEqual(await remove(MINE, { ...MINIKUBE, PROFILE: "gone" }), { deleted: false });
      assert.deepEqual(tools.calls, []);
    });

    it("and forget it beside the profile, with the others left", async () => {
      const kagent = { name: "kagent", uid: "k1" };
      writeRecord("p", { ...aRecord("a"), namespaces: [kagent, { name: "todo-app", uid: "n1" }] });
      await remove(MINE, MINIKUBE);
      assert.deepEqual(noted(), [kagent]);
    });

    describe("nothing that is to be kept:", () => {
      it("it is handed over to its user, who may use it again", async () => {
        writeRecord("p", { ...aRecord("a"), namespaces: [{ name: "todo-app", uid: "n1" }] });
        const answer = await remove(MINE, { ...MINIKUBE, KEEP: "true" });
        assert.deepEqual(answer, { deleted: false });
        const [labels] = tools.called(/label/);
        assert.match(labels!, /label namespace todo-app /);
        assert.ok(labels!.includes(` ${STACK_LABEL}-`));
        assert.ok(labels!.endsWith(" app.kubernetes.io/managed-by-"));
        assert.deepEqual(tools.called(/delete/), []);
        assert.deepEqual(noted(), []);
        assert.match(
          said(),
          /todo-app stays.*kubectl --kubeconfig \/k --context p delete namespace todo-app$/m,
        );
      });

      it("it stays for as long as a profile that the stack started, which is said", async () => {
        for (const started of [true, false]) {
          writeRecord("p", { ...aRecord("a"), started });
          await remove(MINE, { ...MINIKUBE, KEEP: "true" });
        }
        const words = said().match(/\(todo:keepDatabase\).*? The next/g);
        assert.deepEqual(words, [
          "(todo:keepDatabase), as long as profile p does. The next",
          "(todo:keepDatabase). The next",
        ]);
      });

      it("the labels of another one of the name stay as they are", async () => {
        all["todo-app"] = "n2";
        await remove(MINE, { KEEP: "true" });
        delete all["todo-app"];
        assert.deepEqual(await remove(MINE, { KEEP: "true" }), { deleted: false });
        assert.deepEqual(tools.called(/label/), []);
      });

      it("silence is an error here too", async () => {
        tools.answer(/get namespace/, SILENCE);
        await assert.rejects(remove(MINE, { KEEP: "true" }), /asking for namespace kube-system/);
      });
    });
  });

  describe("look before anything is deleted, and", () => {
    const look = (last?: PlaceRecord, more: Record<string, string> = {}) =>
      checkPlace(given({ ...EXISTING, ...more }, last));

    it("go on where cluster and namespace are the ones that were noted", async () => {
      assert.deepEqual(await look(FOUND), { same: true });
    });

    it("go on where the namespace is gone, the profile is, or nothing was noted", async () => {
      delete all["todo-app"];
      assert.deepEqual(await look(MINE), { same: true });
      tools.calls.length = 0;
      assert.deepEqual(await look(MINE, { ...MINIKUBE, PROFILE: "gone" }), { same: true });
      assert.deepEqual(await look(undefined), { same: true });
      assert.deepEqual(tools.calls, []);
    });

    it("refuse another cluster under the same context, with the ways out", async () => {
      all["kube-system"] = "c2";
      await assert.rejects(
        look(MINE),
        /context c points to another cluster .*Nothing was deleted\.\n.*make recover GONE=1, then: the same command again$/,
      );
    });

    it("refuse another namespace of the same name", async () => {
      all["todo-app"] = "n2";
      await assert.rejects(
        look(FOUND),
        /namespace todo-app of c is not the one .*Nothing was deleted\.\nRun: make recover, which .*, then: the same command again$/,
      );
    });

    describe("a Secret that took the place of the stack's", () => {
      const secret = { name: "app-secrets", uid: "s1" };
      const there = (uid: string, labels = {}) =>
        tools.answer(
          /--context c get secret app-secrets --namespace todo-app /,
          JSON.stringify({ metadata: { name: "app-secrets", uid, labels } }),
        );

      it("refuse in an external namespace", async () => {
        for (const labels of [{}, { [OWNER_LABEL]: "b" }]) {
          there("s2", labels);
          await assert.rejects(
            look({ ...FOUND, secret }),
            /^Error: Secret app-secrets in namespace todo-app of c is not the one .*Nothing was deleted\.\nRun: make recover, which .*, then: the same command again$/,
          );
        }
      });

      it("is an error where the cluster does not say", async () => {
        tools.answer(/get secret/, SILENCE);
        await assert.rejects(look({ ...FOUND, secret }), /asking for Secret app-secrets failed/);
      });

      it("go on where it is the stack's, where there is none, and in a namespace of the stack's own", async () => {
        there("s1");
        await look({ ...FOUND, secret });
        // Made anew by Pulumi in a run that was cut off before that was noted.
        there("s2", { [OWNER_LABEL]: "a" });
        await look({ ...FOUND, secret });
        there("s2");
        await look({ ...MINE, secret });
        await look({ ...FOUND, secret: { ...secret, uid: "" } });
        tools.answer(/get secret/, "");
        await look({ ...FOUND, secret });
      });
    });

    it("compare the namespace alone where the cluster's uid may not be read", async () => {
      tools.answer(/kube-system/, FORBIDDEN);
      assert.deepEqual(await look(MINE), { same: true });
      assert.deepEqual(await look({ ...MINE, cluster: "" }), { same: true });
      all["todo-app"] = "n2";
      await assert.rejects(look(MINE), /is not the one/);
    });

    it("stop where neither the cluster nor a namespace of the stack's tells which it is", async () => {
      tools.answer(/kube-system/, FORBIDDEN);
      delete all["todo-app"];
      await assert.rejects(look(MINE), /context c does not say whether .*Nothing was deleted/);
    });

    it("stop where the cluster is silent", async () => {
      tools.answer(/get namespace/, SILENCE);
      await assert.rejects(look(MINE), /asking for namespace kube-system of c failed/);
    });
  });

  describe("look before kagent's kinds go, and", () => {
    const KAGENT = { ...MINE, name: "kagent", uid: "k1" };
    const look = (last?: NamespaceRecord, more: Record<string, string> = {}) =>
      checkKinds(given({ ...EXISTING, ...more }, last));
    let theirs: string[][];
    beforeEach(() => {
      all.kagent = "k1";
      theirs = [];
      tools
        .answer(
          /--context c get customresourcedefinitions --all-namespaces/,
          marked([CRD, "agents.kagent.dev", "", "kagent-crds", "kagent"]),
        )
        .answer(/--context c get agents\.kagent\.dev --all-namespaces/, () => marked(...theirs));
    });

    it("go on where there are no external objects of them", async () => {
      theirs = [["Agent", "k8s-agent", "kagent", "kagent", "kagent"]];
      for (const created of [true, false])
        assert.deepEqual(await look({ ...KAGENT, created }), { same: true });
    });

    it("refuse where there are some, with the commands", async () => {
      theirs = [["Agent", "mine", "my-space"]];
      await assert.rejects(
        look(KAGENT),
        /agent\.kagent\.dev\/mine in namespace my-space\. Nothing was deleted\.\n[^]*\nIf they are not needed: kubectl --kubeconfig \/k --context c --namespace my-space delete agent\.kagent\.dev\/mine\nThen: the same command again$/,
      );
    });

    it("refuse another place as before any object, and go on where the profile is gone", async () => {
      all.kagent = "k2";
      await assert.rejects(look(KAGENT), /namespace kagent of c is not the one/);
      tools.calls.length = 0;
      assert.deepEqual(await look(KAGENT, { ...MINIKUBE, PROFILE: "gone" }), { same: true });
      assert.deepEqual(await look(undefined), { same: true });
      assert.deepEqual(tools.calls, []);
    });
  });

  describe("tell a cluster from another by kube-system, and", () => {
    it('say "" where the user may not look at that, and fail where the cluster does not answer', async () => {
      assert.equal(await clusterUid({ context: "c" }), "c1");
      assert.ok(tools.calls[0]!.startsWith("kubectl --context c get namespace kube-system"));
      tools.answer(/kube-system/, FORBIDDEN);
      assert.equal(await clusterUid({ context: "c" }), "");
      tools.answer(/kube-system/, {
        code: 1,
        stderr: "error: You must be logged in (Unauthorized)",
      });
      await assert.rejects(clusterUid({ context: "c" }), /Unauthorized/);
    });
  });
});
