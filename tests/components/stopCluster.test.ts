import assert from "node:assert/strict";
import { OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import type { Started } from "../../components/cluster/started";
import { handOver, stopCluster } from "../../components/programs/stopCluster";
import {
  imagesFile,
  noteImage,
  profileIsKept,
  ProfileRecord,
  readRecord,
  recordFile,
  records,
  removeRecord,
  writeRecord,
} from "../../components/cluster/profileRecord";
import { keepProfile, Minikube, namespaceJson } from "../support/models";
import { given, hearing, ownHome, standIn } from "../support/standIn";
import { aRecord } from "../support/states";

describe("stopping a cluster", () => {
  ownHome();
  const tools = standIn();
  const said = hearing();
  let minikube: Minikube;
  beforeEach(() => {
    minikube = new Minikube(tools);
    minikube.runs("p");
  });
  const stop = (owner = "a", last?: Partial<Started>) =>
    stopCluster(given({ PROFILE: "p", STACK: "dev", OWNER: owner }, last as Started | undefined));
  const uses = (owner: string, more: Partial<ProfileRecord> = {}) =>
    writeRecord("p", { ...aRecord(owner), stack: "dev", ...more });
  const NAMESPACE = { name: "todo-app", uid: "n1" };
  /** Namespaces of the cluster, by name with their uid; what is deleted goes. */
  const namespaces = (all: Record<string, string>) =>
    tools
      .answer(/get namespace (\S+)/, ([, name]) =>
        all[name!] === undefined ? "" : namespaceJson(name!, all[name!]!),
      )
      .answer(/delete --raw \/api\/v1\/namespaces\/(\S+)/, ([, name]) => {
        delete all[name!];
        return "";
      })
      .answer(/wait --for=delete/, "");

  it("deletes the profile that this stack started and no other uses", async () => {
    uses("a", { addons: ["ingress"], namespaces: [NAMESPACE] });
    assert.deepEqual(await stop(), { profile: "p", deleted: true });
    assert.equal(profileIsKept("p"), false);
    assert.deepEqual(tools.called(/addons|kubectl .*delete/), []);
    assert.match(said(), /^deleting profile p, which this stack started$/m);
  });

  it("deletes none of which minikube, which crashed, does not say whether it runs", async () => {
    uses("a");
    // It is there; a moment later minikube's own end has a code that a stopped profile has, too.
    let asked = 0;
    tools.answer(/^minikube status/, () =>
      asked++ === 0 ? "{}" : { code: 2, stderr: "panic: nil" },
    );
    await assert.rejects(stop(), /status of minikube profile p failed[^]*panic: nil/);
    assert.equal(profileIsKept("p"), true);
  });

  it("keeps the record of one that cannot be deleted, for the next try", async () => {
    uses("a");
    tools.answer(/^minikube delete/, { code: 80, stderr: "the disk is broken" });
    await assert.rejects(stop(), /^ToolError: deleting minikube profile p failed[^]*is broken$/);
    assert.equal(readRecord("p", "a")?.started, true);
  });

  it("has nothing to do where the profile is gone, whatever record there was", async () => {
    minikube.runs("p");
    uses("a");
    tools.answer(/^minikube status/, { code: 85 });
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.deepEqual(tools.called(/delete/), []);
  });

  it("deletes one that stands still too, with all that this stack has in it", async () => {
    uses("a", { addons: ["ingress"], namespaces: [NAMESPACE] });
    minikube.running.clear();
    assert.deepEqual(await stop(), { profile: "p", deleted: true });
  });

  describe("that this stack started, and in which another has an app without a record beside it", () => {
    const label = (owner: string, stack?: string) => ({
      ...{ [OWNER_LABEL]: owner },
      ...(stack ? { [STACK_LABEL]: stack } : {}),
    });
    const has = (...items: [kind: string, metadata: object][]) =>
      tools.answer(
        /get namespaces,secrets --all-namespaces --selector=todo-app\/owner /,
        JSON.stringify({ items: items.map(([kind, metadata]) => ({ kind, metadata })) }),
      );

    it("is not deleted, and says what is there, and what takes it out", async () => {
      uses("a");
      has(
        ["Namespace", { name: "todo-app", labels: label("a", "dev") }],
        ["Secret", { name: "app-secrets", namespace: "todo-app", labels: label("a") }],
        ["Namespace", { name: "todo-b", labels: label("b", "test") }],
        ["Secret", { name: "app-secrets", namespace: "todo-b", labels: label("b") }],
        ["Namespace", { name: "kagent", labels: label("b") }],
        ["Secret", { name: "app-secrets", namespace: "mine", labels: label("c") }],
      );
      await assert.rejects(stop(), {
        message:
          "profile p was started by this stack, but is kept: other stacks use it: namespace todo-b of stack test, " +
          "namespace kagent of another stack, Secret app-secrets in namespace mine. Take them down first, then run the " +
          "same command again. To delete what is left of a stack that no longer exists, run: " +
          "kubectl --context p delete namespace todo-b && kubectl --context p delete namespace kagent && " +
          "kubectl --context p delete secret app-secrets --namespace mine",
      });
      assert.ok(profileIsKept("p"));
      assert.equal(readRecord("p", "a")?.started, true);
    });

    it("is deleted where that is this stack's alone", async () => {
      uses("a");
      has(["Namespace", { name: "todo-app", labels: label("a", "dev") }]);
      assert.deepEqual(await stop(), { profile: "p", deleted: true });
    });

    it("is deleted where kubectl prints nothing, as it does of none that it finds", async () => {
      uses("a");
      tools.answer(/get namespaces,secrets .* --ignore-not-found /, "\n");
      assert.deepEqual(await stop(), { profile: "p", deleted: true });
    });

    it("is not deleted where it runs and does not say, with both ways on", async () => {
      uses("a");
      tools.answer(/get namespaces,secrets/, { code: 1, stderr: "i/o timeout" });
      await assert.rejects(
        stop(),
        /^Error: profile p is kept: it is running, but it is not known .* Run: minikube start --profile p, then run .*: minikube delete --profile p, then: make down\n.*\n.*i\/o timeout/,
      );
      assert.ok(profileIsKept("p"));
    });

    for (const [what, code, hosts] of [
      [
        "whose disk is nearly full, of which minikube says that its host does not run",
        1,
        ["InsufficientStorage"],
      ],
      ["that a restarted engine has put at another port", 4, ["Running"]],
      ["of several nodes, the last of which is stopped", 7, ["Running", "Stopped"]],
    ] as const)
      it(`is asked, and not deleted, where it is one ${what}`, async () => {
        uses("a");
        has(["Namespace", { name: "todo-b", labels: label("b", "test") }]);
        const nodes = hosts.map((Host) => ({ Name: "p", Host }));
        const stdout = JSON.stringify(nodes.length === 1 ? nodes[0] : nodes);
        tools.answer(/^minikube status/, { code, stdout });
        await assert.rejects(stop(), /kept: other stacks use it: namespace todo-b of stack test/);
        assert.ok(profileIsKept("p"));
      });
  });

  it("is deleted only where it is known whether its node is there: minikube forgets one of a silent engine", async () => {
    uses("a");
    keepProfile("p", { Driver: "docker" });
    // Up to 1.34, and since.
    for (const stdout of ['{"Name":"p","Host":"Nonexistent","APIServer":"Nonexistent"}', "null"]) {
      tools.answer(/^minikube status/, {
        code: 7,
        stdout,
        stderr: "Cannot connect to the Docker daemon",
      });
      await assert.rejects(
        stop(),
        /^ToolError: .*status of minikube profile p failed \(exit 7\):\n.*Docker daemon\n *Run: minikube start --profile p, then run the same command again$/,
      );
      assert.ok(profileIsKept("p"));
    }
    tools.answer(/^docker container ls/, "");
    assert.deepEqual(await stop(), { profile: "p", deleted: true });
  });

  it("is not deleted where docker leads to another engine, in which it has no node", async () => {
    const host = "unix:///var/run/docker.sock";
    uses("a", { engine: { id: "e1", host } });
    keepProfile("p", { Driver: "docker" });
    const leadsTo = (id: string) => tools.answer(/^docker info/, `${id}\n`);
    tools
      .answer(/^minikube status/, { code: 7, stdout: "null" })
      .answer(/^docker container ls/, "")
      .answer(/^docker context inspect/, "ssh://me@far\n");
    leadsTo("e2");
    await assert.rejects(stop(), {
      message:
        `profile p is in the engine at ${host}, but docker points to another one, which has no node of this profile. Nothing was changed. ` +
        `Run: export DOCKER_HOST=${host}, then run the same command again. If that engine no longer exists, run: ` +
        "minikube delete --profile p, then run the same command again",
    });
    assert.ok(profileIsKept("p"));
    leadsTo("e1");
    assert.deepEqual(await stop(), { profile: "p", deleted: true });
  });

  it("takes what it put there out of a profile whose disk is nearly full, which runs", async () => {
    uses("a", { started: false, addons: ["ingress"] });
    minikube.addons.add("ingress");
    tools.answer(/^minikube status/, { code: 1, stdout: '{"Host":"InsufficientStorage"}' });
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.equal(minikube.addons.has("ingress"), false);
  });

  it("takes out of a profile that was there before what this stack turned on", async () => {
    uses("a", { started: false, addons: ["ingress"] });
    minikube.addons.add("ingress").add("registry");
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.deepEqual([...minikube.addons].sort(), ["dashboard", "registry"]);
    assert.equal(readRecord("p", "a"), undefined);
    assert.match(said(), /profile p is kept: it existed before/);
  });

  it("knows the record of a stack without an id by the stack's name", async () => {
    uses("dev", { started: false, addons: ["ingress"] });
    minikube.addons.add("ingress");
    await stop("");
    assert.ok(!minikube.addons.has("ingress"));
    assert.equal(readRecord("p", "dev"), undefined);
  });

  it("leaves an addon on that a run was enabling when it was cut off, and says how to disable it", async () => {
    uses("a", { started: false, enabling: ["ingress", "registry"] });
    minikube.addons.add("ingress");
    minikube.running.clear();
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.ok(minikube.addons.has("ingress"));
    assert.match(
      said(),
      /^addon ingress stays enabled: .* interrupted .*: minikube addons disable ingress --profile p$/m,
    );
    assert.doesNotMatch(said(), /addon registry/);
  });

  it("leaves one that bears its id where a start was cut off, and says how to remove it", async () => {
    minikube.runs("p", { UUID: "a" });
    uses("a", { started: false });
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.match(
      said(),
      /^profile p: a start by this stack was interrupted\. .* it is kept\. .*: minikube delete --profile p$/m,
    );
  });

  it("says how to remove one that bears the id of a stack of which nothing else is left", async () => {
    minikube.runs("p", { UUID: "of-before" });
    uses("a", { started: false });
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.match(
      said(),
      /^profile p: a start by a stack without an ownership record was interrupted\. .* it is kept\. .*: minikube delete --profile p$/m,
    );
  });

  it("leaves one that bears its id to another stack that uses it, with the addons, where its record is lost", async () => {
    minikube.runs("p", { UUID: "a" });
    uses("b", { started: false });
    const last = { started: true, addons: ["ingress"] };
    assert.deepEqual(await stop("a", last), { profile: "p", deleted: false });
    const { started, addons } = readRecord("p", "b")!;
    assert.deepEqual({ started, addons }, last);
    assert.deepEqual(tools.called(/kubectl|addons/), []);
  });

  for (const owner of ["", "a"])
    it(`knows the record of a version before the id by its identity, ${owner ? "" : "not "}having one itself`, async () => {
      writeRecord("p", { ...aRecord("dev"), folder: "" });
      const variables = { PROFILE: "p", STACK: "dev", OWNER: owner };
      await stopCluster(given({ ...variables, IDENTITY: "of another clone's" }));
      assert.ok(profileIsKept("p"));
      assert.match(said(), /profile p is kept as it is/);
      assert.equal(readRecord("p", "dev")?.started, true);
      await stopCluster(given({ ...variables, IDENTITY: "i" }));
      assert.equal(profileIsKept("p"), false);
    });

  describe("where the record is gone", () => {
    it("leaves the profile as it is, and says what was turned on in the one that it knew", async () => {
      minikube.addons.add("ingress");
      assert.deepEqual(await stop("a", { started: true, addons: ["ingress"] }), {
        ...{ profile: "p", deleted: false },
      });
      assert.deepEqual(tools.called(/delete|disable/), []);
      assert.match(said(), /profile p is kept as it is: .* record .* missing\. .*: ingress$/m);
    });

    it("leaves the record of another stack, which may have it from an earlier one", async () => {
      uses("b", { stack: "test" });
      await stop("a", { started: true, addons: [] });
      await stop("a");
      assert.doesNotMatch(said(), /turned on/);
      assert.equal(readRecord("p", "b")?.started, true);
      assert.equal(profileIsKept("p"), true);
    });
  });

  describe("that another stack uses", () => {
    it("leaves it to that one, also where both have the same name", async () => {
      uses("a");
      uses("b", { started: false, folder: "/clone" });
      assert.deepEqual(await stop("a"), { profile: "p", deleted: false });
      assert.match(said(), /profile p is kept: stack dev of \/clone uses it/);
      assert.equal(readRecord("p", "a"), undefined);
      assert.deepEqual(await stop("b"), { profile: "p", deleted: true });
    });

    for (const [started, fix] of [
      [true, () => "minikube delete --profile p"],
      [false, () => `rm ${recordFile("p", "b")}`],
    ] as const)
      it(`says the way out where that one's checkout is gone, and the profile was ${started ? "" : "not "}started here`, async () => {
        uses("a", { started });
        uses("b", { started: false, folder: "/removed" });
        await stop("a");
        const [warning] = said().match(/^warning: .*$/m) ?? [];
        assert.match(warning!, /^warning: folder \/removed no longer exists\. /);
        assert.ok(warning!.endsWith(` run: ${fix()}`), warning);
      });

    it("says first how to take out what that one has in a profile that stays, with what this one handed it", async () => {
      minikube.addons.add("ingress");
      uses("a", { started: false, addons: ["ingress"] });
      noteImage("p", "a", "todo-backend:1");
      const namespaces = [{ name: "todo-test", uid: "n2" }];
      uses("b", { started: false, folder: "/removed", addons: ["registry"], namespaces });
      noteImage("p", "b", "todo-backend:2");
      await stop("a");
      const [, commands] = /When no other stack uses profile p, run: (.*)$/m.exec(said())!;
      const files = [recordFile("p", "b"), imagesFile("p", "b")];
      assert.deepEqual(commands!.split(" && "), [
        "kubectl --context p delete namespace todo-test",
        "minikube addons disable registry --profile p",
        "minikube addons disable ingress --profile p",
        "minikube image rm docker.io/library/todo-backend:2 --profile p",
        "minikube image rm docker.io/library/todo-backend:1 --profile p",
        `rm ${files.join(" ")}`,
      ]);
    });

    it("says the way out where an earlier version wrote that one's record, which names no checkout", async () => {
      uses("a");
      uses("b", { started: false, folder: "" });
      await stop("a");
      assert.match(
        said(),
        /^warning: an earlier version recorded that stack dev uses profile p, but not from which checkout\. If that stack no longer exists, run: minikube delete --profile p$/m,
      );
    });

    for (const [started, fix] of [
      [true, () => "minikube delete --profile p"],
      [false, () => `rm ${recordFile("p", "b")}`],
    ] as const)
      it(`says the way out where that one has this one's name and checkout: it may be this one under a former id, ${started ? "" : "not "}having started it`, async () => {
        uses("a", { started: false, folder: process.cwd() });
        uses("b", { started, folder: process.cwd() });
        await stop("a");
        const [warning] = said().match(/^warning: .*$/m) ?? [];
        assert.match(
          warning!,
          /^warning: stack dev of \S+ had another id when it used profile p\. /,
        );
        assert.ok(warning!.endsWith(` run: ${fix()}`), warning);
        assert.equal(readRecord("p", "b")?.started, started);
      });

    it("says nothing of that where its checkout is there", async () => {
      uses("a");
      uses("b", { started: false, folder: process.cwd() });
      await stop("a");
      assert.doesNotMatch(said(), /warning/);
    });

    it("hands on that it was started, and the addons, which stay on", async () => {
      uses("a", { addons: ["ingress"] });
      uses("b", { started: false, addons: ["registry", "ingress"] });
      minikube.addons.add("ingress");
      await stop("a");
      const { started, addons } = readRecord("p", "b")!;
      assert.deepEqual({ started, addons }, { started: true, addons: ["registry", "ingress"] });
      assert.ok(minikube.addons.has("ingress"));
    });

    it("hands on which engine has it", async () => {
      const engine = { id: "e1", host: "unix:///var/run/docker.sock" };
      uses("a", { engine });
      uses("b");
      await stop();
      assert.deepEqual(readRecord("p", "b")?.engine, engine);
    });

    it("makes no stack the owner of a profile that none of them started", async () => {
      uses("a", { started: false, addons: ["ingress"] });
      uses("b", { started: false });
      await stop("a");
      const { started, addons } = readRecord("p", "b")!;
      assert.deepEqual({ started, addons }, { started: false, addons: ["ingress"] });
      assert.deepEqual(await stop("b"), { profile: "p", deleted: false });
      assert.deepEqual(tools.called(/disable/), ["minikube addons disable ingress --profile p"]);
    });

    it("hands on what may have been enabled by either", async () => {
      uses("a", { started: false, enabling: ["ingress", "registry"] });
      uses("b", { started: false, addons: ["registry"] });
      await stop("a");
      assert.deepEqual(readRecord("p", "b")?.enabling, ["ingress"]);
      assert.doesNotMatch(said(), /stays enabled/);
    });

    it("takes out of it the namespaces that this one made, by their uid", async () => {
      const all: Record<string, string> = { "todo-app": "n1", kagent: "of-another" };
      namespaces(all);
      uses("a", { namespaces: [NAMESPACE, { name: "kagent", uid: "k1" }] });
      uses("b");
      await stop("a");
      assert.deepEqual(Object.keys(all), ["kagent"]);
      assert.equal(tools.called(/delete --raw/).length, 1);
      assert.deepEqual(JSON.parse(tools.inputs[0]!).preconditions, { uid: "n1" });
    });

    it("deletes it once where both are taken down at once, whichever of them ends last", async () => {
      for (const started of ["a", "b"]) {
        minikube.runs("p");
        namespaces({ "todo-app": "n1", other: "n2" });
        uses("a", { started: started === "a", namespaces: [NAMESPACE] });
        uses("b", { started: started === "b", namespaces: [{ name: "other", uid: "n2" }] });
        tools.calls.length = 0;
        await Promise.all([stop("a"), stop("b")]);
        assert.equal(profileIsKept("p"), false, `started by ${started}`);
        assert.equal(tools.called(/^minikube delete/).length, 1);
      }
    });

    it("turns its addons off where that one, and no other, went meanwhile", async () => {
      namespaces({ "todo-app": "n1" });
      minikube.addons.add("ingress").add("registry");
      uses("a", { started: false, addons: ["ingress"], namespaces: [NAMESPACE] });
      uses("b", { started: false, addons: ["registry"] });
      tools.answer(/wait --for=delete/, () => {
        handOver("p", readRecord("p", "a")!, readRecord("p", "b")!);
        removeRecord("p", readRecord("p", "b")!);
        return "";
      });
      assert.deepEqual(await stop("a"), { profile: "p", deleted: false });
      assert.deepEqual([...minikube.addons], ["dashboard"]);
      assert.deepEqual(records("p"), []);
    });

    it("hands what it has by now to the stack that is left by then", async () => {
      namespaces({ "todo-app": "n1" });
      uses("a", { started: false, namespaces: [NAMESPACE] });
      uses("b", { addons: ["registry"] });
      uses("c", { started: false });
      tools.answer(/wait --for=delete/, () => {
        handOver("p", readRecord("p", "a")!, readRecord("p", "b")!);
        removeRecord("p", readRecord("p", "b")!);
        return "";
      });
      await stop("a");
      const [left, ...more] = records("p");
      assert.deepEqual([left?.owner, left?.started, left?.addons], ["c", true, ["registry"]]);
      assert.deepEqual(more, []);
    });

    it("hands nothing that it has taken out to one that came meanwhile", async () => {
      minikube.addons.add("ingress");
      uses("a", { started: false, addons: ["ingress"] });
      tools.answer(/addons disable ingress/, () => {
        uses("b", { started: false });
        return "";
      });
      await stop("a");
      assert.deepEqual(
        records("p").map(({ owner, addons }) => [owner, addons]),
        [["b", []]],
      );
    });

    it("keeps its record where a namespace does not go, for the next try", async () => {
      namespaces({ "todo-app": "n1" }).answer(/delete --raw/, "");
      uses("a", { namespaces: [NAMESPACE] });
      uses("b", { started: false });
      await assert.rejects(stop("a"), /namespace todo-app of p is still there after five minutes/);
      assert.equal(readRecord("p", "a")?.started, true);
      assert.equal(readRecord("p", "b")?.started, false);
    });
  });

  describe("that stays and stands still", () => {
    beforeEach(() => minikube.running.clear());

    it("stops where addons or namespaces have to be taken out, and says what and how", async () => {
      uses("a", { started: false, addons: ["ingress"], namespaces: [NAMESPACE] });
      await assert.rejects(
        stop(),
        /profile p does not run, .*: addon ingress, namespace todo-app\. Run: minikube start --profile p, then: make down$/,
      );
      assert.deepEqual(readRecord("p", "a")?.addons, ["ingress"]);
    });

    it("stops for namespaces alone where another stack goes on with the addons", async () => {
      uses("a", { addons: ["ingress"], namespaces: [NAMESPACE] });
      uses("b");
      await assert.rejects(
        stop(),
        /the objects of this stack in it cannot be removed: namespace todo-app\. Run/,
      );
    });

    it("is left where there is nothing to take out", async () => {
      uses("a", { started: false });
      assert.deepEqual(await stop(), { profile: "p", deleted: false });
      assert.equal(readRecord("p", "a"), undefined);
    });
  });
});
