import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { wanted } from "../../cli/compatibility";
import { KINDS } from "../../tools/compatibility/kinds";
import {
  Compatibility,
  newestPassed,
  readRecords,
  Run,
  tried,
  Versions,
  withRun,
} from "../../tools/compatibility/records";
import { settingsOf, shellEnvironment, stackFile } from "../../tools/compatibility/site";
import { READINGS, readVersions, systemIn } from "../../tools/compatibility/versions";
import { DOCKER, TOOLS } from "../../cli/doctor/checks";
import { aRun } from "../support/compatibilityRecord";
import { ROOT } from "../support/documents";
import { standIn } from "../support/standIn";

describe("the records of compatibility", () => {
  const all: Versions = { system: "Debian", node: "24.21.0", helm: "3.19.5", kubernetes: "1.34.0" };
  const unknown: Versions = { system: "Debian", node: "24.21.0", helm: "3.19.5" };
  const cases: [what: string, earlier: Run, later: Run, isReplaced: boolean][] = [
    ["the same versions again", aRun(all), aRun(all, { result: "make up failed: x" }), true],
    ["another version of one", aRun(all), aRun({ ...all, helm: "4.3.0" }), false],
    ["another system", aRun(all), aRun({ ...all, system: "Fedora" }), false],
    ["another kind", aRun(all), aRun(all, { kind: "chart" }), false],
    ["a cluster that did not come up, and now does", aRun(unknown), aRun(all), true],
    ["a cluster that came up, and now does not", aRun(all), aRun(unknown), false],
    ["a cluster that does not come up again", aRun(unknown), aRun(unknown), true],
  ];
  for (const [what, earlier, later, isReplaced] of cases) {
    it(`${isReplaced ? "replace" : "keep"} a run beside one with ${what}`, () => {
      const other = aRun({ node: "22.0.0" });
      const before: Compatibility = { runs: [other, earlier], notRun: [{ what: "a", why: "b" }] };
      const after = withRun(before, later);
      assert.deepEqual(after.runs, [other, ...(isReplaced ? [] : [earlier]), later]);
      assert.deepEqual(after.notRun, before.notRun);
    });
  }

  it("are those of kinds that there are, with the versions that matter", () => {
    for (const { kind, versions, result } of readRecords().runs) {
      const { versions: wanted, optional = [] } = KINDS[kind]!;
      for (const name of wanted.filter((each) => !optional.includes(each)))
        assert.ok(versions[name], `${kind} ${name}`);
      assert.ok(result);
    }
  });
});

describe("the newest line of versions that was tried", () => {
  const runs = [
    aRun({ helm: "3.19.5", node: "24.21.0", minikube: "1.9.2" }),
    aRun({ helm: "4.3.1", minikube: "1.38.1" }, { kind: "chart" }),
    aRun({ helm: "5.0.0", node: "26.0.0" }, { result: "make verify failed: x" }),
    aRun({ docker: "29.1.0" }),
    aRun({ docker: "29.0.0", kubectl: "1.35.0-rc.1" }),
  ];
  const lines: [tool: string, numbers: number, line: string | undefined][] = [
    ["helm", 2, "4.3"],
    ["helm", 1, "4"],
    ["node", 1, "24"],
    ["minikube", 2, "1.38"],
    ["docker", 1, "29"],
    ["kubectl", 2, "1.35"],
    ["pulumi", 1, undefined],
  ];
  for (const [tool, numbers, line] of lines) {
    it(`is ${line} for ${tool}, by the runs that passed`, () =>
      assert.equal(newestPassed(runs, tool, numbers), line));
  }

  it("is one that the doctor knows by the name of its check", () => {
    for (const { name } of [DOCKER, ...TOOLS]) assert.ok(name in READINGS, name);
  });

  it("is found wherever the command runs", () => {
    const known = [DOCKER, ...TOOLS].map(({ name, line }) => tried(name, line));
    const before = process.cwd();
    process.chdir(os.tmpdir());
    try {
      assert.deepEqual(
        [DOCKER, ...TOOLS].map(({ name, line }) => tried(name, line)),
        known,
      );
    } finally {
      process.chdir(before);
    }
    assert.ok(known.some((line) => line !== undefined));
  });

  const broken = ["", "<<<<<<< HEAD", "{}", '{"runs": 1}', '{"runs": [{"result": "passed"}]}'];
  for (const text of broken) {
    it(`is unknown where the file is ${JSON.stringify(text)}`, () => {
      const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "todo-tried-")), "x.json");
      try {
        assert.equal(tried("helm", 2, file), undefined);
        fs.writeFileSync(file, text);
        assert.equal(tried("helm", 2, file), undefined);
      } finally {
        fs.rmSync(path.dirname(file), { recursive: true });
      }
    });
  }
});

