import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  minikubeFolder,
  profileFolder,
  profileIsKept,
  readRecord,
  records,
  writeRecord,
} from "../../components/cluster/profileRecord";
import { keepProfile, Minikube } from "../support/models";
import { ID, starting } from "../support/starting";
import { handOver } from "../../components/programs/stopCluster";
import { aRecord } from "../support/states";

describe("starting a cluster", () => {
  const starts = starting();
  const { tools, said, start, record, fails } = starts;
  let minikube: Minikube;
  beforeEach(() => {
    ({ minikube } = starts);
  });

  describe("where there is no profile", () => {
    it("makes one that bears the stack's id, notes it, and is the stack's", async () => {
      assert.deepEqual(await start(), {
        ...{ profile: "p", started: true, addons: ["ingress"], address: "192.0.2.9" },
        folder: minikubeFolder(),
      });
      const [command] = tools.called(/^minikube start/);
      assert.match(
        command!,
        new RegExp(` --uuid=${ID} --cpus=2 --memory=2048mb .*--keep-context --output=json$`),
      );
      assert.match(said(), /^starting profile p: 2 CPUs, 2048 MiB \(takes a few minutes\)$/m);
      assert.deepEqual(record(), {
        ...{ owner: ID, stack: "dev", folder: process.cwd(), started: true, addons: ["ingress"] },
        ...{ identity: "new-identity", session: "new-session", enabling: [], namespaces: [] },
      });
    });

    it("notes which engine has the node, where it is a container", async () => {
      const host = "unix:///var/run/docker.sock";
      for (const [Driver, engine] of [
        ["docker", { id: "e1", host }],
        ["kvm2", undefined],
      ] as const) {
        tools
          .answer(/^minikube start/, () => (keepProfile("p", { UUID: ID, Driver }), ""))
          .answer(/^docker info --format \{\{\.ID/, "e1\n")
          .answer(/^docker context inspect/, `${host}\n`);
        await start();
        assert.deepEqual(record()?.engine, engine, Driver);
        fs.rmSync(profileFolder("p"), { recursive: true });
      }
    });

    it("hands on minikube's own steps, and none of its JSON", async () => {
      tools.answer(/^minikube start/, () => {
        keepProfile("p", { UUID: ID });
        const data = {
          currentstep: "8",
          totalsteps: "19",
          message: "Creating docker container ...",
        };
        return `${JSON.stringify({ type: "io.k8s.sigs.minikube.step", data })}\nplain words\n`;
      });
      await start();
      assert.match(said(), /^8\/19 Creating docker container \.\.\.$/m);
      assert.doesNotMatch(said(), /io\.k8s|plain words/);
    });

    it("fails with minikube's error and its advice, which it gives as JSON", async () => {
      const data = { name: "GUEST_START", message: "no room", advice: "docker system prune" };
      const stdout = JSON.stringify({ type: "io.k8s.sigs.minikube.error", data });
      tools.answer(/^minikube start/, { code: 80, stdout });
      await assert.rejects(
        start(),
        (error: Error) =>
          error.message ===
          "starting minikube profile p failed (exit 80):\n" +
            "  Exiting due to GUEST_START: no room\n  Suggestion: docker system prune",
      );
    });

    it("leaves no record of a start that failed, and removes what it left half made", async () => {
      fails(/^minikube start/, "the disk is full", () => {
        keepProfile("p", { UUID: ID });
        // minikube 1.38 where the node was not made yet.
        tools.answer(/^minikube status/, { code: 7, stdout: "null\n" });
      });
      await assert.rejects(start(), /starting minikube profile p failed[^]*the disk is full/);
      assert.deepEqual(records("p"), []);
      assert.equal(profileIsKept("p"), false);
      assert.match(said(), /removing the incomplete profile p/);
      assert.doesNotMatch(said(), /it stays/);
    });

    it("removes nothing after a start that failed before it made anything", async () => {
      fails(/^minikube start/, "no driver");
      await assert.rejects(start(), /no driver/);
      assert.deepEqual(tools.called(/^minikube delete/), []);
      assert.deepEqual(records("p"), []);
    });

    it("leaves a profile that another user made meanwhile, which bears another id", async () => {
      fails(/^minikube start/, "it is there", () => keepProfile("p", { UUID: "of-another" }));
      await assert.rejects(start(), /it is there/);
      assert.doesNotMatch(said(), /it stays/);
      assert.equal(profileIsKept("p"), true);
      assert.deepEqual(tools.called(/^minikube delete/), []);
      assert.deepEqual(records("p"), []);
    });

    const fileIs = (text: string) =>
      fails(/^minikube start/, "another start holds the lock", () => {
        keepProfile("p");
        fs.writeFileSync(path.join(profileFolder("p"), "config.json"), text);
      });

    it("leaves a profile whose file is half written: another start may be making it", async () => {
      fileIs('{"Name":"p","UU');
      await assert.rejects(start(), /holds the lock/);
      assert.equal(profileIsKept("p"), true);
      assert.deepEqual(tools.called(/^minikube delete/), []);
      assert.match(said(), /it stays\. If it is not used: minikube delete --profile p$/m);
    });

    it("removes one whose file is whole and has no id, as of a minikube that keeps none", async () => {
      fileIs('{"Name":"p"}');
      await assert.rejects(start(), /holds the lock/);
      assert.equal(profileIsKept("p"), false);
    });

    it("fails with the start's own words where what it left cannot be removed either", async () => {
      fails(/^minikube start/, "the disk is full", () => keepProfile("p", { UUID: ID }));
      fails(/^minikube delete/, "and stays so");
      await assert.rejects(start(), /the disk is full/);
      assert.match(said(), /warning: removing what the failed start left[^]*and stays so/);
    });

    it("removes nothing after a failed start where it is not known what it left", async () => {
      fails(/^minikube start/, "the disk is full", () => {
        keepProfile("p", { UUID: ID });
        fails(/^minikube status/, "and broken");
      });
      await assert.rejects(start(), /the disk is full/);
      assert.deepEqual(tools.called(/^minikube delete/), []);
    });

    it("makes one no larger than the engine is, and says so", async () => {
      tools.answer(/^docker info --format/, "3 8589934592\n");
      await start(undefined, { CPUS: "4", MEMORY_MIB: "8192" });
      assert.match(tools.called(/^minikube start/)[0]!, / --cpus=3 --memory=6144mb /);
      assert.match(said(), /^warning: cpus is 4, the host has 3: using 3$/m);
      assert.match(said(), /^warning: memoryMiB is 8192, the host has 8192: using 6144$/m);
    });

    it("makes one no larger than this machine where no engine says how large it is", async () => {
      const memoryMiB = Math.floor(Math.floor(os.totalmem() / 2 ** 20) * 0.75);
      const size = ` --cpus=${os.cpus().length} --memory=${memoryMiB}mb `;
      for (const nothing of [{ code: 1, stderr: "no engine" }, ""]) {
        fs.rmSync(profileFolder("p"), { recursive: true, force: true });
        tools.calls.length = 0;
        tools.answer(/^docker info/, nothing);
        await start(undefined, { CPUS: "9999", MEMORY_MIB: "999999999" });
        assert.ok(tools.called(/^minikube start/)[0]!.includes(size), size);
      }
    });

    it("makes its context the current one where there is none", async () => {
      for (const nothing of [{ code: 1, stderr: "current-context is not set" }, "\n"]) {
        fs.rmSync(profileFolder("p"), { recursive: true, force: true });
        tools.calls.length = 0;
        tools.answer(/^kubectl config current-context/, nothing);
        await start();
        assert.doesNotMatch(tools.called(/^minikube start/)[0]!, /--keep-context/);
      }
    });

    it("counts nothing of a record that was left beside one that was there before", async () => {
      writeRecord("p", { ...aRecord(ID), started: false, addons: ["registry"], enabling: ["olm"] });
      assert.equal(profileIsKept("p"), false);
      const { started, addons } = await start();
      assert.deepEqual([started, addons], [true, ["ingress"]]);
      assert.deepEqual([record()?.started, record()?.enabling], [true, []]);
    });

    it("notes it under the stack's name where that has no id yet", async () => {
      await start(undefined, { OWNER: "" });
      assert.match(tools.called(/^minikube start/)[0]!, / --uuid=dev /);
      assert.deepEqual(
        records("p").map(({ owner }) => owner),
        ["dev"],
      );
    });

    it("hands on what the settings say of the node", async () => {
      const set = { DRIVER: "kvm2", KUBERNETES_VERSION: "v1.34.0", CNI: "calico" };
      await start(undefined, set);
      assert.match(
        tools.called(/^minikube start/)[0]!,
        / --driver=kvm2 --kubernetes-version=v1\.34\.0 --cni=calico /,
      );
    });

    it("is not refused for an addon that minikube itself turns on in one that is new", async () => {
      minikube.addons.add("traefik");
      assert.deepEqual((await start()).addons, ["ingress"]);
    });

    it("makes again one that it had started and that was deleted", async () => {
      const { started } = await start({ started: true, addons: ["registry"] });
      assert.equal(started, true);
      assert.deepEqual(record()?.addons, ["ingress"]);
    });
  });

  describe("where a start of this stack was cut off", () => {
    for (const runs of [false, true])
      it(`takes as found what ${runs ? "runs" : "stands still"}, and says how to remove it`, async () => {
        keepProfile("p", { UUID: ID });
        if (runs) minikube.running.add("p");
        assert.equal((await start()).started, false);
        assert.equal(record()?.started, false);
        assert.equal(tools.called(/^minikube start/).length, runs ? 0 : 1);
        assert.match(
          said(),
          /profile p: a start by this stack was interrupted, .*used as it is.*minikube delete --profile p$/m,
        );
      });

    it("leaves it as it is where it does not go on, for the next try", async () => {
      keepProfile("p", { UUID: ID });
      fails(/^minikube start/, "the disk is full");
      await assert.rejects(start(), /starting minikube profile p again failed/);
      assert.equal(profileIsKept("p"), true);
      assert.deepEqual(records("p"), []);
    });

    it("takes as found what another stack began", async () => {
      keepProfile("p", { UUID: "id-of-another" });
      assert.equal((await start()).started, false);
    });
  });

  describe("where there is a profile", () => {
    for (const [when, command] of [
      ["an addon is enabled", /addons enable ingress/],
      ["the ingress controller is waited for", /wait pod/],
    ] as const)
      it(`keeps what another stack's make down hands it while ${when}`, async () => {
        minikube.runs("p");
        minikube.addons.add("registry");
        const other = { ...aRecord("id-of-another"), addons: ["registry"], enabling: ["olm"] };
        writeRecord("p", other);
        tools.answer(command, () => {
          handOver("p", record()!, other);
          return command.test("wait pod") ? "" : (minikube.addons.add("ingress"), "");
        });
        const { started, addons } = await start();
        const both = ["ingress", "registry"];
        assert.deepEqual([started, addons.sort()], [true, both]);
        assert.deepEqual(
          [record()?.started, record()?.addons.sort(), record()?.enabling, record()?.session],
          [true, both, ["olm"], "new-session"],
        );
      });

    it("adopts one that runs, and starts nothing", async () => {
      minikube.runs("p");
      assert.equal((await start()).started, false);
      assert.deepEqual(tools.called(/^minikube start/), []);
      assert.match(said(), /^profile p is running$/m);
      assert.doesNotMatch(said(), /cut off/);
    });

    it("says of one that is smaller than wanted that it stays so, and not of one that the host makes small", async () => {
      minikube.runs("p", { Driver: "docker", CPUs: 1, Memory: 1024 });
      await start();
      assert.match(said(), /^warning: profile p has 1 CPUs and 1024 MiB, and keeps them/m);
      const before = said().length;
      tools.answer(/^docker info/, "1 1431655766");
      await start();
      assert.doesNotMatch(said().slice(before), /warning/);
    });

    it("takes as found what has the name of one that it had started", async () => {
      minikube.runs("p", { UUID: "of-another" });
      assert.equal((await start({ started: true })).started, false);
    });

    it("keeps what the record says: who started it, addons and namespaces", async () => {
      minikube.runs("p");
      const namespaces = [{ name: "todo-app", uid: "n1" }];
      writeRecord("p", { ...aRecord(ID), stack: "old-name", addons: ["registry"], namespaces });
      const { started, addons } = await start({ started: true });
      assert.deepEqual({ started, addons }, { started: true, addons: ["registry", "ingress"] });
      assert.deepEqual([record()?.stack, record()?.namespaces], ["dev", namespaces]);
    });

    it("says nothing of a start that was cut off where its record knows of that, or another id is on it", async () => {
      minikube.runs("p", { UUID: ID });
      writeRecord("p", aRecord(ID));
      await start({ started: true });
      minikube.runs("p", { UUID: "of-another" });
      await start();
      fs.rmSync(profileFolder("p"), { recursive: true });
      await start();
      assert.doesNotMatch(said(), /cut off/);
    });

    for (const name of ["dev", "a name before its rename"])
      it(`takes over the record of a version before the id, by its identity, under ${name}`, async () => {
        minikube.runs("p");
        writeRecord("p", { ...aRecord(name), folder: "" });
        assert.equal((await start({ started: true }, { IDENTITY: "i" })).started, true);
        assert.deepEqual(
          records("p").map(({ owner }) => owner),
          [ID],
        );
      });

    it("leaves that of another clone's stack of the same name, and is not who started the profile", async () => {
      minikube.runs("p");
      writeRecord("p", { ...aRecord("dev"), folder: "" });
      assert.equal((await start()).started, false);
      assert.deepEqual(
        records("p").map(({ owner, started }) => [owner, started]),
        [
          [ID, false],
          ["dev", true],
        ],
      );
    });

    it("does not take over the record of a stack of the same name in another clone", async () => {
      minikube.runs("p");
      writeRecord("p", { ...aRecord("id-of-the-clone"), stack: "dev" });
      assert.equal((await start()).started, false);
      assert.equal(readRecord("p", "id-of-the-clone")?.started, true);
    });
  });

  describe("stops, with nothing changed,", () => {
    const lost =
      /^Error: minikube profile p is not known .*Nothing was changed\. Run: make recover, then: make up$/;

    it("where the adopted profile is not there any more", async () => {
      await assert.rejects(start({ started: false }), lost);
      assert.deepEqual(tools.called(/^minikube (start|addons)/), []);
    });

    it("where the record of an adopted profile is lost, whichever user has the name now", async () => {
      minikube.runs("p");
      await assert.rejects(start({ started: false }), lost);
      assert.deepEqual(records("p"), []);
    });

    it("where the record of a profile that bears the stack's id is lost", async () => {
      minikube.runs("p", { UUID: ID });
      await assert.rejects(start({ started: true }), lost);
    });

    it("where the record cannot be read", async () => {
      minikube.runs("p");
      fs.writeFileSync(`${profileFolder("p")}/stack-${ID}.json`, "{");
      await assert.rejects(start(), /cannot be read.* run: rm /);
      assert.deepEqual(tools.calls, []);
    });
  });
});
