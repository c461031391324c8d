import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Checkout, Ended } from "./checkout";
import { skipWithoutTools } from "./deployment";

/** What `make up` and its shells are made of, besides the tools that it asks for. */
const SYSTEM = ["node", "npm", "npx", "make", "bash", "sh", "git", "touch", "awk", "sed"];

describe("the stack on a machine that lacks something", function () {
  this.timeout("5m");
  let checkout: Checkout;
  let folder: string;

  before(skipWithoutTools);
  before(() => {
    checkout = new Checkout();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-path-"));
  });
  after(() => {
    checkout?.remove();
    if (folder) fs.rmSync(folder, { recursive: true });
  });

  /** A PATH with these tools alone. */
  function pathWith(...tools: string[]): string {
    const only = fs.mkdtempSync(path.join(folder, "bin-"));
    for (const tool of [...SYSTEM, ...tools]) {
      const found = process.env
        .PATH!.split(path.delimiter)
        .map((entry) => path.join(entry, tool))
        .find((file) => fs.existsSync(file));
      if (found) fs.symlinkSync(fs.realpathSync(found), path.join(only, tool));
    }
    return only;
  }

  /** It stopped with an answer for people, and there is no stack and no profile. */
  function stopped(ended: Ended, words: RegExp): void {
    assert.notEqual(ended.code, 0, ended.output);
    assert.match(ended.output, words);
    assert.match(ended.output, /Nothing was changed/);
    assert.doesNotMatch(ended.output, /\n\s+at .*:\d+:\d+/, "a stack trace");
    assert.ok(!fs.existsSync(path.join(checkout.folder, ".pulumi-local")), "a backend was made");
  }

  it("stops when Docker does not run, and says how to start it", async () => {
    const ended = await checkout.make("up", { DOCKER_HOST: "unix:///nowhere/docker.sock" });
    stopped(ended, /MISSING\s+docker\s+does not answer.*start/);
  });

  it("stops when minikube is missing and cannot be brought, and says which and how", async () => {
    const PATH = pathWith("docker", "pulumi", "kubectl", "helm");
    // Nothing is reached through a proxy that is not there.
    const nowhere = "http://127.0.0.1:9";
    const ended = await checkout.make("up", {
      PATH,
      HTTPS_PROXY: nowhere,
      HTTP_PROXY: nowhere,
      npm_config_registry: nowhere,
      npm_config_fetch_retries: "0",
      npm_config_cache: path.join(folder, "npm-cache"),
    });
    stopped(ended, /minikube: not on PATH, and could not be downloaded/);
    assert.match(ended.output, /make doctor/);
  });

  it("has a doctor that only notes what make up downloads", async () => {
    const PATH = pathWith("docker", "pulumi", "kubectl", "helm");
    const ended = await checkout.make("doctor", { PATH });
    assert.equal(ended.code, 0, ended.output);
    assert.match(
      ended.output,
      /note\s+minikube\s+is not installed.*make up( STACK=\S+)? downloads it. To install it yourself: \S+/,
    );
  });

  it("has a doctor that names what is missing, and what fixes it", async () => {
    const PATH = pathWith("pulumi", "kubectl", "helm");
    const ended = await checkout.make("doctor", { PATH });
    assert.notEqual(ended.code, 0);
    assert.match(ended.output, /MISSING\s+docker\s+is not installed.*install it: \S+/);
    const json = await checkout.make("doctor", { PATH, JSON: "1" });
    const { ok, findings } = JSON.parse(
      json.output.slice(json.output.indexOf("{")).replace(/\}[^}]*$/, "}"),
    );
    assert.equal(ok, false);
    assert.deepEqual(
      findings
        .filter((finding: { ok: boolean }) => !finding.ok)
        .map((f: { name: string }) => f.name),
      ["docker"],
    );
  });
});
