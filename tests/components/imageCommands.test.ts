import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { deliverImage, Delivered } from "../../components/programs/deliverImage";
import { removeImages } from "../../components/programs/removeImages";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { notedImages, profileFolder, writeRecord } from "../../components/cluster/profileRecord";
import { archives, Engine, keepProfile, namespaceJson, OF_KUBERNETES } from "../support/models";
import { given, hearing, ownHome, standIn } from "../support/standIn";
import { aRecord } from "../support/states";

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
    ...{ RELEASE: "todo-app", IMAGE: image },
    ...{ DELIVERY: JSON.stringify({ kind: "minikube", profile: "p" }), ...more },
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

    it("and remove what is older and not in use", async () => {
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

    it("and keep every older one where it is not known what runs", async () => {
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

    it("also where the namespace is external, but not where it is another stack's by now", async () => {
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

    it("not what pods of the namespace run from where the owner of the app's Secret is not known", async () => {
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

      it("not what another stack says in the engine it uses, though no pod runs from it just now", async () => {
        tools.answer(/get pods/, JSON.stringify({ items: [] }));
        engine.tags.add(`${SECOND}-used-by-a`).add(`${SECOND}-used-by-b`);
        const here = { ...KIND, CONTEXT: "kind-kind" };
        assert.deepEqual(await remove(BOTH, here), { left: [SECOND] });
        assert.deepEqual([...node], [onNode(SECOND)]);
        assert.deepEqual([...engine.tags], [SECOND, `${SECOND}-used-by-b`]);
        assert.match(said(), new RegExp(`${SECOND} stays: .*: for node in \\$\\(kind get nodes`));
        // One that is known to be in a profile of minikube's is not there.
        writeRecord("p", aRecord("b"));
        assert.deepEqual(await remove(BOTH, here), { left: [] });
        assert.deepEqual([...node], []);
      });

      it("nothing where pods may not be listed, and name the command for each", async () => {
        tools.answer(/get pods/, { code: 1, stderr: "pods is forbidden" });
        engine.tags.add(`${SECOND}-used-by-a`);
        await remove(BOTH, { ...KIND, CONTEXT: "kind-kind" });
        assert.equal(node.size, 2);
        assert.deepEqual([...engine.tags], []);
        const [line] = said().split("\n");
        for (const image of [FIRST, SECOND])
          assert.match(line!, new RegExp(`^warning: on the node .* images rm ${onNode(image)};`));
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

    it("not what another release in a namespace of the user's runs from, nor any where its own is not known", async () => {
      [labels, pods] = [{}, [{ image: SECOND, namespace: "todo-app", instance: "mine" }]];
      assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      assert.deepEqual([...node], [onNode(SECOND)]);
      assert.match(
        said(),
        new RegExp(`${SECOND} stays: .*: minikube image rm .* --profile p$`, "m"),
      );
      pods = [{ image: SECOND, namespace: "todo-app", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH, { RELEASE: "" }), { left: [SECOND] });
    });

    it("also what the app's own pods run from in the namespace before, where a move from it failed", async () => {
      tools
        .answer(/get namespace before/, namespaceJson("before", "n0"))
        .answer(/get secret app-secrets --namespace before/, () => secret);
      let secret = JSON.stringify({ metadata: { labels: { [OWNER_LABEL]: "a" } } });
      pods = [{ image: SECOND, namespace: "before", instance: "todo-app" }];
      assert.deepEqual(await remove(BOTH), { left: [] });
      for (const others of ["", JSON.stringify({ metadata: { labels: { [OWNER_LABEL]: "b" } } })]) {
        has(FIRST, SECOND);
        secret = others;
        assert.deepEqual(await remove(BOTH), { left: [SECOND] });
      }
    });

    it("nothing that any pod uses where the owner of the namespace is not known", async () => {
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

    it("from the engine alone, and ask no cluster, where the profile is gone", async () => {
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

  describe("of an engine that docker leads to no more,", () => {
    const [here, there] = [
      { id: "e1", host: "unix:///var/run/docker.sock" },
      { id: "e2", host: "ssh://me@far" },
    ];
    const leadsTo = ({ id, host }: typeof here) =>
      tools.answer(/^docker info/, `${id}\n`).answer(/^docker context inspect/, `${host}\n`);
    const command = `(export DOCKER_HOST=${here.host}; docker image rm ${FIRST}-used-by-a; `;

    it("note which one it was", async () => {
      has(FIRST);
      const answer = await deliverImage(given(variables(FIRST)));
      assert.equal(answer.engine, undefined);
      leadsTo(here);
      assert.deepEqual((await deliverImage(given(variables(FIRST)))).engine, here);
      // Podman's has another id whenever it is asked.
      let count = 0;
      tools.answer(/^docker info/, () => `${count++}`);
      assert.equal((await deliverImage(given(variables(FIRST)))).engine, undefined);
    });

    describe("which is reached by TLS,", () => {
      const [host, other] = ["tcp://build.example:2376", { ...there, id: "e3" }];
      const names = ["DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"] as const;
      const before = names.map((name) => process.env[name]);
      const tls = (values: (string | undefined)[]) =>
        names.forEach((name, index) => {
          if (values[index] === undefined) delete process.env[name];
          else process.env[name] = values[index];
        });
      afterEach(() => tls(before));
      /** What is printed, once docker leads elsewhere, for the engine that was noted under a context of that name. */
      const printed = async (context: string) => {
        has(FIRST);
        leadsTo({ id: "e1", host });
        tools.answer(/^docker context inspect --format \{\{.Name/, `${context}\n`);
        const { engine: noted } = await deliverImage(given(variables(FIRST)));
        tls([]);
        leadsTo(other);
        await removeImages(given(variables(FIRST), { images: [FIRST], engine: noted }));
        return /\(export (.*?); docker/.exec(said())?.[1];
      };

      it("name the context that has the certificates, whatever host the shell has", async () => {
        tls([]);
        assert.equal(await printed("build"), "DOCKER_HOST='' DOCKER_CONTEXT=build");
      });

      it("name where the shell had them beside its host", async () => {
        tls(["1", "/certs"]);
        assert.equal(
          await printed("default"),
          `DOCKER_HOST=${host} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=/certs`,
        );
      });

      it("or not at all: by its host alone", async () => {
        tls([]);
        assert.equal(await printed("default"), `DOCKER_HOST=${host}`);
      });
    });

    it("ask it no more than has to be known", async () => {
      const asked = (kind: string) => tools.called(new RegExp(`^docker ${kind} `)).length;
      const since = async (work: () => Promise<unknown>) => {
        const before = [asked("info"), asked("context inspect")] as const;
        await work();
        return [asked("info") - before[0], asked("context inspect") - before[1]];
      };
      has(FIRST);
      const last = { images: [FIRST], engine: here };
      const deliver = (before?: Delivered) =>
        since(() => deliverImage(given(variables(FIRST), before)));
      // None answers.
      assert.deepEqual(await deliver(), [1, 0]);
      leadsTo(here);
      assert.deepEqual(await deliver(), [2, 1], "whether its id stays");
      assert.deepEqual(await deliver(last), [1, 1], "it has stayed");
      leadsTo(there);
      assert.deepEqual(await deliver(last), [2, 1], "another one");
      const remove = (before: Delivered) =>
        since(() => removeImages(given(variables(FIRST), before)));
      assert.deepEqual(await remove({ images: [] }), [0, 0], "nothing to compare");
      assert.deepEqual(await remove({ images: [], engine: here }), [2, 1], "whether it is another");
    });

    it("ask it no more where that decides how the image is brought", async () => {
      keepProfile("p", { Driver: "docker", KubernetesConfig: { ContainerRuntime: "containerd" } });
      engine.tags.add(FIRST);
      leadsTo({ ...here, host: "tcp://build.example:2376" });
      await deliverImage(given(variables(FIRST), { images: [], engine: here }));
      assert.equal(tools.called(/image load/).length, 1);
      assert.deepEqual(tools.called(/^docker (info|context inspect --format \{\{\.End)/), [
        "docker info --format {{.ID}} {{.OperatingSystem}}",
        "docker context inspect --format {{.Endpoints.docker.Host}}",
      ]);
    });

    it("take off the node what is the stack's, and name the command for that engine", async () => {
      has(FIRST, SECOND);
      leadsTo(there);
      // What has its name in this one may be anybody's.
      await removeImages(given(variables(FIRST), { images: [FIRST], engine: here }));
      assert.deepEqual([...node], [onNode(SECOND)]);
      assert.deepEqual([...engine.tags], [FIRST, SECOND]);
      assert.ok(said().includes(`Once they are not needed there: ${command}`), said());
      assert.deepEqual(tools.called(/image (rm|tag) todo/), []);
    });

    it("leave on the node what other stacks of the profile may need: only that engine knows", async () => {
      has(FIRST);
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      leadsTo(there);
      await removeImages(given(variables(FIRST), { images: [FIRST], engine: here }));
      assert.deepEqual([...node], [onNode(FIRST)]);
    });

    it("say nothing where it is the same, by whichever address", async () => {
      has(FIRST);
      leadsTo({ ...there, id: "e1" });
      await removeImages(given(variables(FIRST), { images: [FIRST], engine: here }));
      assert.deepEqual([said(), [...engine.tags], [...node]], ["", [], []]);
    });

    it("name it also where an up goes on with another, and note that", async () => {
      has(FIRST, SECOND);
      leadsTo(there);
      const last = { images: [FIRST], engine: here };
      const answer = await deliverImage(given(variables(SECOND), last));
      assert.deepEqual(answer.engine, there);
      assert.ok(said().includes(command), said());
    });
  });

  describe("brought before the settings changed,", () => {
    /** What else there is: a profile a beside p, and what runs in it. */
    let other: Set<string>;
    let there: string[];
    const inA = { kind: "minikube" as const, profile: "a" };
    beforeEach(() => {
      keepProfile("a");
      [other, there] = [new Set([onNode(FIRST)]), []];
      const spec = (image: string) => ({ containers: [{ image }] });
      tools
        .answer(/^minikube image ls --profile a/, () =>
          JSON.stringify([OF_KUBERNETES, ...[...other].map((tag) => ({ repoTags: [tag] }))]),
        )
        .answer(/^minikube image rm (\S+) --profile a/, ([, image]) => {
          other.delete(image!);
          return "";
        })
        .answer(/--context a get pods/, () =>
          JSON.stringify({
            items: there.map((image) => ({
              ...{ kind: "Pod", metadata: { name: "x", namespace: "todo-app" } },
              spec: spec(image),
            })),
          }),
        );
      has(SECOND);
      engine.tags.add(FIRST);
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
      assert.match(said(), /stays on .* by minikube: .*: minikube image rm .* --profile a$/m);
    });

    it("to another profile: not what a stack of that says in the engine it uses", async () => {
      writeRecord("a", aRecord("x"));
      engine.tags.add(`${FIRST}-used-by-x`);
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
        [`${SECOND} is there already\n`, []],
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
            node.add(onNode(SECOND));
            return "";
          })
          .answer(/^sh -c (?:remove|drop) (\S+)/, ([, image]) => {
            node.delete(onNode(image!));
            return "";
          });
      });

      it("what was just brought stays, where the command is put right that brings it", async () => {
        const failed = await deliverImage(given(put(by("load into wrong", "remove {image}"))));
        const right = by("load into right", "remove {image}");
        const answer = await deliverImage(given(put(right), failed));
        assert.deepEqual([...node], [onNode(SECOND)]);
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
          assert.deepEqual([...node], [onNode(SECOND)]);
          assert.ok(other.has(onNode(SECOND)));
          assert.deepEqual(elsewhere, [{ image: SECOND, delivery: before }]);
        }
      });

      it("is asked for where the command led then", async () => {
        const before = by("load", "remove {image}");
        const last = await deliverImage(given(put(before)));
        engine.tags.add(THIRD);
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
        assert.match(said(), new RegExp(`warning: ${FIRST} stays for now`));
      });

      it("stays where any other stack of the engine uses it: it may be on those nodes", async () => {
        engine.tags.add(`${SECOND}-used-by-b`);
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
