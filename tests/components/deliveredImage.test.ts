import assert from "node:assert/strict";
import { deliverExistingImage } from "../../components/programs/deliverExistingImage";
import type { Started } from "../../components/cluster/started";
import { stopCluster } from "../../components/programs/stopCluster";
import { noteImage, notedImages, writeRecord } from "../../components/cluster/profileRecord";
import { archives, keepProfile, Minikube, OF_KUBERNETES } from "../support/models";
import { given, hearing, ownHome, standIn } from "../support/standIn";
import { aRecord } from "../support/states";

const IMAGE = "postgres:17-alpine";

describe("an image on the node", () => {
  ownHome();
  const tools = standIn();
  const said = hearing();
  /** What the engine has, by name with its platform. */
  let engine: Record<string, string>;
  let node: string[];
  let pods: string[];
  beforeEach(() => {
    new Minikube(tools).runs("p");
    writeRecord("p", { ...aRecord("a"), started: false });
    [engine, node, pods] = [{ [IMAGE]: "linux/amd64" }, [], []];
    archives(tools, (image) => {
      node.push(`docker.io/library/${image}`);
      return "";
    });
    tools
      .answer(/^docker version/, "linux/amd64\n")
      .answer(/^docker image inspect --format \S+ (\S+)$/, ([, image]) =>
        engine[image!] ? `${engine[image!]}\n` : { code: 1, stderr: "No such image" },
      )
      .answer(/^minikube image ls --profile p/, () =>
        JSON.stringify([OF_KUBERNETES, { repoTags: node }]),
      )
      .answer(/^minikube image rm (\S+) --profile p$/, ([, image]) => {
        node.splice(node.indexOf(image!), 1);
        return "";
      })
      .answer(/^kubectl --context p get pods,replicasets/, () =>
        JSON.stringify({
          items: pods.map((image) => ({
            kind: "Pod",
            metadata: { name: "x", namespace: "other" },
            spec: { containers: [{ image }] },
          })),
        }),
      );
  });
  // One that was not built here.
  const bring = (more: Record<string, string> = {}) =>
    deliverExistingImage(
      given({
        ...{ PROFILE: "p", OWNER: "a", UPSTREAM_IMAGE: IMAGE, PLATFORM: "" },
        ...{ DELIVERY: JSON.stringify({ kind: "minikube", profile: "p" }), ...more },
      }),
    );
  const stop = (owner = "a") =>
    stopCluster(given<Started>({ PROFILE: "p", STACK: "dev", OWNER: owner }));
  const loads = () => tools.called(/image load/).length;

  it("is brought from the engine to a node that lacks it, once", async () => {
    assert.deepEqual(await bring(), { there: true });
    assert.deepEqual(await bring(), { there: true });
    assert.equal(loads(), 1);
    assert.match(said(), /^bringing postgres:17-alpine from the engine$/m);
  });

  it("is pulled by the node where the engine has none, and the command is named that helps", async () => {
    engine = {};
    assert.deepEqual(await bring(), { there: false });
    assert.equal(loads(), 0);
    assert.match(said(), /the node pulls .*: docker pull postgres:17-alpine, then make up$/m);
  });

  for (const [platform, has, command] of [
    ["", "linux/arm64", "docker pull postgres:17-alpine"],
    ["linux/arm64", "linux/amd64", "docker pull --platform linux/arm64 postgres:17-alpine"],
  ] as const) {
    it(`is pulled where the engine's is for ${has}, and ${platform || "its own"} is wanted`, async () => {
      engine[IMAGE] = has;
      assert.deepEqual(await bring({ PLATFORM: platform }), { there: false });
      assert.equal(loads(), 0);
      assert.ok(said().includes(`: ${command}, then`), said());
    });
  }

  it("is brought where the engine's is for the platform that is named", async () => {
    engine[IMAGE] = "linux/arm64";
    assert.deepEqual(await bring({ PLATFORM: "linux/arm64" }), { there: true });
  });

  it("is left to the nodes by its digest, and by a registry", async () => {
    const registry = { kind: "registry", registry: "registry.example.com" };
    assert.deepEqual(await bring({ UPSTREAM_IMAGE: `${IMAGE}@sha256:${"0".repeat(64)}` }), {
      there: false,
    });
    assert.deepEqual(await bring({ DELIVERY: JSON.stringify(registry) }), { there: false });
    assert.deepEqual(tools.calls, []);
  });

  it("goes by the user's own command, which cannot be asked what is there", async () => {
    tools.answer(/^sh -c/, "");
    const delivery = { kind: "command", load: "k3d image import {image}", remove: "" };
    assert.deepEqual(await bring({ PROFILE: "", DELIVERY: JSON.stringify(delivery) }), {
      there: true,
    });
    assert.deepEqual(tools.called(/^sh/), [`sh -c k3d image import ${IMAGE}`]);
  });

  for (const [what, failing] of [
    ["cannot be asked", /^minikube image ls/],
    ["cannot take it", /^minikube image load/],
  ] as const) {
    it(`keeps no deployment from going on where the node ${what}`, async () => {
      tools.answer(failing, { code: 1, stderr: "disk full" });
      assert.deepEqual(await bring(), { there: false });
      assert.match(said(), /warning: postgres:17-alpine was not brought .*\n[^]*disk full/);
    });
  }

  it("stays on the node of a profile that stays, as one that was pulled: it is not known what else uses it", async () => {
    await bring();
    await stop();
    assert.equal(node.length, 1);
    assert.deepEqual(tools.called(/image rm/), []);
  });

  describe("of the app's own, in a profile that stays,", () => {
    const OWN = "todo-backend:1111111111111111";
    const has = (owner = "a") => {
      node = [`docker.io/library/${OWN}`];
      noteImage("p", owner, OWN);
    };

    it("is taken off the node in the end also where the state never came to know of it", async () => {
      has();
      await stop();
      assert.deepEqual(node, []);
      assert.deepEqual(notedImages("p", "a"), []);
    });

    it("is asked for only once where it is gone already", async () => {
      noteImage("p", "a", OWN);
      await stop();
      assert.equal(tools.called(/image ls/).length, 1);
      assert.deepEqual(tools.called(/image rm|kubectl/), []);
    });

    it("stays as long as other pods use it", async () => {
      has();
      pods = [OWN];
      await stop();
      assert.equal(node.length, 1);
      assert.match(said(), new RegExp(`${OWN} is kept on the node: other pods use it`));
    });

    it("is named with the command where the node keeps it without a word from minikube", async () => {
      has();
      tools.answer(/^minikube image rm/, "");
      await stop();
      assert.match(
        said(),
        /By hand: minikube image rm \S+todo-backend:1+ --profile p\n.* still on node p/,
      );
    });

    it("is taken off every node, and none that does not answer is without it", async () => {
      has();
      keepProfile("p", { Nodes: [{ Name: "" }, { Name: "m02" }] });
      tools
        .answer(/crictl images/, JSON.stringify({ images: [OF_KUBERNETES] }))
        .answer(/--node m02/, { code: 1, stderr: "the host does not run" });
      await stop();
      assert.match(said(), /on the node nothing is removed\. By hand: minikube image rm [^]* m02 /);
    });

    it("goes with the last of the stacks that use the profile", async () => {
      has();
      writeRecord("p", { ...aRecord("b"), started: false });
      await stop("a");
      assert.equal(node.length, 1);
      assert.deepEqual(notedImages("p", "b"), [OWN]);
      await stop("b");
      assert.deepEqual(node, []);
    });

    it("stays with a warning and the command where the cluster does not say who uses it", async () => {
      has();
      tools.answer(/get pods,replicasets/, { code: 1, stderr: "i/o timeout" });
      assert.deepEqual(await stop(), { profile: "p", deleted: false });
      assert.match(said(), /By hand: minikube image rm \S+todo-backend:1+ --profile p\n[^]*i\/o/);
      assert.equal(node.length, 1);
    });

    it("is noted only where the stack keeps its record beside the profile, and once", () => {
      noteImage("p", "stranger", OWN);
      noteImage("", "a", OWN);
      noteImage("p", "a", OWN);
      noteImage("p", "a", OWN);
      assert.deepEqual(notedImages("p", "stranger"), []);
      assert.deepEqual(notedImages("p", "a"), [OWN]);
    });
  });
});
