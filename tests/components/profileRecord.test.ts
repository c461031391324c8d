import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  earlierRecord,
  minikubeHome,
  minikubeFolder,
  noteImage,
  notedImages,
  hasNoUuid,
  profileConfig,
  profileFolder,
  profileIsKept,
  profileNodes,
  profileRuntime,
  profilesOf,
  profileUuid,
  readRecord,
  recordFile,
  records,
  removeRecord,
  startedHere,
  writeRecord,
} from "../../components/cluster/profileRecord";
import { keepProfile } from "../support/models";
import { ownHome } from "../support/standIn";
import { aRecord } from "../support/states";

describe("a profile's record", () => {
  ownHome();
  const ID = "00000000-0000-4000-8000-00000000000a";
  const record = {
    ...{ owner: ID, stack: "dev", folder: "/here", identity: "i", session: "s" },
    ...{
      started: true,
      addons: ["ingress"],
      enabling: [],
      namespaces: [{ name: "todo-app", uid: "n1" }],
    },
  };
  const files = (profile: string) => fs.readdirSync(profileFolder(profile)).sort();
  /** What a version before the stack's id left for a stack of this name. */
  const earlier = (profile: string, stack: string, addons: string[] = []) => {
    fs.mkdirSync(profileFolder(profile), { recursive: true });
    const text = JSON.stringify({ identity: "i", session: "s", started: true, addons });
    fs.writeFileSync(recordFile(profile, stack), text);
  };

  it("lies where minikube deletes it with the profile", () => {
    const folder = (home: string) => profileFolder("p", { MINIKUBE_HOME: home });
    assert.equal(folder("/m"), path.join("/m", ".minikube", "profiles", "p"));
    assert.equal(folder("/m/.minikube"), path.join("/m/.minikube", "profiles", "p"));
    assert.equal(profileFolder("p", {}), path.join(os.homedir(), ".minikube", "profiles", "p"));
  });

  it("lies in the same folder for each program that reads MINIKUBE_HOME as minikube does, or as its name says", () => {
    const before = process.env.MINIKUBE_HOME;
    try {
      for (const [home, found] of [
        ["/m", "/m"],
        ["/m/.minikube", "/m"],
        ["/m/.minikube/.minikube", "/m/.minikube/.minikube"],
      ]) {
        process.env.MINIKUBE_HOME = home;
        const folder = minikubeFolder();
        assert.equal(minikubeHome(), found);
        process.env.MINIKUBE_HOME = found;
        assert.equal(minikubeFolder(), folder);
      }
    } finally {
      process.env.MINIKUBE_HOME = before;
    }
  });

  it("is read as it was written, and is nothing once removed", () => {
    assert.equal(readRecord("p", ID), undefined);
    writeRecord("p", record);
    assert.deepEqual(readRecord("p", ID), record);
    removeRecord("p", record);
    assert.equal(readRecord("p", ID), undefined);
    assert.doesNotThrow(() => removeRecord("p", record), "there is none to remove");
  });

  it("is an error where it is there and cannot be read, and never none", () => {
    fs.mkdirSync(recordFile("p", ID), { recursive: true });
    assert.throws(() => readRecord("p", ID), /EISDIR/);
  });

  it("is replaced as a whole: who has it open reads the old one to its end", () => {
    writeRecord("p", record);
    const open = fs.openSync(recordFile("p", ID), "r");
    try {
      writeRecord("p", { ...record, session: "t" });
      assert.deepEqual(JSON.parse(fs.readFileSync(open, "utf8")), record);
    } finally {
      fs.closeSync(open);
    }
    assert.deepEqual(files("p"), [`stack-${ID}.json`]);
    assert.equal(readRecord("p", ID)?.session, "t");
  });

  it("leaves nothing of one that could not be written", () => {
    fs.mkdirSync(recordFile("p", ID), { recursive: true });
    assert.throws(() => writeRecord("p", record));
    assert.deepEqual(fs.readdirSync(profileFolder("p")), [path.basename(recordFile("p", ID))]);
  });

  it("is an error where it is torn, which names the file and the command that fixes", () => {
    writeRecord("p", record);
    const file = recordFile("p", ID);
    const whole = fs.readFileSync(file, "utf8");
    const fields = Object.keys(record).filter((key) => key !== "owner");
    const wrong = fields.map((key) => JSON.stringify({ ...record, [key]: 1 }));
    const { identity, session, started, addons } = record;
    const noted = { identity, session, started, addons };
    const lacking = Object.keys(noted).map((key) => JSON.stringify({ ...noted, [key]: undefined }));
    const parts = [...wrong, ...lacking, '{"namespaces":[{"name":"n"}]}'];
    for (const torn of ["", whole.slice(0, whole.length / 2), "not a record", ...parts]) {
      fs.writeFileSync(file, torn);
      for (const read of [() => readRecord("p", ID), () => records("p")])
        assert.throws(read, (error: Error) => error.message.endsWith(`run: rm ${file}`));
    }
  });

  it("of one stack is not read for another", () => {
    writeRecord("p", record);
    assert.equal(readRecord("p", "id-of-another"), undefined);
    // One that this version wrote goes by its id alone.
    assert.equal(readRecord("p", "id-of-another", "i"), undefined);
  });

  it("tells of every stack that uses the profile", () => {
    writeRecord("p", record);
    writeRecord("p", aRecord("b"));
    for (const other of ["stack-c.json.0123", "my-stack-c.json"])
      fs.writeFileSync(path.join(profileFolder("p"), other), "half a");
    assert.deepEqual(
      records("p").map(({ owner }) => owner),
      [ID, "b"],
    );
    assert.deepEqual(records("nowhere"), []);
  });

  describe("of a version before the stack's id", () => {
    it("is read by the identity in the stack's state, whatever name the stack had", () => {
      earlier("p", "dev", ["ingress"]);
      const found = readRecord("p", ID, "i");
      assert.deepEqual(found, earlierRecord("p", "i"));
      assert.deepEqual([found?.owner, found?.addons, found?.namespaces], ["dev", ["ingress"], []]);
    });

    it("is not read where the state has no identity, or another: another clone has a stack of that name", () => {
      earlier("p", "dev");
      for (const identity of [undefined, "", "another"])
        assert.equal(readRecord("p", ID, identity), undefined, identity);
    });

    it("of a stack without an id is its own by the name, but not one that has another identity", () => {
      earlier("p", "dev");
      assert.equal(readRecord("p", "dev", "another"), undefined);
      assert.equal(readRecord("p", "dev", "i")?.owner, "dev");
      writeRecord("p", { ...record, owner: "dev", identity: "another" });
      assert.equal(readRecord("p", "dev", "i")?.owner, "dev");
    });

    it("is replaced by one under the id, which is then the only one", () => {
      earlier("p", "dev");
      writeRecord("p", record);
      assert.deepEqual(files("p"), [`stack-${ID}.json`]);
      assert.equal(earlierRecord("p", "i"), undefined);
    });

    it("stays where one of the same name and of another identity is written, or removed", () => {
      earlier("p", "dev");
      writeRecord("p", { ...record, identity: "another" });
      assert.deepEqual(files("p"), [`stack-${ID}.json`, "stack-dev.json"]);
      removeRecord("p", { ...record, identity: "another" });
      assert.deepEqual(files("p"), ["stack-dev.json"]);
    });

    it("goes with the one under the id", () => {
      writeRecord("p", record);
      earlier("p", "dev");
      removeRecord("p", record);
      assert.deepEqual(files("p"), []);
    });

    it("is no record of this version under an id that is the stack's name", () => {
      writeRecord("p", { ...record, owner: "dev" });
      assert.equal(earlierRecord("p", "i"), undefined);
      assert.equal(readRecord("p", "dev")?.identity, "i");
    });
  });

  describe("says whether the profile is one that a stack of this checkout started", () => {
    it("where there is none yet, as the stack will start it", () => {
      assert.equal(startedHere("p", "dev"), true);
    });

    it("by the stack's name and this folder", () => {
      keepProfile("p");
      assert.equal(startedHere("p", "dev", undefined, "/here"), false);
      writeRecord("p", record);
      assert.equal(startedHere("p", "dev", undefined, "/here"), true);
      assert.equal(startedHere("p", "dev", undefined, "/elsewhere"), false);
      assert.equal(startedHere("p", "test", undefined, "/here"), false);
    });

    it("not where the stack had found it", () => {
      keepProfile("p");
      writeRecord("p", { ...record, started: false });
      assert.equal(startedHere("p", "dev", undefined, "/here"), false);
    });

    it("by the stack's own record of an earlier version, and by no other's", () => {
      keepProfile("p");
      earlier("p", "dev");
      assert.equal(startedHere("p", "prod", earlierRecord("p", "i"), "/anywhere"), true);
      assert.equal(startedHere("p", "dev", undefined, "/anywhere"), false);
    });
  });
});

