import assert from "node:assert/strict";
import { HeadStart } from "../../cli/watch/headStart";
import { notedImages, writeRecord } from "../../components/cluster/profileRecord";
import { resourcesOf, type State } from "../../components/process/stackState";
import { deployed, dockerfileOf, nameOf, write } from "../support/editedSource";
import { imagesOnNode, onNode } from "../support/imagesOnNode";
import { keepProfile } from "../support/models";
import { ownCheckout } from "../support/standIn";
import { aRecord } from "../support/states";

const WHERE = { context: "p", kubeconfig: "/k", namespace: "todo-app" };

describe("the head start of a round", () => {
  ownCheckout();
  const { tools, cluster } = imagesOnNode();
  let before: string;
  let state: State;
  let headStart: HeadStart;
  /** What the Deployment's containers run. */
  let running: { initContainers?: string[]; containers: string[] };
  let givenUp: boolean;

  const patches = () =>
    tools.called(/ patch deployment backend /).map((call) => /--patch=(.*)$/.exec(call)![1]!);
  const edit = () => {
    write("two");
    return nameOf();
  };
  const begin = (...names: string[]) => headStart.begin(names, () => givenUp);

  beforeEach(async () => {
    write("one");
    before = nameOf();
    state = deployed(before);
    running = { initContainers: [before], containers: ["proxy:1", before] };
    givenUp = false;
    const spec = () =>
      Object.fromEntries(
        Object.entries(running).map(([kind, images]) => [kind, images.map((image) => ({ image }))]),
      );
    tools
      .answer(/^docker build .*--tag (\S+) /, ([, name]) => {
        cluster.engine.tags.add(name!);
        return "";
      })
      .answer(/ get deployment backend /, () =>
        JSON.stringify({ spec: { template: { spec: spec() } } }),
      )
      .answer(/ patch deployment backend .*--patch=(.*)$/, ([, patch]) => {
        for (const { op, path: at, value } of JSON.parse(patch!)) {
          const [kind, index] = at.split("/").slice(4, 6) as ["containers", string];
          if (op === "replace") running[kind][Number(index)] = value;
        }
        return "";
      });
    headStart = new HeadStart(
      async () => state,
      () => WHERE,
    );
    await headStart.learn();
  });

  it("builds an edited image, brings it to the node, and has its containers follow", async () => {
    writeRecord("p", aRecord("a"));
    const to = edit();
    const end = await begin("backend");
    assert.deepEqual(tools.called(/^docker build/), [
      `docker build --quiet --tag ${to} --file ${dockerfileOf("backend")} --platform linux/arm64 --build-arg PYTHON_IMAGE=python ./backend`,
    ]);
    assert.ok(cluster.engine.tags.has(`${to}-used-by-a`));
    assert.ok(cluster.node.has(onNode(to)));
    assert.deepEqual(notedImages("p", "a"), [to]);
    assert.deepEqual(running, { initContainers: [to], containers: ["proxy:1", to] });
    await end(true);
    assert.equal(patches().length, 1);
  });

  it("asks where the engine is once, and only where the delivery goes by that", async () => {
    const questions = () => tools.called(/^docker info/).length;
    tools
      .answer(/^docker info/, "e1 Docker Desktop\n")
      .answer(/^docker context inspect/, "unix:///x\n");
    edit();
    await (
      await begin("backend")
    )(true);
    assert.equal(questions(), 0);
    keepProfile("p", { Driver: "docker", KubernetesConfig: { ContainerRuntime: "containerd" } });
    for (const text of ["three", "four"]) {
      write(text);
      await (
        await begin("backend")
      )(true);
      assert.equal(questions(), 1);
    }
  });

  it("rolls a Deployment without init containers", async () => {
    running = { containers: [before] };
    const to = edit();
    await begin("backend");
    assert.deepEqual(running, { containers: [to] });
  });

  it("goes on from what it deployed last", async () => {
    const second = edit();
    const end = await begin("backend");
    await end(true);
    assert.equal(running.containers[1], second);
    write("three");
    await begin("backend");
    assert.equal(running.containers[1], nameOf());
  });

  it("is none for an image that was deployed from another source", async () => {
    state = deployed("todo-backend:0123456789abcdef");
    await headStart.learn();
    edit();
    await begin("backend");
    assert.deepEqual(tools.called(/^docker build/), []);
  });

  it("is taken back where the round fails", async () => {
    edit();
    const end = await begin("backend");
    await end(false);
    assert.deepEqual(running, { initContainers: [before], containers: ["proxy:1", before] });
  });

  it("is taken back of every part, whatever becomes of another, and all that fails is told", async () => {
    write("one", "frontend");
    const parts = [state, deployed(nameOf({ part: "frontend" }), { part: "frontend" })];
    state = { deployment: { resources: parts.flatMap(resourcesOf) } };
    await headStart.learn();
    edit();
    write("two", "frontend");
    const end = await begin("backend", "frontend");
    for (const part of ["backend", "frontend"])
      tools.answer(new RegExp(` get deployment ${part} `), { code: 1, stderr: `no ${part}` });
    await assert.rejects(
      end(false),
      /deployment backend of p failed[^]*no backend[^]*deployment frontend of p failed[^]*no frontend/,
    );
  });

  it("takes nothing back where Helm has done so", async () => {
    edit();
    const end = await begin("backend");
    running = { initContainers: [before], containers: ["proxy:1", before] };
    await end(false);
    assert.equal(patches().length, 1);
  });

  it("ends after the step in which the round is given up", async () => {
    const to = edit();
    tools.answer(/^docker build .*--tag (\S+) /, ([, name]) => {
      givenUp = true;
      cluster.engine.tags.add(name!);
      return "";
    });
    await begin("backend");
    assert.deepEqual([...cluster.node], []);
    assert.ok(!cluster.engine.tags.has(`${to}-used-by-a`));
    assert.deepEqual(patches(), []);
  });

  it("changes no pod where the round is given up while the image is on its way to the node", async () => {
    const to = edit();
    tools.answer(/^minikube image load/, () => {
      givenUp = true;
      cluster.node.add(onNode(to));
      return "";
    });
    await begin("backend");
    assert.ok(cluster.node.has(onNode(to)));
    assert.deepEqual(patches(), []);
  });

  it("leaves a build that fails to the up, which says why", async () => {
    edit();
    tools.answer(/^docker build/, { code: 1, stderr: "a typo" });
    const end = await begin("backend");
    assert.deepEqual(patches(), []);
    await end(false);
  });

  it("says why there was none where the up has ended well", async () => {
    const to = edit();
    tools.answer(/ get deployment backend /, { code: 1, stderr: "no answer" });
    const end = await begin("backend");
    await assert.rejects(end(true), /slower[^]*asking for deployment backend[^]*no answer/);
    running = { containers: [to] };
    tools.answer(/ get deployment backend /, () =>
      JSON.stringify({ spec: { template: { spec: { containers: [{ image: to }] } } } }),
    );
    write("three");
    await begin("backend");
    assert.deepEqual(running, { containers: [nameOf()] });
  });

  for (const other of ["chart", "settings"])
    it(`does nothing where the ${other} was edited too, and knows the images again afterwards`, async () => {
      const to = edit();
      const end = await begin("backend", other);
      assert.deepEqual(tools.called(/^docker build/), []);
      state = deployed(to);
      running = { initContainers: [to], containers: ["proxy:1", to] };
      await end(true);
      write("three");
      await begin("backend");
      assert.equal(running.containers[1], nameOf());
    });
});
