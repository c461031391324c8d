import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  DOCKER,
  ROOM,
  roomFinding,
  Silence,
  ToolCheck,
  TOOLS,
  toolFinding,
} from "../../cli/doctor/checks";
import { compareVersions } from "../../tools/compatibility/order";
import { doctorTable, examine } from "../../cli/doctor";
import { needlessTools, place } from "../../cli/stack/place";
import { SYSTEMS, thisSystem } from "../../cli/doctor/system";
import { table } from "../../tools/report/table";
import { ownHome, standIn } from "../support/standIn";
import { missingTools } from "../../cli/doctor/download";

describe("the doctor", () => {
  const [SILENT, ABSENT] = [{ installed: true }, { installed: false }];
  const check = (name: string) => TOOLS.find((tool) => tool.name === name)!;

  it("reads the version in what each tool prints", () => {
    const printed: Record<string, string> = {
      node: "v24.21.0\n",
      pulumi: "v3.260.0\n",
      minikube: "v1.38.1\n",
      kubectl: "Client Version: v1.34.4\nKustomize Version: v5.7.1\n",
      helm: "v3.19.5+g4f953c2\n",
    };
    for (const [name, output] of Object.entries(printed)) {
      const finding = toolFinding(check(name), output, "linux");
      assert.equal(finding.ok, true, name);
      assert.match(output, new RegExp(finding.found));
    }
    assert.equal(toolFinding(DOCKER, "28.2.2\n", "linux").ok, true);
  });

  it("finds a version that is too old, one that is unknown, and no answer", () => {
    assert.equal(toolFinding(check("node"), "v20.20.2", "linux").ok, false);
    assert.equal(toolFinding(check("node"), "something", "linux").found, "unknown version");
    assert.equal(toolFinding(check("minikube"), SILENT, "linux").found, "does not answer");
    assert.equal(toolFinding(check("minikube"), ABSENT, "linux").found, "not installed");
  });

  const states: [tool: ToolCheck, said: string | Silence, downloaded: boolean][] = [
    ...["pulumi", "minikube", "kubectl", "helm"].flatMap((name): typeof states => [
      [check(name), ABSENT, true],
      [check(name), SILENT, false],
      [check(name), "v1.2.0", false],
      [check(name), "something", false],
    ]),
    [check("node"), ABSENT, false],
    [DOCKER, ABSENT, false],
    [DOCKER, SILENT, false],
  ];
  for (const [tool, said, downloaded] of states) {
    const state = typeof said === "string" ? said : said.installed ? "silent" : "not installed";
    it(`${downloaded ? "only notes" : "calls missing"} ${tool.name} that is ${state}`, () => {
      const finding = toolFinding(tool, said, "darwin");
      const label = downloaded ? "note" : "MISSING";
      assert.match(doctorTable([finding]), new RegExp(`^${label} +${tool.name} `, "m"));
      const fix = `${downloaded ? "make up downloads it. To install it yourself: " : ""}${tool.fix.darwin}`;
      assert.deepEqual([finding.ok, finding.fix], [downloaded, fix]);
    });
  }

  const versions: [tool: string, version: string, tried: string | undefined, isNew: boolean][] = [
    ["helm", "v4.3.1", "4.3", false],
    ["helm", "v3.22.0", "4.3", false],
    ["helm", "v4.4.0", "4.3", true],
    ["helm", "v5.0.0", "4.3", true],
    ["node", "v24.99.0", "24", false],
    ["node", "v100.0.0", "24", true],
    ["pulumi", "v3.999.0", "3", false],
    ["pulumi", "v4.0.0", "3", true],
    ["minikube", "v1.38.9", "1.38", false],
    ["minikube", "v1.100.0", "1.38", true],
    ["minikube", "v1.100.0", undefined, false],
  ];
  for (const [tool, version, tried, isNew] of versions) {
    it(`${isNew ? "notes" : "says nothing of"} ${tool} ${version} where ${tried ?? "none"} was tried, and goes on`, () => {
      const { ok, fix } = toolFinding(check(tool), version, "linux", tried);
      assert.equal(ok, true);
      assert.equal(/newer than the newest tested version/.test(fix), isNew, fix);
    });
  }

  it("has a fix for every check on every system, and gives it only where it is needed", () => {
    for (const system of SYSTEMS) {
      for (const tool of [DOCKER, ...TOOLS]) {
        assert.ok(toolFinding(tool, ABSENT, system).fix, `${tool.name} ${system}`);
        assert.equal(toolFinding(tool, `v${tool.least}`, system).fix, "");
      }
      for (const room of Object.values(ROOM)) {
        assert.ok(roomFinding(room, room.least - 1, system).fix, `${room.name} ${system}`);
        assert.equal(roomFinding(room, room.least, system).ok, true);
      }
    }
  });

  it("knows Linux inside Windows by its kernel", () => {
    assert.equal(thisSystem("linux", "5.15.167.4-microsoft-standard-WSL2"), "wsl");
    assert.equal(thisSystem("linux", "6.8.0-45-generic"), "linux");
    assert.equal(thisSystem("darwin", "23.6.0"), "darwin");
  });

  it("sends a WSL user to Windows for Docker, CPUs and memory, and nowhere else", () => {
    assert.match(toolFinding(DOCKER, ABSENT, "wsl").fix, /WSL integration/);
    assert.match(roomFinding(ROOM.memory, 1, "wsl").fix, /memory=8GB .*wsl --shutdown/);
    assert.equal(check("helm").fix.wsl, check("helm").fix.linux);
  });

  it("orders versions by number, not by letter", () => {
    assert.ok(compareVersions("1.10.0", "1.9.9") > 0);
    assert.ok(compareVersions("2.0.0", "10.0.0") < 0);
    assert.equal(compareVersions("1.2.3", "1.2.3"), 0);
  });
});

