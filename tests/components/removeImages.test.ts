import assert from "node:assert/strict";
import { deliverImage, Delivered } from "../../components/programs/deliverImage";
import { removeImages } from "../../components/programs/removeImages";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { writeRecord } from "../../components/cluster/profileRecord";
import { FIRST, imagesOnNode, onNode, SECOND, silence, variables } from "../support/imagesOnNode";
import { namespaceJson, OF_KUBERNETES } from "../support/models";
import { given } from "../support/standIn";
import { aRecord } from "../support/states";

describe("the commands around an image", () => {
  const { tools, said, cluster, has } = imagesOnNode();

  describe("remove", () => {
    const remove = (last?: Delivered, more = {}) =>
      removeImages(given(variables(SECOND, more), last));
    const BOTH = { images: [SECOND, FIRST] };
    beforeEach(() => has(FIRST, SECOND));

    it("what was delivered, from node and engine", async () => {
      cluster.engine.tags.add(`${SECOND}-used-by-a`);
      assert.deepEqual(await remove(BOTH), { left: [] });
      assert.deepEqual([[...cluster.node], [...cluster.engine.tags]], [[], []]);
    });

    it("what was to be delivered, where nothing was noted", async () => {
      await remove(undefined);
      assert.deepEqual([...cluster.node], [onNode(FIRST)]);
    });

    it("also what the stack's own pods still run from, which are on their way out", async () => {
      cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH), { left: [] });
    });

    it("also where the namespace is external, but not where it is another stack's by now", async () => {
      cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      cluster.labels = { [OWNER_LABEL]: "b" };
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      cluster.labels = {};
      assert.deepEqual(await remove(BOTH), { left: [] });
    });

    it("not what another stack's pods run from, whose namespace it is by the record beside the profile", async () => {
      cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      cluster.labels = {};
      const namespaces = [{ name: "todo-app", uid: "n1" }];
      writeRecord("p", { ...aRecord("a"), namespaces });
      writeRecord("p", { ...aRecord("b"), namespaces: [{ name: "todo-app", uid: "n0" }] });
      assert.deepEqual(await remove(BOTH), { left: [] });
      has(FIRST, SECOND);
      writeRecord("p", {
        ...aRecord("b"),
        namespaces: [{ name: "kagent", uid: "k" }, ...namespaces],
      });
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
    });

    for (const [what, secret, left] of [
      ["that is there is another stack's", { [OWNER_LABEL]: "b" }, [SECOND]],
      ["that is there is nobody's", {}, [SECOND]],
      ["that is there is the stack's own", { [OWNER_LABEL]: "a" }, []],
      ["is gone already", undefined, []],
    ] as const) {
      it(`in a namespace of the user's by whose the app's Secret is: one ${what}`, async () => {
        cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
        [cluster.labels, cluster.app] = [{}, secret];
        assert.deepEqual(await remove(BOTH), { left });
      });
    }

    it("not what pods of the namespace run from where the owner of the app's Secret is not known", async () => {
      cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      tools.answer(/get secret/, silence);
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
    });

    it("the same in a cluster that is not minikube's, beside which nothing is noted", async () => {
      cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH, { PROFILE: "" }), { left: [] });
      assert.deepEqual([...cluster.node], []);
    });

    describe("from nodes of kind", () => {
      const runs = { kind: "Pod", metadata: { namespace: "todo-app", name: "x" } };
      let asked: string[];
      beforeEach(() => {
        asked = [];
        tools
          .answer(/^kind get nodes --name kind$/, "kind-control-plane\n")
          .answer(/^docker exec kind-control-plane crictl images/, () =>
            JSON.stringify({
              images: [OF_KUBERNETES, ...[...cluster.node].map((tag) => ({ repoTags: [tag] }))],
            }),
          )
          .answer(/^docker exec kind-control-plane crictl rmi (\S+)/, ([, image]) => {
            cluster.node.delete(image!);
            return "";
          })
          .answer(/--context (\S+) get namespace todo-app/, "")
          .answer(/--context (\S+) get pods/, ([, context]) => {
            asked.push(context!);
            const there = context === "kind-kind" ? [FIRST] : [];
            const spec = (image: string) => ({ containers: [{ image }] });
            return JSON.stringify({
              items: there.map((image) => ({ ...runs, spec: spec(image) })),
            });
          });
      });
      const KIND = { PROFILE: "", DELIVERY: JSON.stringify({ kind: "kind", cluster: "kind" }) };

      it("what nothing in their own cluster runs from, wherever the app is", async () => {
        assert.deepEqual(await remove(BOTH, { ...KIND, CONTEXT: "kind-b" }), { left: [FIRST] });
        assert.deepEqual([...cluster.node], [onNode(FIRST)]);
        assert.deepEqual(asked, ["kind-kind"]);
      });

      it("what was brought there before the settings changed, once nothing runs from it", async () => {
        const registry = (image: string) => ({
          ...{ PROFILE: "", CONTEXT: "kind-kind", DELIVERY: '{"kind":"registry","registry":"r"}' },
          IMAGE: image,
        });
        const kind = { kind: "kind" as const, cluster: "kind" };
        const answer = await deliverImage(
          given(
            { ...variables("r/todo-backend:3"), ...registry("r/todo-backend:3") },
            {
              ...{ images: [SECOND, FIRST], delivery: kind },
            },
          ),
        );
        // The app's own pods still run from the one.
        assert.deepEqual([...cluster.node], [onNode(FIRST)]);
        assert.deepEqual(answer.elsewhere, [{ image: FIRST, delivery: kind }]);
        const later = await deliverImage(
          given({ ...variables("r/todo-backend:3"), ...registry("r/todo-backend:3") }, answer),
        );
        assert.deepEqual(later.elsewhere, answer.elsewhere);
        // The way back: they are the present way's again.
        const back = await deliverImage(
          given({ ...variables(FIRST), ...KIND, CONTEXT: "kind-kind" }, later),
        );
        assert.equal(back.elsewhere, undefined);
        assert.ok(cluster.node.has(onNode(FIRST)));
        assert.doesNotMatch(said(), /To remove/);
        tools.answer(/get pods/, JSON.stringify({ items: [] }));
        await removeImages(given({ ...variables(""), ...registry("r/todo-backend:3") }, later));
        assert.deepEqual([...cluster.node], []);
      });

      it("not what another stack says in the engine it uses, though no pod runs from it just now", async () => {
        tools.answer(/get pods/, JSON.stringify({ items: [] }));
        cluster.engine.tags.add(`${SECOND}-used-by-a`).add(`${SECOND}-used-by-b`);
        const here = { ...KIND, CONTEXT: "kind-kind" };
        assert.deepEqual(await remove(BOTH, here), { left: [SECOND] });
        assert.deepEqual([...cluster.node], [onNode(SECOND)]);
        assert.deepEqual([...cluster.engine.tags], [SECOND, `${SECOND}-used-by-b`]);
        assert.match(
          said(),
          new RegExp(`${SECOND} was not removed: .*: for node in \\$\\(kind get nodes`),
        );
        // One that is known to be in a profile of minikube's is not there.
        writeRecord("p", aRecord("b"));
        assert.deepEqual(await remove(BOTH, here), { left: [] });
        assert.deepEqual([...cluster.node], []);
      });

      it("nothing where pods may not be listed, and name the command for each", async () => {
        tools.answer(/get pods/, { code: 1, stderr: "pods is forbidden" });
        cluster.engine.tags.add(`${SECOND}-used-by-a`);
        await remove(BOTH, { ...KIND, CONTEXT: "kind-kind" });
        assert.equal(cluster.node.size, 2);
        assert.deepEqual([...cluster.engine.tags], []);
        const [line] = said().split("\n");
        for (const image of [FIRST, SECOND])
          assert.match(
            line!,
            new RegExp(
              `^warning: no images were removed from the node.* images rm ${onNode(image)};`,
            ),
          );
      });

      it("by the app's context where that is another name of it", async () => {
        await remove(BOTH, { ...KIND, CONTEXT: "renamed" });
        assert.deepEqual(asked, ["renamed"]);
      });
    });

    it("from the node alone where the engine does not answer", async () => {
      tools.answer(/^docker/, { code: 1, stderr: "is the docker daemon running?" });
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.deepEqual([...cluster.node], []);
    });

    it("nothing that others run from, in another namespace or by hand", async () => {
      cluster.pods = [
        { image: SECOND, namespace: "theirs", instance: "todo-app" },
        { image: FIRST, namespace: "todo-app" },
      ];
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.equal(cluster.node.size, 2);
      assert.match(said(), new RegExp(`${SECOND} was not removed: it is in use`));
    });

    it("not by hand either what others run from: the command takes back the stack's own use alone", async () => {
      cluster.pods = [{ image: SECOND, namespace: "theirs" }];
      cluster.engine.tags.add(`${SECOND}-used-by-a`);
      tools.answer(/^docker image rm/, { code: 1, stderr: "Cannot connect to the Docker daemon" });
      await remove({ images: [SECOND] });
      assert.match(said(), new RegExp(`run: docker image rm ${SECOND}-used-by-a$`, "m"));
    });

    it("not what another release in a namespace of the user's runs from, nor any where its own is not known", async () => {
      [cluster.labels, cluster.pods] = [
        {},
        [{ image: SECOND, namespace: "todo-app", instance: "mine" }],
      ];
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.deepEqual([...cluster.node], [onNode(SECOND)]);
      assert.match(
        said(),
        new RegExp(`${SECOND} was not removed: .*: minikube image rm .* --profile p$`, "m"),
      );
      cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH, { RELEASE: "" }), { left: [SECOND] });
    });

    it("also what the app's own pods run from in the namespace before, where a move from it failed", async () => {
      tools
        .answer(/get namespace before/, namespaceJson("before", "n0"))
        .answer(/get secret app-secrets --namespace before/, () => secret);
      let secret = JSON.stringify({ metadata: { uid: "s1", labels: { [OWNER_LABEL]: "a" } } });
      cluster.pods = [{ image: SECOND, namespace: "before", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH), { left: [] });
      for (const others of [
        "",
        JSON.stringify({ metadata: { uid: "s1", labels: { [OWNER_LABEL]: "b" } } }),
      ]) {
        has(FIRST, SECOND);
        secret = others;
        assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      }
    });

    it("nothing that any pod uses where the owner of the namespace is not known", async () => {
      cluster.pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      tools.answer(/get namespace todo-app/, silence);
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.ok(cluster.node.has(onNode(SECOND)));
      assert.ok(cluster.engine.tags.has(SECOND));
    });

    it("in the engine nothing that a stack of another profile uses, and from the node all the same", async () => {
      writeRecord("p", aRecord("a"));
      cluster.engine.tags.add(`${SECOND}-used-by-b`).add(`${SECOND}-used-by-a`);
      await remove(BOTH);
      assert.deepEqual([...cluster.engine.tags].sort(), [SECOND, `${SECOND}-used-by-b`]);
      assert.deepEqual([...cluster.node], []);
    });

    it("not what another stack of the profile uses, though no pod runs from it just now", async () => {
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      cluster.engine.tags.add(`${SECOND}-used-by-b`).add(`${SECOND}-used-by-a`);
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.deepEqual([...cluster.engine.tags].sort(), [SECOND, `${SECOND}-used-by-b`]);
      assert.deepEqual([...cluster.node], [onNode(SECOND)]);
      assert.deepEqual(await remove(BOTH, { OWNER: "b" }), { left: [] });
      assert.deepEqual([[...cluster.node], [...cluster.engine.tags]], [[], []]);
    });

    it("nothing from the node of several stacks where the engine does not say what they use", async () => {
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      tools.answer(/^docker/, { code: 1, stderr: "is the docker daemon running?" });
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.match(said(), new RegExp(`warning: ${SECOND} is kept for now\\.[^]*daemon running`));
      assert.equal(cluster.node.size, 2);
    });

    it("from the engine alone where the cluster is silent, with a warning", async () => {
      tools.answer(/^kubectl/, silence);
      assert.deepEqual(await remove(BOTH), { left: [] });
      assert.deepEqual([[...cluster.engine.tags], cluster.node.size], [[], 2]);
      assert.match(said(), /warning: no images were removed from the node\.[^]*i\/o timeout/);
    });

    it("from the engine alone, and ask no cluster, where the profile is gone", async () => {
      await remove(BOTH, { PROFILE: "gone" });
      assert.deepEqual(tools.called(/kubectl|minikube/), []);
      assert.deepEqual([...cluster.engine.tags], []);
    });

    it("as much as they can: what fails is a warning with the command that does it by hand", async () => {
      tools.answer(new RegExp(`minikube image rm ${onNode(SECOND)}`), { code: 1, stderr: "busy" });
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.deepEqual([...cluster.node], [onNode(SECOND)]);
      assert.match(
        said(),
        new RegExp(
          `To remove (?:it|them), run: minikube image rm ${onNode(SECOND)} --profile p\n[^]*busy`,
        ),
      );
    });

    it("as much as they can: what the node keeps without a word from minikube is a warning too", async () => {
      tools.answer(/^minikube image rm/, "");
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.match(
        said(),
        new RegExp(`To remove it, run: minikube image rm \\S+\n?[^]*${FIRST} is still on node p`),
      );
    });

    it("what the state of an earlier version names, which knows of no place", async () => {
      tools.answer(/^kubectl --context p get pods,replicasets/, JSON.stringify({ items: [] }));
      const earlier = { CONTEXT: "", KUBECONFIG: "", PROFILE: "", OWNER: "", NAMESPACE: "" };
      assert.deepEqual(await remove(BOTH, earlier), { left: [] });
      assert.deepEqual([[...cluster.node], [...cluster.engine.tags]], [[], []]);
    });
  });
});
