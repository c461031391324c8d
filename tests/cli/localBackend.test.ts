import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { backendUrl, localBackend } from "../../cli/stack/localBackend";

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

describe("a command that uses the checkout's backend", () => {
  let folder: string;
  const bin = () => path.join(folder, "bin");
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-env-"));
    fs.mkdirSync(bin());
    for (const tool of ["pulumi", "minikube", "kubectl", "helm"])
      fs.writeFileSync(path.join(bin(), tool), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
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
