import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { backendUrl, localBackend } from "../../cli/stack/localBackend";
import type { State } from "../../components/process/stackState";
import { ownCheckout } from "../support/standIn";
import { recorded, RELEASE, SECRET, stateOf } from "../support/states";

describe("the backend inside the checkout", () => {
  let folder: string;
  beforeEach(() => (folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "todo-cli-")), "b")));
  afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));
  const withState = () => {
    const stacks = path.join(folder, ".pulumi", "stacks", "todo");
    fs.mkdirSync(stacks, { recursive: true });
    fs.writeFileSync(path.join(stacks, "dev.json"), "{}");
  };

  it("gets a passphrase that only its owner reads, once", () => {
    const env = localBackend(folder);
    const passphrase = env.PULUMI_CONFIG_PASSPHRASE_FILE!;
    const text = fs.readFileSync(passphrase, "utf8");
    assert.ok(text.trim().length >= 32);
    if (process.platform !== "win32") assert.equal(fs.statSync(passphrase).mode & 0o777, 0o600);
    withState();
    assert.deepEqual(localBackend(folder), env);
    assert.equal(fs.readFileSync(passphrase, "utf8"), text);
    assert.equal(env.PULUMI_BACKEND_URL, backendUrl(folder));
  });

  it("gets no other passphrase than the one that its state was written with", () => {
    withState();
    const missing = path.join(folder, "passphrase");
    assert.throws(
      () => localBackend(folder),
      (error: Error) => {
        assert.ok(error.message.startsWith(`${missing} is missing.`), error.message);
        assert.match(error.message, /Nothing was changed\. Put the file back\. Or, if it is lost/);
        return true;
      },
    );
    assert.equal(fs.existsSync(missing), false);
  });
});

describe("the backend inside a checkout whose state cannot be read", () => {
  const home = ownCheckout();

  it("is not begun anew: what the state speaks of would be left", () => {
    const folder = path.join(home.folder, "b");
    const stacks = path.join(folder, ".pulumi", "stacks");
    fs.mkdirSync(stacks, { recursive: true });
    for (const [state, problem] of [
      ["s3cret", "it is not JSON"],
      ["[]", "it is not an object"],
      [
        '{"checkpoint":{"latest":{"resources":[{"urn":1}]}}}',
        "field checkpoint.latest.resources.0.urn is no string",
      ],
    ] as const) {
      fs.writeFileSync(path.join(stacks, "dev.json"), state);
      assert.throws(
        () => localBackend(folder),
        new RegExp(`^Error: the stack's state \\S+dev\\.json cannot be read: ${problem}$`),
      );
    }
  });
});

describe("a checkout that was copied, with its backend", () => {
  const home = ownCheckout();
  const backendOf = (checkout: string) => path.join(home.folder, checkout, ".pulumi-local");
  const withStack = (checkout: string) => {
    const stacks = path.join(backendOf(checkout), ".pulumi", "stacks", "todo");
    fs.mkdirSync(stacks, { recursive: true });
    fs.writeFileSync(path.join(stacks, "dev.json"), "{}");
  };
  const copy = (from: string, to: string) =>
    fs.cpSync(path.join(home.folder, from), path.join(home.folder, to), { recursive: true });
  beforeEach(() => {
    localBackend(backendOf("todo-app"));
    withStack("todo-app");
    copy("todo-app", "experiment");
  });

  it("is refused: it would work on the stacks of the first; with the ways on, each of which ends well", () => {
    const [first, second] = ["todo-app", "experiment"].map(backendOf);
    assert.throws(
      () => localBackend(second),
      ({ message }: Error) => {
        assert.equal(
          message,
          `${fs.realpathSync(second!)} is a copy of ${fs.realpathSync(first!)}, with the same stacks in it: commands ` +
            "here would change the app of that checkout. Nothing was changed.\n" +
            `To continue there: cd ${path.dirname(fs.realpathSync(first!))}\n` +
            `To start over here, with other settings: rm -r ${second}\n` +
            `To continue here, and no longer there: rm ${second}/folder`,
        );
        return true;
      },
    );
    localBackend(first);
    fs.rmSync(path.join(second!, "folder"));
    localBackend(second);
    localBackend(second);
    fs.rmSync(second!, { recursive: true });
    localBackend(second);
  });

  it("goes on where the first was moved, began anew, or has no stack any more", () => {
    for (const end of [
      () => fs.rmSync(path.join(home.folder, "todo-app"), { recursive: true }),
      () => fs.writeFileSync(path.join(backendOf("todo-app"), "passphrase"), "another\n"),
      () => fs.rmSync(path.join(backendOf("todo-app"), ".pulumi"), { recursive: true }),
    ]) {
      fs.rmSync(path.join(home.folder, "experiment"), { recursive: true });
      fs.rmSync(path.join(home.folder, "todo-app"), { recursive: true, force: true });
      localBackend(backendOf("todo-app"));
      withStack("todo-app");
      copy("todo-app", "experiment");
      end();
      localBackend(backendOf("experiment"));
    }
  });

  it("is the same checkout by a link to it", () => {
    const link = path.join(home.folder, "link");
    fs.symlinkSync(path.join(home.folder, "todo-app"), link);
    localBackend(path.join(link, ".pulumi-local"));
    localBackend(backendOf("todo-app"));
  });
});

