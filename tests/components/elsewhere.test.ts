import assert from "node:assert/strict";
import * as path from "node:path";
import type { ImageDelivery } from "../../components/image/deliveryKinds";
import {
  isSameWay,
  mayShareNodes,
  placeNow,
  placeOfElsewhere,
  removalOf,
} from "../../components/image/elsewhere";
import { engineNow, isAnother } from "../../components/cluster/engine";
import { keepProfile } from "../support/models";
import { given, ownHome, standIn } from "../support/standIn";

const MINIKUBE: ImageDelivery = { kind: "minikube", profile: "p" };
const KIND: ImageDelivery = { kind: "kind", cluster: "k" };
const COMMAND: ImageDelivery = { kind: "command", load: "l", remove: "r {image}" };
const HERE = { context: "now", kubeconfig: "/k" };

describe("an image on nodes that the settings lead to no more", () => {
  const home = ownHome();
  standIn();
  const where = (delivery: ImageDelivery, place?: typeof HERE) =>
    placeOfElsewhere({ image: "x:1", delivery, place }, HERE);

  it("is where the stack was then, and minikube's home with it", () => {
    const place = { CONTEXT: "c", KUBECONFIG: "/k" };
    assert.deepEqual(placeNow(given(place).variable), { context: "c", kubeconfig: "/k" });
    assert.deepEqual(placeNow(given({ ...place, MINIKUBE_HOME: "/m" }).variable), {
      ...{ context: "c", kubeconfig: "/k", minikubeHome: "/m" },
    });
  });

  it("is in the cluster that was noted, or that the delivery itself names", () => {
    const then = { context: "then", kubeconfig: "/then" };
    for (const [delivery, place, found] of [
      [MINIKUBE, then, { ...then, context: "p" }],
      [MINIKUBE, undefined, { ...HERE, context: "p" }],
      [KIND, { ...then, context: "kind-k" }, { ...then, context: "kind-k" }],
      [KIND, undefined, { ...HERE, context: "kind-k" }],
      [COMMAND, then, then],
    ] as const)
      assert.deepEqual(where(delivery, place), found);
    assert.throws(
      () => where(COMMAND),
      /it was not recorded into which cluster a command loaded x:1$/,
    );
  });

  it("got there in the same way where it is taken away alike", () => {
    const again = { ...COMMAND, load: "other" };
    for (const [one, other, same, share] of [
      [COMMAND, again, true, true],
      [COMMAND, { ...COMMAND, remove: "other" }, false, true],
      [COMMAND, MINIKUBE, false, true],
      [KIND, COMMAND, false, true],
      [KIND, { ...KIND }, true, true],
      [KIND, MINIKUBE, false, false],
    ] as const) {
      assert.equal(isSameWay(one, other), same);
      assert.equal(mayShareNodes(one, other), share);
    }
  });

  it("is removed by a command that finds minikube's folder, if that is another one by now", () => {
    const removal = (minikubeHome?: string) =>
      removalOf({ image: "x:1", delivery: MINIKUBE, place: { ...HERE, minikubeHome } });
    assert.equal(removal(home.folder), "", "no such profile");
    keepProfile("p");
    const command = "minikube image rm docker.io/library/x:1 --profile p";
    for (const same of [undefined, home.folder, path.join(home.folder, ".minikube")])
      assert.equal(removal(same), command);
    assert.equal(removal("/other"), `(export MINIKUBE_HOME=/other; ${command})`);
    assert.equal(removalOf({ image: "x:1", delivery: COMMAND }), "r x:1");
  });
});

describe("docker's engine", () => {
  const tools = standIn();

  it("is known by an id that stays, and by where it is", () => {
    let ids: string[] = [];
    tools
      .answer(/^docker info/, () => ids.shift() ?? { code: 1 })
      .answer(/^docker context inspect/, "unix:///s\n");
    ids = ["a\n", "a\n"];
    assert.deepEqual(engineNow(), { id: "a", host: "unix:///s" });
    for (const unknown of [["a", "b"], [], ["", ""]]) {
      ids = unknown;
      assert.equal(engineNow(), undefined);
    }
    tools.answer(/^docker context inspect/, { code: 1 });
    ids = ["a", "a"];
    assert.equal(engineNow(), undefined);
  });

  it("is another one only where both are known", () => {
    const [one, other] = ["a", "b"].map((id) => ({ id, host: "h" }));
    for (const [then, now, another] of [
      [one, other, true],
      [one, { ...one!, host: "moved" }, false],
      [one, undefined, false],
      [undefined, one, false],
      [undefined, undefined, false],
    ] as const)
      assert.equal(isAnother(then, now), another);
  });
});