describe("versions", () => {
  const nodes = JSON.stringify({
    items: [
      {
        status: {
          nodeInfo: { kubeletVersion: "v1.34.0", containerRuntimeVersion: "containerd://2.1.5" },
        },
      },
    ],
  });
  const info = (driver: string, status: string[][] | null) =>
    JSON.stringify({ Driver: driver, DriverStatus: status });
  const snapshotter = ["driver-type", "io.containerd.snapshotter.v1"];
  const docker = JSON.stringify({
    Client: { Version: "28.2.2" },
    Server: { Version: "20.10.24+dfsg1" },
  });
  const kubectl = (gitVersion: string) => JSON.stringify({ clientVersion: { gitVersion } });
  const said: [name: keyof typeof READINGS, said: string, version: string | undefined][] = [
    ["node", "v24.21.0\n", "24.21.0"],
    ["pulumi", "v3.260.0\n", "3.260.0"],
    ["minikube", '{"commit":"x","minikubeVersion":"v1.38.1"}', "1.38.1"],
    ["minikube", '{"minikubeVersion":"v1.39.0-beta.0"}', "1.39.0-beta.0"],
    ["kubectl", kubectl("v1.34.4"), "1.34.4"],
    ["kubectl", kubectl("v1.32.4-dispatcher"), "1.32.4"],
    ["helm", "v3.19.5+g4f953c2\n", "3.19.5"],
    ["helm", "v4.3\n", "4.3"],
    ["python", "Python 3.13.0\n", "3.13.0"],
    ["docker", docker, "20.10.24"],
    ["dockerClient", docker, "28.2.2"],
    ["docker", JSON.stringify({ Client: { Version: "28.2.2" }, Server: null }), undefined],
    ["imageStore", info("overlay2", [["Backing Filesystem", "extfs"]]), "classic, overlay2"],
    ["imageStore", info("overlayfs", [snapshotter]), "containerd, overlayfs"],
    ["imageStore", info("overlay2", null), "classic, overlay2"],
    ["imageStore", info("", null), undefined],
    ["kubernetes", nodes, "1.34.0"],
    ["runtime", nodes, "containerd 2.1.5"],
  ];
  for (const [name, text, version] of said) {
    it(`of ${name} are read: ${version}`, () => assert.equal(READINGS[name].read(text), version));
  }

  it("of the system are its name and processor", () => {
    const release =
      'NAME="Debian GNU/Linux"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n';
    assert.equal(systemIn(release, "Linux 6.8", "x64"), "Debian GNU/Linux 12 (bookworm), x64");
    assert.equal(systemIn("PRETTY_NAME=Alpine\n", "Linux 6.8", "arm64"), "Alpine, arm64");
    assert.equal(systemIn("", "Darwin 24.1.0", "arm64"), "Darwin 24.1.0, arm64");
  });

  describe("of a run", () => {
    const tools = standIn();

    it("leave out what does not answer, or not as expected", async () => {
      tools
        .answer(/^node/, "v24.21.0")
        .answer(/^helm/, { code: 1, stderr: "broken" })
        .answer(/^minikube/, "no JSON")
        .answer(/^kubectl --context there get nodes/, '{"items":[]}');
      const names = ["node", "helm", "minikube", "kubernetes", "runtime", "docker"] as const;
      const where = { cwd: ".", env: {}, context: "there" };
      const { system, ...found } = await readVersions([...names], where);
      assert.deepEqual(found, { node: "24.21.0" });
      assert.ok(system);
    });
  });
});

