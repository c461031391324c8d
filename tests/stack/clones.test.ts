import assert from "node:assert/strict";
import { Load } from "../../tools/faultInjection/load";
import { PROFILE, profiles } from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";
import { endpointOf, make, podsOf, servedThroughout } from "./steps";

describe("a profile that one clone started and another one uses", function () {
  this.timeout("30m");
  inOrder(this);
  let first: Deployment;
  let second: Deployment;

  before(skipWithoutTools);
  before(() => {
    first = new Deployment();
    second = new Deployment({ namespace: "todo-clone", host: "clone.local" }, { beside: true });
  });
  after(async () => {
    second?.checkout.remove();
    await first?.end();
  });

  it("stays when the first goes, and goes with the second", async () => {
    first.ok(await make(first, "up"));
    second.ok(await make(second, "up"));
    const before = podsOf("todo-clone");
    const load = await Load.start(await endpointOf(second), 2);
    first.ok(await make(first, "down"));
    assert.match(profiles(), new RegExp(PROFILE));
    await servedThroughout(load, before);
    second.ok(await make(second, "down"));
    assert.ok(!profiles().includes(PROFILE), profiles());
  });
});
