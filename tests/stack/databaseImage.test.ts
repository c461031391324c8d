import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { minikube, startProfile } from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";
import { make, withTask } from "./steps";

const POSTGRES = "postgres:17-alpine";
/** The same image by a name that no registry has: the node cannot pull it. */
const OURS = "todo-citest-postgres:17";

const docker = (...args: string[]) => execFileSync("docker", args, { encoding: "utf8" });
const onNode = () => minikube("image", "ls").includes("todo-citest-postgres:17");

describe("a database image that only the engine has", function () {
  this.timeout("20m");
  inOrder(this);
  let stack: Deployment;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment({ databaseImage: OURS });
    if (docker("image", "ls", "--quiet", POSTGRES) === "") docker("pull", POSTGRES);
    docker("tag", POSTGRES, OURS);
    startProfile();
  });
  after(async () => {
    await stack?.end();
    docker("image", "rm", OURS);
  });

  it("is brought to the node, and serves", async () => {
    assert.equal(onNode(), false);
    const ended = stack.ok(await make(stack, "up"));
    assert.match(ended.output, /loading todo-citest-postgres:17 from Docker/);
    const isThere = await withTask(stack, "kept in it");
    await isThere();
    assert.deepEqual(await stack.preview(), []);
  });

  it("stays on the node of a profile that stays, as one that was pulled, and in the engine", async () => {
    stack.ok(await make(stack, "down"));
    assert.equal(onNode(), true);
    assert.notEqual(docker("image", "ls", "--quiet", OURS), "");
  });

  it("is named with the command that helps where the engine has none either", async () => {
    stack.checkout.configure({ databaseImage: "todo-citest-absent:17", timeoutSeconds: "60" });
    stack.failed(
      await make(stack, "up"),
      /If it cannot, run: docker pull todo-citest-absent:17, then make up/,
      /postgres-0: container \w+: (ErrImagePull|ImagePullBackOff)/,
    );
  });
});