describe("a passphrase that was lost", () => {
  ownCheckout();
  const keep = (state: State, zipped = false) => {
    const stacks = path.join(".pulumi-local", ".pulumi", "stacks", "todo");
    fs.mkdirSync(stacks, { recursive: true });
    const text = JSON.stringify({ version: 3, checkpoint: { latest: state.deployment } });
    fs.writeFileSync(path.join(stacks, "dev.json"), text);
    if (!zipped) return;
    fs.rmSync(path.join(stacks, "dev.json"));
    fs.writeFileSync(path.join(stacks, "dev.json.gz"), gzipSync(text));
  };
  const printed = () => {
    let message = "";
    try {
      localBackend();
    } catch (error) {
      ({ message } = error as Error);
    }
    return message
      .replace(/--kubeconfig \S+ /g, "")
      .split("\n")
      .slice(2);
  };
  const note = (created: boolean, more = {}) =>
    recorded(
      "secrets-ownership",
      { name: "team", uid: "n1", created, cluster: "c1" },
      { CONTEXT: "c", KUBECONFIG: process.env.KUBECONFIG, ...more },
    );
  const made = [
    { name: "secrets-app", type: SECRET, id: "team/app-secrets" },
    { name: "app-release", type: RELEASE, id: "team/todo-app" },
  ];

  it("is printed with the deletion of the namespace that the stack made, where that is, whatever is set by now", () => {
    for (const zipped of [false, true]) {
      keep(stateOf(note(true), ...made), zipped);
      assert.deepEqual(printed(), [
        "  kubectl --context c delete namespace team --ignore-not-found",
        "  rm -r .pulumi-local",
        "  make up",
      ]);
      fs.rmSync(".pulumi-local", { recursive: true });
    }
  });

  it("is printed with the removal of the app alone from an external one, or that was to be kept", () => {
    for (const one of [note(false), note(true, { KEEP: "true" })]) {
      keep(stateOf(one, ...made));
      assert.deepEqual(printed(), [
        "  helm --kube-context c uninstall todo-app --namespace team --ignore-not-found",
        "  kubectl --context c delete secret app-secrets --namespace team --ignore-not-found",
        "  rm -r .pulumi-local",
        "  make up",
      ]);
    }
  });

  it("is printed with no deletion of what no state knows", () => {
    keep(stateOf());
    assert.deepEqual(printed(), ["  rm -r .pulumi-local", "  make up"]);
  });
});

describe("a command that uses the checkout's backend", () => {
  let folder: string;
  const bin = () => path.join(folder, "bin");
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-env-"));
    fs.mkdirSync(bin());
    const says = "#!/bin/sh\necho 'this command requires logging in' >&2\nexit 1\n";
    for (const tool of ["pulumi", "minikube", "kubectl", "helm"])
      fs.writeFileSync(path.join(bin(), tool), says, { mode: 0o755 });
    fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "encryptionsalt: v1:a\nconfig: {}\n");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** cli/env.ts in a folder of its own, with tools that know nothing. */
  function env(more: Record<string, string> = {}): string {
    const program = path.resolve("cli/env.ts");
    const tsx = require.resolve("tsx");
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--import", `file://${tsx}`, program],
      {
        cwd: folder,
        encoding: "utf8",
        env: { PATH: `${bin()}${path.delimiter}${process.env.PATH}`, ...more },
      },
    );
    assert.equal(status, 0, stderr);
    return stdout;
  }
  const stackFile = () => fs.readFileSync(path.join(folder, "Pulumi.dev.yaml"), "utf8");

  it("leaves no salt in the stack's file when it ends", function () {
    if (process.platform === "win32") this.skip();
    env();
    assert.equal(stackFile(), "config: {}\n");
  });

  it("still knows the backend as its own in a shell that has evaluated make env", function () {
    if (process.platform === "win32") this.skip();
    const first = env();
    const PULUMI_BACKEND_URL = /PULUMI_BACKEND_URL='(.+)'/.exec(first)![1]!;
    assert.equal(env({ PULUMI_BACKEND_URL }), first);
  });

  it("leaves file and backend alone where the user has chosen another", function () {
    if (process.platform === "win32") this.skip();
    assert.equal(env({ PULUMI_BACKEND_URL: "file:///elsewhere" }), "");
    assert.match(stackFile(), /encryptionsalt/);
    assert.ok(!fs.existsSync(path.join(folder, ".pulumi-local")));
  });

  it("does not take a passphrase that was set for another project", function () {
    if (process.platform === "win32") this.skip();
    assert.match(env({ PULUMI_CONFIG_PASSPHRASE: "mine" }), /^unset PULUMI_CONFIG_PASSPHRASE$/m);
  });
});
