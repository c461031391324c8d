import assert from "node:assert/strict";
import { Ended, PROFILE, profiles } from "./checkout";
import { Deployment, inOrder, shown, skipWithoutTools } from "./deployment";
import { make, told } from "./steps";

describe("Ctrl-C at a stack on a real minikube", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment();
  });
  after(() => stack?.end());

  /** The command ends soon after Ctrl-C, and what it prints goes on. */
  async function cut(target: string, at: RegExp): Promise<Ended> {
    const ended = await stack.checkout.run("make", stack.checkout.target(target), {
      interruptAfter: at,
    });
    told(`make ${target}, Ctrl-C at ${at}`, ended);
    assert.notEqual(ended.code, 0, shown(ended));
    assert.match(ended.output, new RegExp(`To continue, run: make ${target}`));
    return ended;
  }

  it("in up, while the profile starts", async () => {
    await cut("up", /creating +minikube cluster/);
    await stack.goesOn("up");
    await stack.answers();
  });

  it("in up, while the app is being released", async () => {
    stack.checkout.edit("backend/app/__init__.py", (text) => `${text}\n# another line\n`);
    await cut("up", /updating +release: rollout/);
    await stack.goesOn("up");
    await stack.answers();
  });

  it("in recover", async () => {
    await cut("recover", /Refresh of stack/);
    stack.ok(await make(stack, "recover"));
    await stack.fixed("up, after recover");
  });

  it("in down", async () => {
    await cut("down", /delet(ing|ed) +release: rollout/);
    await stack.goesOn("down");
    assert.ok(!profiles().includes(PROFILE), profiles());
  });
});
