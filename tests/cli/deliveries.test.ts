import assert from "node:assert/strict";
import { isDelivery, ledTo, leftElsewhere, undone } from "../../cli/stack/deliveries";
import { ownHome } from "../support/standIn";
import { COMMAND, stateOf, urnOf } from "../support/states";

describe("a delivery of an image in the state", () => {
  ownHome();
  const called = (name: string, outputs?: object) => ({
    ...{ urn: urnOf(COMMAND, name), type: COMMAND },
    outputs,
  });

  it("is known by its name, to the end of that", () => {
    const names = ["backend-load", "app-database-image", "backend-loader", "app-database-image-2"];
    const found = names.filter((name) => isDelivery(called(name)));
    assert.deepEqual(found, ["backend-load", "app-database-image"]);
  });

  it("led to the nodes of a context as far as it says where it led", () => {
    const led = (environment?: object) => ledTo("kind-k", called("backend-load", { environment }));
    const by = (delivery: object, CONTEXT?: string) => ({
      ...{ DELIVERY: JSON.stringify(delivery), CONTEXT },
    });
    const COMMANDS = { kind: "command", load: "l", remove: "r" };
    for (const [environment, here] of [
      [undefined, true],
      [{}, true],
      [by({ kind: "kind", cluster: "k" }), true],
      [by({ kind: "kind", cluster: "other" }), false],
      [by(COMMANDS), true],
      [by(COMMANDS, "kind-k"), true],
      [by(COMMANDS, "c"), false],
      [by({ kind: "minikube", profile: "kind-k" }), false],
      [by({ kind: "registry", registry: "r" }), false],
    ] as const)
      assert.equal(led(environment), here, JSON.stringify(environment));
    assert.equal(ledTo("c", called("backend-load")), true);
    // Of it nothing would be forgotten, nor named.
    for (const other of [{ kind: "sent" }, { kind: "kind" }])
      assert.throws(
        () => led(by(other)),
        /the entry of backend-load in the stack's state cannot be read: field (kind|cluster)(:| is) /,
      );
  });

  it("is undone by what it was told of its cluster, where it was told", () => {
    const environment = { CLUSTER: "c1", IMAGES: "x" };
    const before = { ...called("backend-load", { environment, stdout: "{}" }), inputs: { a: 1 } };
    assert.deepEqual(undone(before), {
      ...before,
      outputs: { environment: { CLUSTER: "", IMAGES: "x" }, stdout: "{}" },
    });
    assert.equal(undone(called("backend-load")).outputs, undefined);
  });

  it("tells where images are left once the state has it no more, and no other resource does", () => {
    const elsewhere = [{ image: "x:1", delivery: { kind: "kind", cluster: "k" } }];
    const outputs = { stdout: JSON.stringify({ elsewhere }) };
    const left = (name: string, ofIt: object | undefined, ...after: { name: string }[]) =>
      leftElsewhere(
        stateOf({ name, type: COMMAND, outputs: ofIt }),
        stateOf(...after.map((one) => ({ ...one, type: COMMAND }))),
        "c",
      ).length;
    assert.equal(left("backend-load", outputs), 1);
    assert.equal(left("backend-load", outputs, { name: "frontend-load" }), 1);
    assert.equal(left("backend-load", outputs, { name: "backend-load" }), 0);
    assert.equal(left("backend-build", outputs), 0);
    assert.equal(left("backend-load", { stdout: "{}" }), 0);
    assert.equal(left("backend-load", {}), 0);
    assert.equal(left("backend-load", undefined), 0);
    assert.throws(
      () => left("backend-load", { stdout: '{"elsewhere":[{"image":"i"}]}' }),
      /the entry of backend-load in the stack's state cannot be read: field elsewhere\.0\.delivery is missing/,
    );
  });
});
