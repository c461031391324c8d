import assert from "node:assert/strict";
import { deliverImage } from "../../components/programs/deliverImage";
import { notedImages, writeRecord } from "../../components/cluster/profileRecord";
import {
  FIRST,
  FOURTH,
  imagesOnNode,
  onNode,
  SECOND,
  silence,
  THIRD,
  variables,
} from "../support/imagesOnNode";
import { archives } from "../support/models";
import { given } from "../support/standIn";
import { aRecord } from "../support/states";

describe("the commands around an image", () => {
  const { tools, said, cluster, has } = imagesOnNode();

  describe("deliver", () => {
    const deliver = (image: string, ...last: string[]) => {
      cluster.engine.tags.add(image);
      return deliverImage(given(variables(image), last.length ? { images: last } : undefined)).then(
        ({ images }) => ({ images }),
      );
    };

    it("what may be on a node that does not tell, for to bring it again does no harm", async () => {
      tools.answer(/^minikube image ls/, () =>
        tools.called(/image load/).length === 0
          ? "[]"
          : JSON.stringify([...cluster.node].map((tag) => ({ repoTags: [tag] }))),
      );
      assert.deepEqual(await deliver(FIRST), { images: [FIRST] });
      assert.deepEqual([...cluster.node], [onNode(FIRST)]);
    });

    it("what the node does not have, and say in the engine who uses it", async () => {
      assert.deepEqual(await deliver(FIRST), { images: [FIRST] });
      assert.deepEqual([...cluster.node], [onNode(FIRST)]);
      assert.ok(cluster.engine.tags.has(`${FIRST}-used-by-a`));
      await deliver(FIRST, FIRST);
      assert.equal(tools.called(/image load/).length, 1);
      assert.match(said(), new RegExp(`${FIRST} is already on the node`));
    });

    it("nothing that the node did not take, although minikube says that it did", async () => {
      archives(tools);
      await assert.rejects(deliver(FIRST), /was loaded without an error, but node p does not/);
    });

    it("and keep the one before, to which a rollback goes, without a question", async () => {
      has(FIRST);
      assert.deepEqual(await deliver(SECOND, FIRST), { images: [SECOND, FIRST] });
      assert.deepEqual(tools.called(/kubectl/), []);
      assert.ok(cluster.node.has(onNode(FIRST)));
    });

    it("and remove what is older and not in use", async () => {
      has(FIRST, SECOND);
      assert.deepEqual(await deliver(THIRD, SECOND, FIRST), { images: [THIRD, SECOND] });
      assert.deepEqual([...cluster.node], [SECOND, THIRD].map(onNode));
      assert.ok(!cluster.engine.tags.has(FIRST));
    });

    it("and keep an older one that pods run from, of this stack or another, for a later time", async () => {
      has(FIRST, SECOND);
      cluster.pods = [{ image: FIRST, namespace: "todo-app", instance: "todo-app" }];
      const { images } = await deliver(THIRD, SECOND, FIRST);
      assert.deepEqual(images, [THIRD, SECOND, FIRST]);
      assert.ok(cluster.node.has(onNode(FIRST)));
      cluster.pods = [];
      assert.deepEqual(await deliver(FOURTH, ...images), { images: [FOURTH, THIRD] });
      assert.deepEqual([...cluster.node], [THIRD, FOURTH].map(onNode));
    });

    it("and keep an older one that another stack of the profile uses, though no pod runs from it", async () => {
      has(FIRST, SECOND);
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      cluster.engine.tags.add(`${FIRST}-used-by-b`);
      assert.deepEqual(await deliver(THIRD, SECOND, FIRST), { images: [THIRD, SECOND, FIRST] });
      assert.ok(cluster.node.has(onNode(FIRST)));
    });

    it("and keep every older one where it is not known what runs", async () => {
      has(FIRST, SECOND);
      tools.answer(/^kubectl/, silence);
      const images = [THIRD, SECOND, FIRST];
      assert.deepEqual(await deliver(THIRD, SECOND, FIRST), { images });
      assert.match(said(), /warning: older images are kept for now/);
      assert.equal(cluster.node.size, 3);
    });

    it("and find again what a run that was cut off had delivered, by the engine's tags", async () => {
      has(FIRST, SECOND);
      cluster.engine.tags.add(`${FIRST}-used-by-a`);
      assert.deepEqual(await deliver(THIRD, SECOND), { images: [THIRD, SECOND] });
      assert.ok(!cluster.node.has(onNode(FIRST)));
    });

    it("and note it beside the profile before the load, and nothing that was there before", async () => {
      writeRecord("p", aRecord("a"));
      tools.answer(/^minikube image load/, silence);
      await assert.rejects(deliver(FIRST), /i\/o timeout/);
      assert.deepEqual(notedImages("p", "a"), [FIRST]);
      has(SECOND);
      await deliver(SECOND);
      assert.deepEqual(notedImages("p", "a"), [FIRST]);
    });

    it("also where the engine does not say what else is there, with a warning", async () => {
      has(FIRST);
      tools.answer(/^docker image ls/, { code: 1, stderr: "is the docker daemon running?" });
      assert.deepEqual(await deliver(SECOND, FIRST), { images: [SECOND, FIRST] });
      assert.match(said(), /^warning: asking the engine[^]*daemon running/m);
    });

    it("the one before again, which is then the newest", async () => {
      has(FIRST, SECOND);
      assert.deepEqual(await deliver(FIRST, SECOND, FIRST), { images: [FIRST, SECOND] });
    });
  });
});
