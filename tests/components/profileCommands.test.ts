import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  ProfileRecord,
  profileFolder,
  readRecord,
  startedHere,
} from "../../components/cluster/profileRecord";
import { run } from "../../components/process/shell";
import { COMMANDS } from "../support/standIn";

/** A minikube that only keeps account: a profile is a folder, a running one has the file `runs`. */
const STAND_IN = `#!/bin/sh
echo "minikube $*" >>"$CALLS"
while [ $# -gt 0 ]; do
  case $1 in
    --profile=*) profile=\${1#--profile=} ;;
    --profile) shift; profile=$1 ;;
    -*) ;;
    *) verb="$verb $1" ;;
  esac
  shift
done
home=$MINIKUBE_HOME/.minikube/profiles/$profile
case $verb in
  " status"*) [ -f "$home/config.json" ] || exit 85; [ ! -f "$home/paused" ] || { echo '{"Host":"Running","APIServer":"Paused"}'; exit 2; }; [ -f "$home/runs" ] || { echo '{"Host":"Stopped"}'; exit 7; }; echo "{}" ;;
  " unpause"*) rm "$home/paused" ;;
  " start"*) mkdir -p "$home"; touch "$home/config.json" "$home/runs" ;;
  " delete"*) rm -r "$home" ;;
  " addons disable"*) [ ! -f "$home/stumbles" ] || { rm "$home/stumbles"; echo "disable failed: check paused: list paused: no such file" >&2; exit 11; } ;;
  " addons list"*) echo '{"ingress":{"Status":"disabled"},"dashboard":{"Status":"enabled"}}' ;;
  " ip"*) echo 192.0.2.9 ;;
esac
`;
const KUBECTL = `#!/bin/sh
echo "kubectl $*" >>"$CALLS"
case "$*" in *namespaces,secrets*) echo '{"items":[]}' ;; esac
`;

