import assert from "node:assert/strict";
import type { Started } from "../components/cluster/started";
import { inherit, stopCluster } from "../components/programs/stopCluster";
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
} from "../components/cluster/profileRecord";
import { Minikube, namespaceJson } from "./models";
import { given, hearing, ownHome, standIn } from "./standIn";
import { aRecord } from "./states";

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
    assert.deepEqual(tools.called(/addons|kubectl/), []);
    assert.match(said(), /^deleting profile p, which this stack started$/m);
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

  it("takes out of a profile that was there before what this stack turned on", async () => {
    uses("a", { started: false, addons: ["ingress"] });
    minikube.addons.add("ingress").add("registry");
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.deepEqual([...minikube.addons].sort(), ["dashboard", "registry"]);
    assert.equal(readRecord("p", "a"), undefined);
    assert.match(said(), /profile p stays: it was there before/);
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
      /^addon ingress stays on: .* cut off .*: minikube addons disable ingress --profile p$/m,
    );
    assert.doesNotMatch(said(), /addon registry/);
  });

  it("leaves one that bears its id where a start was cut off, and says how to remove it", async () => {
    minikube.runs("p", { UUID: "a" });
    uses("a", { started: false });
    assert.deepEqual(await stop(), { profile: "p", deleted: false });
    assert.match(
      said(),
      /^profile p: a start by this stack was cut off, .* it stays\. .*: minikube delete --profile p$/m,
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
      assert.match(said(), /profile p stays as it is/);
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
      assert.match(said(), /profile p stays as it is: the record .* is gone\. .*: ingress$/m);
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
      assert.match(said(), /profile p stays: stack dev of \/clone uses it/);
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
        assert.match(warning!, /^warning: there is no \/removed any more\. /);
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
      const [, commands] = /once no other uses profile p, run: (.*)$/m.exec(said())!;
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
        /^warning: an earlier version noted that stack dev uses profile p, and not in which checkout\. If no such stack is left, run: minikube delete --profile p$/m,
      );
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

    it("makes nobody the owner of a profile that none of them started", async () => {
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
      assert.doesNotMatch(said(), /stays on/);
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
        inherit("p", readRecord("p", "a")!, readRecord("p", "b")!);
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
        inherit("p", readRecord("p", "a")!, readRecord("p", "b")!);
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
      await assert.rejects(stop(), /put there: namespace todo-app\. Run/);
    });

    it("is left where there is nothing to take out", async () => {
      uses("a", { started: false });
      assert.deepEqual(await stop(), { profile: "p", deleted: false });
      assert.equal(readRecord("p", "a"), undefined);
    });
  });
});