describe("the room that is asked for", () => {
  const tools = standIn();
  const home = ownHome();
  const rooms = async (without: string[] = [], changes = true) =>
    (await examine(without, changes))
      .filter(({ name }) => Object.values(ROOM).some((room) => room.name === name))
      .map(({ name, needed }) => `${name}: ${needed}`);

  beforeEach(() => tools.answer(/./, "").answer(/^docker info/, "4\n"));

  it("is a node's where one will be started", async () => {
    assert.deepEqual(await rooms(), [
      "CPUs: 2 or more",
      "free memory: 3072 MiB or more",
      "free disk space: 10 GiB or more",
    ]);
  });

  it("is disk for new images where the cluster is there: its node has its memory already", async () => {
    const disk = ["free disk space: 2 GiB or more"];
    assert.deepEqual(await rooms(["minikube"]), disk);
    const folder = path.join(home.folder, ".minikube", "profiles", place().profile!);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "config.json"), JSON.stringify({ CPUs: 2, Memory: 4096 }));
    assert.deepEqual(await rooms(), disk);
  });

  it("is none for a look", async () => {
    assert.deepEqual(await rooms([], false), []);
  });
});

describe("what comes before up", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-cli-"));
  after(() => fs.rmSync(folder, { recursive: true }));

  it("finds which tools are on PATH nowhere", () => {
    fs.writeFileSync(path.join(folder, process.platform === "win32" ? "helm.exe" : "helm"), "");
    assert.deepEqual(missingTools(folder, ["helm", "pulumi"]), ["pulumi"]);
    assert.deepEqual(missingTools("", ["helm"]), ["helm"]);
  });

  it("does without minikube for a cluster that exists", () => {
    const file = path.join(folder, "Pulumi.x.yaml");
    fs.writeFileSync(file, "config:\n  todo:cluster: existing\n");
    assert.deepEqual(needlessTools(file), ["minikube"]);
    assert.deepEqual(needlessTools(path.join(folder, "none")), []);
  });
});

describe("a table", () => {
  it("is as wide as its widest cells, with nothing after the last", () => {
    assert.equal(
      table(
        ["a", "b"],
        [
          ["long", "x"],
          ["s", ""],
        ],
      ),
      "a     b\nlong  x\ns",
    );
  });
});