describe("settings for a run", () => {
  const taken: [text: string, settings: object][] = [
    ["", {}],
    ["cpus=2", { cpus: "2" }],
    ["  todo:cpus=2\n memoryMiB=3072 ", { cpus: "2", memoryMiB: "3072" }],
    ["host=a=b driver=", { host: "a=b", driver: "" }],
  ];
  for (const [text, settings] of taken) {
    it(`are taken from ${JSON.stringify(text)}`, () =>
      assert.deepEqual(settingsOf(text), settings));
  }

  const refused: [text: string, words: RegExp][] = [
    [
      "cpus",
      /^SET has "cpus": expected KEY=VALUE.*make compatibility SET="cpus=2 memoryMiB=3072"$/,
    ],
    ["=2", /expected KEY=VALUE/],
    ["cpus=2 memory=3g", /^memory is not a key of this project.*README/],
    ["containerRuntime=containerd", /MINIKUBE_CONTAINER_RUNTIME=containerd/],
    ["toString=1", /^toString is not a key/],
    ["profile=minikube", /^todo:profile cannot be set here/],
    ["cluster=existing", /^todo:cluster cannot be set here/],
    ["jwtSecret=of somebody", /^todo:jwtSecret cannot be set here/],
  ];
  for (const [text, words] of refused) {
    it(`are refused: ${text}`, () => {
      assert.throws(
        () => settingsOf(text),
        (error: Error) => words.test(error.message) && !error.message.includes("of somebody"),
      );
    });
  }

  it("become the stack's file", () =>
    assert.equal(
      stackFile({ profile: "compat-a", cpus: "2" }),
      'config:\n  todo:profile: "compat-a"\n  todo:cpus: "2"\n',
    ));
});

describe("the environment of a run", () => {
  const where = { checkout: "/mine", folder: "/copy", backend: "file:///copy/.pulumi-local" };
  const of = (env: NodeJS.ProcessEnv) => shellEnvironment(env, where);

  it("has the user's tools first, and not what was brought into the checkout that is copied", () => {
    const { PATH } = of({
      PATH: "/mine/.tools/node_modules/.bin:/mine/.tools/bin:/node26/bin:/bin",
    });
    assert.equal(PATH, "/copy/.tools/node_modules/.bin:/copy/.tools/bin:/node26/bin:/bin");
    const other = shellEnvironment({ PATH: "/bin" }, { ...where, first: ["backend/.venv/bin"] });
    assert.ok(other.PATH!.startsWith("/copy/backend/.venv/bin:"));
  });

  it("has minikube's variables, and none that make gives its recipes", () => {
    const env = of({
      ...{ MINIKUBE_CONTAINER_RUNTIME: "containerd", MINIKUBE_HOME: "/h", KUBECONFIG: "/k" },
      ...{ MAKEFLAGS: " -- SET=cpus=2", MAKELEVEL: "1", MFLAGS: "", MAKEOVERRIDES: "x" },
      ...{ STACK: "dev", SET: "cpus=2", GONE: "1", PYTHON: "python3.13", VERBOSE: "1" },
    });
    const kept = ["MINIKUBE_CONTAINER_RUNTIME", "MINIKUBE_HOME", "KUBECONFIG"];
    assert.deepEqual(Object.keys(env), [...kept, "PATH", "PULUMI_BACKEND_URL"]);
  });

  it("leads pulumi to the copy's own state, whoever is logged in where", () => {
    const env = of({ PULUMI_BACKEND_URL: "s3://x", PULUMI_ACCESS_TOKEN: "t" });
    assert.equal(env.PULUMI_BACKEND_URL, "file:///copy/.pulumi-local");
    assert.equal(env.PULUMI_ACCESS_TOKEN, undefined);
  });
});

describe("make compatibility", () => {
  const refused: [name: string, set: string, words: RegExp][] = [
    ["charts", "", /^ONLY is "charts": expected one of deployment, chart, backend, program/],
    ["toString", "", /^ONLY is "toString"/],
    ["chart", "cpus=2", /^SET is for a deployment.*Run: make compatibility ONLY=chart$/m],
    ["deployment", "cpu=2", /^cpu is not a key of this project/],
  ];
  for (const [name, set, message] of refused) {
    it(`refuses ONLY=${name} SET=${set}`, () => {
      assert.throws(() => wanted(name, set), { message });
    });
  }

  it("does so before anything is begun", () => {
    const args = ["--import", "tsx", "cli/compatibility.ts", "charts"];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      ...{ cwd: ROOT, encoding: "utf8" },
    });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^ONLY is "charts"/);
  });
});
