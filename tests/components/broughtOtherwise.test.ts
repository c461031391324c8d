import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { deliverImage, Delivered } from "../../components/programs/deliverImage";
import { removeImages } from "../../components/programs/removeImages";
import { profileFolder, writeRecord } from "../../components/cluster/profileRecord";
import {
  FIRST,
  imagesOnNode,
  nodeHas,
  onNode,
  SECOND,
  silence,
  THIRD,
  variables,
} from "../support/imagesOnNode";
import { keepProfile } from "../support/models";
import { given } from "../support/standIn";
import { aRecord } from "../support/states";

describe("the commands around an image", () => {
  const { tools, said, cluster, has } = imagesOnNode();

  describe("brought before the settings changed,", () => {
    /** What else there is: a profile a beside p, and what runs in it. */
    let other: Set<string>;
    let there: string[];
    const inA = { kind: "minikube" as const, profile: "a" };
    beforeEach(() => {
      keepProfile("a");
      [other, there] = [new Set([onNode(FIRST)]), []];
      const spec = (image: string) => ({ containers: [{ image }] });
      nodeHas(tools, "a", other).answer(/--context a get pods/, () =>
        JSON.stringify({
          items: there.map((image) => ({
            ...{ kind: "Pod", metadata: { name: "x", namespace: "todo-app" } },
            spec: spec(image),
          })),
        }),
      );
      has(SECOND);
      cluster.engine.tags.add(FIRST);
    });
    const moved = (last?: Partial<Delivered>) =>
      deliverImage(given(variables(SECOND), { images: [FIRST], delivery: inA, ...last }));

    it("to another profile: it goes off that", async () => {
      assert.equal((await moved()).elsewhere, undefined);
      assert.deepEqual([...other], []);
    });

    it("to another profile: not what runs there", async () => {
      there = [FIRST];
      const { elsewhere } = await moved();
      assert.deepEqual(elsewhere, [{ image: FIRST, delivery: inA }]);
      assert.deepEqual([...other], [onNode(FIRST)]);
      // Nor at the end, whatever the app's own namespace is called: it is another cluster's.
      await removeImages(given(variables(SECOND), { images: [SECOND], elsewhere }));
      assert.deepEqual([...other], [onNode(FIRST)]);
      assert.match(said(), /is still on .* by minikube: .*: minikube image rm .* --profile a$/m);
    });

    it("to another profile: not what a stack of that says in the engine it uses", async () => {
      writeRecord("a", aRecord("x"));
      cluster.engine.tags.add(`${FIRST}-used-by-x`);
      assert.equal((await moved()).elsewhere?.length, 1);
      assert.deepEqual([...other], [onNode(FIRST)]);
    });

    it("to a profile that is gone: it is not mentioned any more", async () => {
      fs.rmSync(profileFolder("a"), { recursive: true });
      const elsewhere = [{ image: FIRST, delivery: inA }];
      assert.equal((await moved({ images: [SECOND], elsewhere })).elsewhere, undefined);
      await removeImages(given(variables(SECOND), { images: [], elsewhere }));
      assert.deepEqual(
        [said(), tools.called(/--profile a|--context a/)],
        [`${SECOND} is already on the node\n`, []],
      );
    });

    it("to a profile that minikube keeps in another folder: it is not gone", async () => {
      const home = path.join(process.env.MINIKUBE_HOME!, "other");
      fs.mkdirSync(path.join(home, ".minikube"), { recursive: true });
      const place = { context: "a", kubeconfig: "/k", minikubeHome: home };
      fs.rmSync(profileFolder("a"), { recursive: true });
      const { elsewhere } = await moved({ place });
      assert.deepEqual(elsewhere, [{ image: FIRST, delivery: inA, place }]);
      assert.ok(said().includes(`Run: MINIKUBE_HOME=${home} minikube image rm`), said());
      await removeImages(given(variables(SECOND), { images: [], elsewhere }));
      const byHand = `(export MINIKUBE_HOME=${home}; minikube image rm ${onNode(FIRST)} --profile a)`;
      assert.ok(said().includes(byHand), said());
    });

    it("to another cluster, while the app's own profile is gone by now: it goes all the same", async () => {
      fs.rmSync(profileFolder("p"), { recursive: true });
      const elsewhere = [{ image: FIRST, delivery: inA }];
      await removeImages(given(variables(SECOND), { images: [], elsewhere }));
      assert.deepEqual([...other], []);
    });

    describe("by a command,", () => {
      const by = (load: string, remove: string) => ({ kind: "command" as const, load, remove });
      const put = (delivery: object, more = {}) =>
        variables(SECOND, {
          ...{ PROFILE: "", CONTEXT: "k3d-x", DELIVERY: JSON.stringify(delivery), ...more },
        });
      beforeEach(() => {
        tools
          .answer(/--context (k3d-x|k3d-y) get pods/, JSON.stringify({ items: [] }))
          .answer(/^sh -c load/, () => {
            cluster.node.add(onNode(SECOND));
            return "";
          })
          .answer(/^sh -c (?:remove|drop) (\S+)/, ([, image]) => {
            cluster.node.delete(onNode(image!));
            return "";
          });
      });

      it("what was just brought stays, where the command is put right that brings it", async () => {
        const failed = await deliverImage(given(put(by("load into wrong", "remove {image}"))));
        const right = by("load into right", "remove {image}");
        const answer = await deliverImage(given(put(right), failed));
        assert.deepEqual([...cluster.node], [onNode(SECOND)]);
        assert.deepEqual([answer.images, answer.elsewhere], [[SECOND], undefined]);
      });

      it("what was just brought stays, where another way may lead to the same nodes", async () => {
        for (const [before, now] of [
          [inA, by("load", "remove {image}")],
          [by("load", "remove {image}"), by("load", "drop {image}")],
        ] as const) {
          other.add(onNode(SECOND));
          const last = { images: [SECOND], delivery: before };
          const { elsewhere } = await deliverImage(given(put(now), last));
          assert.deepEqual([...cluster.node], [onNode(SECOND)]);
          assert.ok(other.has(onNode(SECOND)));
          assert.deepEqual(elsewhere, [{ image: SECOND, delivery: before }]);
        }
      });

      it("is asked for where the command led then", async () => {
        const before = by("load", "remove {image}");
        const last = await deliverImage(given(put(before)));
        cluster.engine.tags.add(THIRD);
        tools.calls.length = 0;
        const now = put(by("load", "drop {image}"), { CONTEXT: "k3d-y", IMAGE: THIRD });
        await deliverImage(given(now, last));
        assert.match(tools.called(/get pods/).join("\n"), /--context k3d-x [^\n]*$/);
        assert.deepEqual(tools.called(/^sh -c remove/), [`sh -c remove ${SECOND}`]);
      });

      it("stays where it was not recorded to which cluster it led", async () => {
        const last = { images: [FIRST], delivery: by("load", "remove {image}") };
        await deliverImage(given(put(by("load", "drop {image}")), last));
        assert.deepEqual(tools.called(/^sh -c remove/), []);
        assert.match(said(), new RegExp(`warning: ${FIRST} is kept for now`));
      });

      it("stays where any other stack of the engine uses it: it may be on those nodes", async () => {
        cluster.engine.tags.add(`${SECOND}-used-by-b`);
        writeRecord("p", aRecord("b"));
        const last = { images: [SECOND] };
        assert.deepEqual(await removeImages(given(put(by("load", "remove {image}")), last)), {
          left: [SECOND],
        });
        assert.deepEqual(tools.called(/^sh -c/), []);
      });
    });

    it("to kind, by a stack that is in no cluster of kind's any more: that one is asked", async () => {
      const elsewhere = [{ image: FIRST, delivery: { kind: "kind" as const, cluster: "k" } }];
      tools.answer(/--context kind-k get pods/, silence);
      const answer = await moved({ images: [SECOND], delivery: undefined, elsewhere });
      assert.deepEqual(answer.elsewhere, elsewhere);
      assert.equal(tools.called(/--context kind-k get pods/).length, 1);
    });
  });
});
