import assert from "node:assert/strict";
import { deliveryArgs, deliveryTo, isForThisMachine } from "../../components/image/delivery";
import type { ImageDelivery } from "../../components/image/deliveryKinds";

describe("how images reach the nodes", () => {
  const MINIKUBE = { profile: "p", contextName: "p" };
  const KIND = { profile: "", contextName: "kind-k" };
  const OTHER = { profile: "", contextName: "c" };

  const cases = [
    ["minikube's profile", MINIKUBE, {}, { kind: "minikube", profile: "p" }],
    ["the cluster of kind that the context leads to", KIND, {}, { kind: "kind", cluster: "k" }],
    [
      "the cluster of kind that is named",
      OTHER,
      { kindCluster: "k" },
      { kind: "kind", cluster: "k" },
    ],
    [
      "a registry, whatever the cluster is",
      KIND,
      { registry: "r" },
      { kind: "registry", registry: "r" },
    ],
    [
      "a command",
      OTHER,
      { loadCommand: "l {image}" },
      { kind: "command", load: "l {image}", remove: "" },
    ],
    [
      "a command, and one for the way back",
      OTHER,
      { loadCommand: "l", removeCommand: "r" },
      { kind: "command", load: "l", remove: "r" },
    ],
  ] as const;
  for (const [what, cluster, args, delivery] of cases)
    it(`is by ${what}`, () => assert.deepEqual(deliveryTo(cluster, args), delivery));

  it("is asked for where nothing tells", () => {
    assert.throws(
      () => deliveryTo(OTHER, {}),
      /context c is neither .* nodes: expected registry, kindCluster or loadCommand$/,
    );
  });

  const deliveries: [ImageDelivery, isOwn: boolean][] = [
    [{ kind: "minikube", profile: "p" }, true],
    [{ kind: "kind", cluster: "other" }, true],
    [{ kind: "command", load: "l", remove: "r" }, false],
    [{ kind: "registry", registry: "r" }, false],
  ];
  for (const [delivery, isOwn] of deliveries)
    it(`comes out of its arguments again for ${delivery.kind}, whose nodes are ${isOwn ? "" : "not "}sure to be this machine's`, () => {
      const cluster = delivery.kind === "minikube" ? MINIKUBE : KIND;
      assert.deepEqual(deliveryTo(cluster, deliveryArgs(delivery)), delivery);
      assert.equal(isForThisMachine(deliveryArgs(delivery)), isOwn);
    });

  it("is by no argument for minikube: the cluster decides", () =>
    assert.deepEqual(deliveryArgs({ kind: "minikube", profile: "p" }), {}));
});