describe("the commands around a minikube profile", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-profile-"));
  const calls = path.join(folder, "calls");
  const env = {
    ...process.env,
    PATH: `${folder}${path.delimiter}${process.env.PATH}`,
    MINIKUBE_HOME: folder,
    CALLS: calls,
    STACK: "dev",
    COMMANDS: COMMANDS("dev"),
    OWNER: "id-of-dev",
    PROFILE: "p",
    CPUS: "2",
    MEMORY_MIB: "2048",
    ADDONS: "ingress,dashboard",
    IDENTITY: "new-identity",
    SESSION: "new-session",
  };
  const command = async (name: string, more: NodeJS.ProcessEnv = {}) => {
    const args = ["--import", "tsx", `components/programs/${name}.ts`];
    const options = { env: { ...env, ...more }, allow: () => true };
    const { code, stdout, stderr } = await run(process.execPath, args, options);
    return { code, stderr, answer: stdout ? JSON.parse(stdout) : undefined };
  };
  const called = (what: RegExp) =>
    fs
      .readFileSync(calls, "utf8")
      .split("\n")
      .filter((line) => what.test(line));
  const there = () => fs.existsSync(path.join(profileFolder("p", env), "config.json"));
  const found = (config: object = {}) => {
    fs.mkdirSync(profileFolder("p", env), { recursive: true });
    const files = { "config.json": JSON.stringify(config), runs: "" };
    for (const [file, text] of Object.entries(files))
      fs.writeFileSync(path.join(profileFolder("p", env), file), text);
  };
  const record = (owner = "id-of-dev"): ProfileRecord | undefined => readRecord("p", owner);

  before(() => {
    for (const [name, text] of Object.entries({ minikube: STAND_IN, kubectl: KUBECTL }))
      fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 });
    process.env.MINIKUBE_HOME = folder;
  });
  beforeEach(() => {
    fs.rmSync(path.join(folder, ".minikube"), { recursive: true, force: true });
    fs.writeFileSync(calls, "");
  });
  const home = process.env.MINIKUBE_HOME;
  after(() => {
    if (home === undefined) delete process.env.MINIKUBE_HOME;
    else process.env.MINIKUBE_HOME = home;
    fs.rmSync(folder, { recursive: true });
  });

  it("starts one that is not there, and deletes it again", async () => {
    assert.equal(startedHere("p", "dev"), true);
    const { answer } = await command("startCluster");
    assert.deepEqual(answer, {
      profile: "p",
      started: true,
      addons: ["ingress"],
      address: "192.0.2.9",
      folder: path.join(folder, ".minikube"),
    });
    assert.equal(record()?.identity, "new-identity");
    assert.equal(startedHere("p", "dev"), true);
    assert.deepEqual((await command("stopCluster")).answer, { profile: "p", deleted: true });
    assert.ok(!there());
  });

  it("adopts one that runs: starts and deletes nothing, and turns off what it turned on", async () => {
    found();
    assert.equal(startedHere("p", "dev"), false);
    assert.equal((await command("startCluster")).answer.started, false);
    assert.deepEqual(called(/minikube start/), []);
    assert.deepEqual((await command("stopCluster")).answer, { profile: "p", deleted: false });
    assert.ok(there());
    assert.deepEqual(called(/minikube delete/), []);
    assert.equal(called(/addons disable ingress/).length, 1);
    assert.deepEqual(called(/disable dashboard/), []);
    assert.equal(record(), undefined);
  });

  it("turns an addon off at the second try, when minikube stumbles over a container that ends", async () => {
    found();
    await command("startCluster");
    fs.writeFileSync(path.join(profileFolder("p", env), "stumbles"), "");
    assert.equal((await command("stopCluster")).code, 0);
    assert.equal(called(/addons disable ingress/).length, 2);
  });

  it("unpauses one that is paused, with all that is in it, and starts it no second time", async () => {
    found();
    fs.writeFileSync(path.join(profileFolder("p", env), "paused"), "");
    const { stderr } = await command("startCluster");
    assert.match(stderr, /profile p is paused: unpausing it/);
    assert.equal(called(/minikube unpause --all-namespaces --profile p/).length, 1);
    assert.deepEqual(called(/minikube start/), []);
  });

  it("says once that one is smaller than asked, with both sizes, and leaves it as it is", async () => {
    found({ Driver: "docker", CPUs: 1, Memory: 1024 });
    const { stderr } = await command("startCluster");
    assert.match(stderr, /p has 1 CPUs and 1024 MiB, and keeps them; the settings have \d+ and/);
    assert.deepEqual(called(/minikube (start|delete)/), []);
  });

  it("leaves a profile alone that has the name of one that was deleted by hand", async () => {
    found();
    assert.deepEqual((await command("stopCluster")).answer, { profile: "p", deleted: false });
    assert.ok(there());
  });

  it("makes one again that it had started, and stops where an adopted one is gone", async () => {
    const last = (started: boolean) => ({ PULUMI_COMMAND_STDOUT: JSON.stringify({ started }) });
    assert.equal((await command("startCluster", last(true))).answer.started, true);
    fs.rmSync(profileFolder("p", env), { recursive: true });
    fs.writeFileSync(calls, "");
    const { code, stderr } = await command("startCluster", last(false));
    assert.equal(code, 1);
    assert.match(stderr, /profile p is not known .*Run: make recover, then: make up/);
    assert.doesNotMatch(stderr, /\.ts:\d/);
    assert.deepEqual(called(/minikube start/), []);
  });

  it("leaves a shared one to the stack that stays, which deletes it in the end", async () => {
    await command("startCluster");
    const other = { STACK: "test", OWNER: "id-of-test" };
    await command("startCluster", other);
    assert.equal(record("id-of-test")?.started, false);
    assert.deepEqual((await command("stopCluster")).answer, { profile: "p", deleted: false });
    assert.equal(record(), undefined);
    assert.equal(record("id-of-test")?.started, true);
    assert.deepEqual(record("id-of-test")?.addons, ["ingress"]);
    const { answer } = await command("stopCluster", other);
    assert.deepEqual(answer, { profile: "p", deleted: true });
  });
});
