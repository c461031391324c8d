import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { kubectl, minikube, PROFILE, profiles } from "./checkout";
import { Deployment, inOrder, pods, shown, skipWithoutTools } from "./deployment";

const BRINGING = /loading todo-backend:\S+ onto/;

describe("a delivery that is killed on a real minikube", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;
  let edits = 0;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment();
  });
  after(() => stack?.end());

  const CODE = "backend/app/__init__.py";
  /** Whose edit has the libraries installed again: a build that takes its time. */
  const LIBRARIES = "backend/requirements.txt";

  /** Starts an up after an edit, and does something to it when it says so. @returns its end. */
  async function up(moment: RegExp, act: (run: { kill(): void }) => void, file = CODE) {
    stack.checkout.edit(file, (text) => `${text}\n# line ${++edits}\n`);
    const running = stack.checkout.begin("make", stack.checkout.target("up"));
    await running.says(moment);
    act(running);
    return running.ended;
  }

  /** The edited line is what runs, and nothing of the delivery is left. */
  async function isRight(): Promise<void> {
    await stack.goesOn("up");
    await stack.answers();
    const image = (await stack.outputs()).backendImage;
    const path = "jsonpath={..spec.containers[*].image}";
    // Of those that are on their way out the last ones may be there still.
    const run = kubectl("-n", "todo-app", "get", "pods", ...pods().backend, "-o", path);
    assert.deepEqual([...new Set(run.trim().split(" "))], [image]);
    assert.deepEqual(leftTags(), []);
    assert.deepEqual(listeners(), []);
    assert.deepEqual(await stack.preview(), []);
  }

  /** Tags by which an engine pushes; each stands for a registry that has listened. */
  const leftTags = (): string[] =>
    execFileSync("docker", ["images", "--format", "{{.Repository}}:{{.Tag}}"], { encoding: "utf8" })
      .split("\n")
      .filter((tag) => tag.startsWith("127.0.0.1:"));

  /** Processes of the checkout's that are there still. */
  const listeners = (): string[] =>
    fs
      .readdirSync("/proc")
      .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
      .filter((pid) => {
        try {
          return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(stack.checkout.folder);
        } catch {
          return false;
        }
      });

  it("begins with an app that is up", async () => {
    stack.ok(await stack.checkout.make("up"));
    await stack.answers();
  });

  for (const [what, moment, file] of [
    ["while its image is on its way", BRINGING, CODE],
    ["while it is rolled out", /updating +release: rollout/, CODE],
    ["while its image is being built", /(creating|replacing) +backend image: build/, LIBRARIES],
  ] as const)
    it(`(kill -9 of all of ours) ${what}: the next up is right, and nothing is left`, async () => {
      const ended = await up(moment, (running) => running.kill(), file);
      assert.notEqual(ended.code, 0, shown(ended));
      await isRight();
    });

  it("(kill -9 of the node's containerd) is right in the end, and no half image runs", async () => {
    const before = pods();
    await up(BRINGING, () => minikube("ssh", "sudo pkill -9 -x containerd"));
    await isRight();
    assert.notDeepEqual(pods().backend, before.backend);
  });

  it("leaves no file of ours in minikube's cache, and at the end nothing in the engine", async () => {
    stack.ok(await stack.checkout.make("down"));
    const images = execFileSync("docker", ["images", "--format", "{{.Repository}}:{{.Tag}}"], {
      encoding: "utf8",
    });
    const built = stack.printed.join("\n").match(/todo-backend:[0-9a-f]{16}/g) ?? [];
    for (const image of built) assert.ok(!images.includes(image), image);
    assert.ok(!profiles().includes(PROFILE));
  });
});
