import assert from "node:assert/strict";
import { deliverImage, Delivered } from "../components/programs/deliverImage";
import { removeImages } from "../components/programs/removeImages";
import { OWNER_LABEL } from "../components/cluster/clusterObjects";
import { notedImages, writeRecord } from "../components/cluster/profileRecord";
import { archives, Engine, keepProfile, namespaceJson, OF_KUBERNETES } from "./models";
import { given, hearing, ownHome, standIn } from "./standIn";
import { aRecord } from "./states";

const [FIRST, SECOND, THIRD, FOURTH] = ["1", "2", "3", "4"].map(
  (digit) => `todo-backend:${digit.repeat(16)}`,
) as [string, string, string, string];
const onNode = (image: string) => `docker.io/library/${image}`;

describe("the commands around an image", () => {
  ownHome();
  const tools = standIn();
  const said = hearing();
  let engine: Engine;
  let node: Set<string>;
  let labels: Record<string, string>;
  /** Labels of the app's Secret, while there is one. */
  let app: Record<string, string> | undefined;
  let pods: { image: string; namespace: string; instance?: string }[];
  beforeEach(() => {
    engine = new Engine(tools);
    node = new Set();
    pods = [];
    labels = { [OWNER_LABEL]: "a" };
    app = undefined;
    keepProfile("p");
    archives(tools, (image) => {
      node.add(onNode(image));
      return "";
    });
    tools
      .answer(/^minikube image ls --profile p/, () =>
        JSON.stringify([OF_KUBERNETES, ...[...node].map((tag) => ({ repoTags: [tag] }))]),
      )
      .answer(/^minikube image rm (\S+) --profile p/, ([, image]) => {
        node.delete(image!);
        return "";
      })
      .answer(/get namespace todo-app/, () => namespaceJson("todo-app", "n1", labels))
      .answer(/get secret app-secrets --namespace todo-app/, () =>
        app ? JSON.stringify({ metadata: { name: "app-secrets", labels: app } }) : "",
      )
      .answer(/^kubectl --kubeconfig \/k --context p get pods,replicasets/, () =>
        JSON.stringify({
          items: pods.map(({ image, namespace, instance }) => ({
            kind: "Pod",
            metadata: { namespace, labels: { "app.kubernetes.io/instance": instance } },
            spec: { containers: [{ image }] },
          })),
        }),
      );
  });
  const has = (...images: string[]) =>
    images.forEach((image) => {
      engine.tags.add(image);
      node.add(onNode(image));
    });
  const variables = (image: string, more = {}) => ({
    ...{ CONTEXT: "p", KUBECONFIG: "/k", PROFILE: "p", OWNER: "a", NAMESPACE: "todo-app" },
    ...{ IMAGE: image, DELIVERY: JSON.stringify({ kind: "minikube", profile: "p" }), ...more },
  });
  const silence = { code: 1, stderr: "i/o timeout" };

  describe("deliver", () => {
    const deliver = (image: string, ...last: string[]) => {
      engine.tags.add(image);
      return deliverImage(given(variables(image), last.length ? { images: last } : undefined)).then(
        ({ images }) => ({ images }),
      );
    };

    it("what may be on a node that does not tell, for to bring it again does no harm", async () => {
      tools.answer(/^minikube image ls/, () =>
        tools.called(/image load/).length === 0
          ? "[]"
          : JSON.stringify([...node].map((tag) => ({ repoTags: [tag] }))),
      );
      assert.deepEqual(await deliver(FIRST), { images: [FIRST] });
      assert.deepEqual([...node], [onNode(FIRST)]);
    });

    it("what the node does not have, and say in the engine who uses it", async () => {
      assert.deepEqual(await deliver(FIRST), { images: [FIRST] });
      assert.deepEqual([...node], [onNode(FIRST)]);
      assert.ok(engine.tags.has(`${FIRST}-used-by-a`));
      await deliver(FIRST, FIRST);
      assert.equal(tools.called(/image load/).length, 1);
      assert.match(said(), new RegExp(`${FIRST} is there already`));
    });

    it("nothing that the node did not take, although minikube says that it did", async () => {
      archives(tools);
      await assert.rejects(deliver(FIRST), /was loaded without an error, but node p does not/);
    });

    it("and keep the one before, to which a rollback goes, without a question", async () => {
      has(FIRST);
      assert.deepEqual(await deliver(SECOND, FIRST), { images: [SECOND, FIRST] });
      assert.deepEqual(tools.called(/kubectl/), []);
      assert.ok(node.has(onNode(FIRST)));
    });

    it("and remove what is older and in nobody's use", async () => {
      has(FIRST, SECOND);
      assert.deepEqual(await deliver(THIRD, SECOND, FIRST), { images: [THIRD, SECOND] });
      assert.deepEqual([...node], [SECOND, THIRD].map(onNode));
      assert.ok(!engine.tags.has(FIRST));
    });

    it("and keep an older one that pods run from, of this stack or another, for a later time", async () => {
      has(FIRST, SECOND);
      pods = [{ image: FIRST, namespace: "todo-app", instance: "todo-app" }];
      const { images } = await deliver(THIRD, SECOND, FIRST);
      assert.deepEqual(images, [THIRD, SECOND, FIRST]);
      assert.ok(node.has(onNode(FIRST)));
      pods = [];
      assert.deepEqual(await deliver(FOURTH, ...images), { images: [FOURTH, THIRD] });
      assert.deepEqual([...node], [THIRD, FOURTH].map(onNode));
    });

    it("and keep an older one that another stack of the profile uses, though no pod runs from it", async () => {
      has(FIRST, SECOND);
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      engine.tags.add(`${FIRST}-used-by-b`);
      assert.deepEqual(await deliver(THIRD, SECOND, FIRST), { images: [THIRD, SECOND, FIRST] });
      assert.ok(node.has(onNode(FIRST)));
    });

    it("and keep every older one where nobody knows what runs", async () => {
      has(FIRST, SECOND);
      tools.answer(/^kubectl/, silence);
      const images = [THIRD, SECOND, FIRST];
      assert.deepEqual(await deliver(THIRD, SECOND, FIRST), { images });
      assert.match(said(), /warning: older images stay for now/);
      assert.equal(node.size, 3);
    });

    it("and find again what a run that was cut off had delivered, by the engine's tags", async () => {
      has(FIRST, SECOND);
      engine.tags.add(`${FIRST}-used-by-a`);
      assert.deepEqual(await deliver(THIRD, SECOND), { images: [THIRD, SECOND] });
      assert.ok(!node.has(onNode(FIRST)));
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

  describe("remove", () => {
    const remove = (last?: Delivered, more = {}) =>
      removeImages(given(variables(SECOND, more), last));
    const BOTH = { images: [SECOND, FIRST] };
    beforeEach(() => has(FIRST, SECOND));

    it("what was delivered, from node and engine", async () => {
      engine.tags.add(`${SECOND}-used-by-a`);
      assert.deepEqual(await remove(BOTH), { left: [] });
      assert.deepEqual([[...node], [...engine.tags]], [[], []]);
    });

    it("what was to be delivered, where nothing was noted", async () => {
      await remove(undefined);
      assert.deepEqual([...node], [onNode(FIRST)]);
    });

    it("also what the stack's own pods still run from, which are on their way out", async () => {
      pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH), { left: [] });
    });

    it("also where the namespace is somebody's, but not where it is another stack's by now", async () => {
      pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      labels = { [OWNER_LABEL]: "b" };
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      labels = {};
      assert.deepEqual(await remove(BOTH), { left: [] });
    });

    it("not what another stack's pods run from, whose namespace it is by the record beside the profile", async () => {
      pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      labels = {};
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
        pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
        [labels, app] = [{}, secret];
        assert.deepEqual(await remove(BOTH), { left });
      });
    }

    it("not what pods of the namespace run from where nobody says whose the app's Secret is", async () => {
      pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      tools.answer(/get secret/, silence);
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
    });

    it("the same in a cluster that is not minikube's, beside which nothing is noted", async () => {
      pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH, { PROFILE: "" }), { left: [] });
      assert.deepEqual([...node], []);
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
              images: [OF_KUBERNETES, ...[...node].map((tag) => ({ repoTags: [tag] }))],
            }),
          )
          .answer(/^docker exec kind-control-plane crictl rmi (\S+)/, ([, image]) => {
            node.delete(image!);
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
        assert.deepEqual([...node], [onNode(FIRST)]);
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
        assert.deepEqual([...node], [onNode(FIRST)]);
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
        assert.ok(node.has(onNode(FIRST)));
        assert.doesNotMatch(said(), /By hand/);
        tools.answer(/get pods/, JSON.stringify({ items: [] }));
        await removeImages(given({ ...variables(""), ...registry("r/todo-backend:3") }, later));
        assert.deepEqual([...node], []);
      });

      it("by the app's context where that is another name of it", async () => {
        await remove(BOTH, { ...KIND, CONTEXT: "renamed" });
        assert.deepEqual(asked, ["renamed"]);
      });
    });

    it("from the node alone where the engine does not answer", async () => {
      tools.answer(/^docker/, { code: 1, stderr: "is the docker daemon running?" });
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.deepEqual([...node], []);
    });

    it("nothing that others run from, in another namespace or by hand", async () => {
      pods = [
        { image: SECOND, namespace: "theirs", instance: "todo-app" },
        { image: FIRST, namespace: "todo-app" },
      ];
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.equal(node.size, 2);
      assert.match(said(), new RegExp(`${SECOND} stays: it is in use`));
    });

    it("not by hand either what others run from: the command takes back the stack's own use alone", async () => {
      pods = [{ image: SECOND, namespace: "theirs" }];
      engine.tags.add(`${SECOND}-used-by-a`);
      tools.answer(/^docker image rm/, { code: 1, stderr: "Cannot connect to the Docker daemon" });
      await remove({ images: [SECOND] });
      assert.match(said(), new RegExp(`By hand: docker image rm ${SECOND}-used-by-a$`, "m"));
    });

    it("nothing that any pod uses where nobody can tell whose the namespace is", async () => {
      pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      tools.answer(/get namespace todo-app/, silence);
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.ok(node.has(onNode(SECOND)));
      assert.ok(engine.tags.has(SECOND));
    });

    it("in the engine nothing that a stack of another profile uses, and from the node all the same", async () => {
      writeRecord("p", aRecord("a"));
      engine.tags.add(`${SECOND}-used-by-b`).add(`${SECOND}-used-by-a`);
      await remove(BOTH);
      assert.deepEqual([...engine.tags].sort(), [SECOND, `${SECOND}-used-by-b`]);
      assert.deepEqual([...node], []);
    });

    it("not what another stack of the profile uses, though no pod runs from it just now", async () => {
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      engine.tags.add(`${SECOND}-used-by-b`).add(`${SECOND}-used-by-a`);
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.deepEqual([...engine.tags].sort(), [SECOND, `${SECOND}-used-by-b`]);
      assert.deepEqual([...node], [onNode(SECOND)]);
      assert.deepEqual(await remove(BOTH, { OWNER: "b" }), { left: [] });
      assert.deepEqual([[...node], [...engine.tags]], [[], []]);
    });

    it("nothing from the node of several stacks where the engine does not say what they use", async () => {
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      tools.answer(/^docker/, { code: 1, stderr: "is the docker daemon running?" });
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.match(said(), new RegExp(`warning: ${SECOND} stays for now\\.[^]*daemon running`));
      assert.equal(node.size, 2);
    });

    it("from the engine alone where the cluster is silent, with a warning", async () => {
      tools.answer(/^kubectl/, silence);
      assert.deepEqual(await remove(BOTH), { left: [] });
      assert.deepEqual([[...engine.tags], node.size], [[], 2]);
      assert.match(said(), /warning: on the node nothing is removed\.[^]*i\/o timeout/);
    });

    it("from the engine alone, and ask nobody, where the profile is gone", async () => {
      await remove(BOTH, { PROFILE: "gone" });
      assert.deepEqual(tools.called(/kubectl|minikube/), []);
      assert.deepEqual([...engine.tags], []);
    });

    it("as much as they can: what fails is a warning with the command that does it by hand", async () => {
      tools.answer(new RegExp(`minikube image rm ${onNode(SECOND)}`), { code: 1, stderr: "busy" });
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.deepEqual([...node], [onNode(SECOND)]);
      assert.match(
        said(),
        new RegExp(`[Bb]y hand: minikube image rm ${onNode(SECOND)} --profile p\n[^]*busy`),
      );
    });

    it("as much as they can: what the node keeps without a word from minikube is a warning too", async () => {
      tools.answer(/^minikube image rm/, "");
      assert.deepEqual(await remove(BOTH), { left: [SECOND, FIRST] });
      assert.match(
        said(),
        new RegExp(`By hand: minikube image rm \\S+\n?[^]*${FIRST} is still on node p`),
      );
    });

    it("what the state of an earlier version names, which knows of no place", async () => {
      tools.answer(/^kubectl --context p get pods,replicasets/, JSON.stringify({ items: [] }));
      const earlier = { CONTEXT: "", KUBECONFIG: "", PROFILE: "", OWNER: "", NAMESPACE: "" };
      assert.deepEqual(await remove(BOTH, earlier), { left: [] });
      assert.deepEqual([[...node], [...engine.tags]], [[], []]);
    });
  });
});