describe("what minikube keeps of a profile", () => {
  const home = ownHome();

  it("is there with its configuration, and not with a folder alone", () => {
    assert.equal(profileIsKept("p"), false);
    writeRecord("p", aRecord("a"));
    assert.equal(profileIsKept("p"), false);
    keepProfile("p");
    assert.equal(profileIsKept("p"), true);
  });

  for (const [what, look] of [
    ["whether it is there", () => profileIsKept("p")],
    ["who uses it", () => records("p")],
    ["the stack's own record", () => readRecord("p", "a")],
    ["what the stack brought", () => notedImages("p", "a")],
    ["the id that it was made with", () => profileUuid("p")],
  ] as const)
    it(`says ${what} only where its folder may be read, and else how that is put right`, () => {
      keepProfile("p", { UUID: "a" });
      writeRecord("p", aRecord("a"));
      noteImage("p", "a", "todo-backend:1");
      const locked = profileFolder("p");
      const isRoot = process.getuid?.() === 0;
      fs.chmodSync(locked, 0);
      // Root may read all.
      if (isRoot) process.seteuid!(65534);
      try {
        assert.throws(look, (error: Error) => {
          assert.match(
            error.message,
            /^\S+profiles\S+ cannot be read \(EACCES\), so it is not known /,
          );
          assert.ok(
            error.message.endsWith(`Run: sudo chown -R "$(id -u)" ${minikubeFolder()}`),
            error.message,
          );
          return true;
        });
      } finally {
        if (isRoot) process.seteuid!(0);
        fs.chmodSync(locked, 0o755);
      }
    });

  for (const [what, look] of [
    ["whether it is there", () => profileIsKept("p")],
    ["who uses it", () => records("p")],
    ["which profiles tell of a stack", () => profilesOf("a")],
  ] as const)
    for (const at of [() => minikubeFolder(), () => path.dirname(profileFolder("p"))])
      it(`does not say ${what} where ${path.basename(at())} is a link to a disk that is not mounted`, () => {
        fs.mkdirSync(path.dirname(at()), { recursive: true });
        const disk = path.join(home.folder, "disk");
        fs.symlinkSync(disk, at());
        assert.throws(look, (error: Error) => {
          assert.ok(
            error.message.startsWith(
              `${at()} is a link to ${disk}, which does not exist, so it is not known `,
            ),
            error.message,
          );
          assert.ok(error.message.endsWith(`no longer exists, run: rm ${at()}`));
          return true;
        });
        // A profile that is missing on a disk that is there is none.
        fs.mkdirSync(disk);
        look();
      });

  it("is not in a file that minikube leaves beside the profiles", () => {
    const profiles = path.dirname(profileFolder("any"));
    fs.mkdirSync(profiles, { recursive: true });
    fs.writeFileSync(path.join(profiles, "events.json"), "{}\n");
    assert.deepEqual(profilesOf("a"), []);
    assert.equal(profileIsKept("events.json"), false);
    assert.deepEqual(records("events.json"), []);
  });

  it("names the id that it was made with, or none", () => {
    assert.equal(profileUuid("p"), undefined);
    keepProfile("p", { UUID: "" });
    assert.equal(profileUuid("p"), "");
    keepProfile("p", { UUID: "u" });
    assert.equal(profileUuid("p"), "u");
  });

  it("names the runtime of its node", () => {
    assert.equal(profileRuntime("p"), undefined);
    keepProfile("p", {});
    assert.equal(profileRuntime("p"), undefined);
    keepProfile("p", { KubernetesConfig: { ContainerRuntime: "containerd" } });
    assert.equal(profileRuntime("p"), "containerd");
  });

  it("names its nodes", () => {
    assert.deepEqual(profileNodes("p"), [""]);
    keepProfile("p", { Nodes: [{ IP: "192.0.2.1" }, { Name: "m02" }] });
    assert.deepEqual(profileNodes("p"), ["", "m02"]);
  });

  it("gives driver, size, address and version, and nothing where it cannot be read", () => {
    assert.equal(profileConfig("p"), undefined);
    keepProfile("p", {
      ...{ Driver: "docker", CPUs: 2, Memory: 4096, Nodes: [{ IP: "192.0.2.1" }] },
      KubernetesConfig: { KubernetesVersion: "v1.34.0" },
    });
    assert.deepEqual(profileConfig("p"), {
      driver: "docker",
      size: { cpus: 2, memoryMiB: 4096 },
      address: "192.0.2.1",
      kubernetesVersion: "v1.34.0",
    });
    keepProfile("p", { Driver: "docker", CPUs: 2, Memory: 4096, Nodes: [] });
    assert.equal(profileConfig("p")?.address, undefined);
    keepProfile("p", { Driver: "docker", CPUs: 2 });
    assert.equal(profileConfig("p"), undefined);
    fs.writeFileSync(path.join(profileFolder("p"), "config.json"), "{");
    assert.equal(profileConfig("p"), undefined);
    assert.equal(profileUuid("p"), undefined);
  });

  it("is made by a minikube without ids only where its file is whole", () => {
    assert.equal(hasNoUuid("p"), false);
    keepProfile("p", { Driver: "docker" });
    assert.equal(hasNoUuid("p"), true);
    keepProfile("p", { UUID: "" });
    assert.equal(hasNoUuid("p"), false);
    for (const other of ["", "{", "null", "[]", '"UUID"', '{"Driver":1}']) {
      fs.writeFileSync(path.join(profileFolder("p"), "config.json"), other);
      assert.equal(hasNoUuid("p"), false, other);
      assert.deepEqual([profileUuid("p"), profileConfig("p")], [undefined, undefined]);
    }
  });
});
