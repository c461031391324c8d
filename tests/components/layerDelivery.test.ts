import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { FoundEngine } from "../../components/cluster/engine";
import { loaderFor } from "../../components/image/imageDelivery";
import { deliverLayers, reachesLoopback } from "../../components/image/layerDelivery";
import { pushRegistry } from "../../components/image/pushRegistry";
import type { RunOptions } from "../../components/process/shell";
import { archives, keepProfile } from "../support/models";
import { imageOf, Store } from "../support/nodeStore";
import { digestOf, Image, push } from "../support/pushingEngine";
import { ownHome, standIn } from "../support/standIn";

describe("only the layers that a node lacks", () => {
  const tools = standIn();
  ownHome();
  let engine: Record<string, Image>;
  let nodes: Record<string, Store>;
  let said: string[];
  let left: string[];
  const say = (text: string) => said.push(text);
  const folders = () =>
    fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith(`app-image-${process.pid}-`));
  let before: string[];

  beforeEach(() => {
    engine = { "app:1": imageOf("base", "libraries", "source") };
    nodes = { p: new Store() };
    [said, left, before] = [[], [], folders()];
    tools
      .answer(/^docker context inspect/, "unix:///var/run/docker.sock\n")
      .answer(/^docker info/, "e1 Debian GNU/Linux 12 (bookworm)\n")
      .answer(/^docker image ls/, () => left.join("\n"))
      .answer(/^docker image tag (\S+) (\S+)$/, ([, image, tag]) => {
        left.push(tag!);
        engine[tag!] = engine[image!]!;
        return "";
      })
      .answer(/^docker image push --quiet (\S+)$/, async ([, tag]) => {
        await push(tag!, engine[tag!]!);
        return "";
      })
      .answer(/^docker image inspect --format {{\.Id}} (\S+)$/, ([, image]) =>
        digestOf(engine[image!]!.blobs[0]!),
      )
      .answer(/^docker image rm (\S+)$/, ([, tag]) => {
        left = left.filter((one) => one !== tag);
        return "";
      })
      .answer(/^docker exec (\S+) sh -c ctr --namespace=k8s.io content ls -q/, ([, node]) =>
        nodes[node!]!.list(),
      )
      .answer(
        /^docker exec --interactive (\S+) ctr --namespace=k8s.io images import -$/,
        ([, node], { inputFile }: RunOptions) => nodes[node!]!.take(inputFile!),
      );
  });
  afterEach(() => {
    assert.deepEqual(folders(), before, "nothing is left on this machine's disk");
    assert.deepEqual(left, [], "nor a tag in the engine");
  });
  const all = () => Object.keys(nodes).map((name) => ({ name, container: name }));
  const deliver = (image: string) =>
    deliverLayers(image, { runtime: "containerd", nodes: all() }, say);

  it("are sent, and the image is whole there", async () => {
    const { blobs } = engine["app:1"]!;
    const whole = await deliver("app:1");
    assert.ok(whole > Buffer.concat(blobs).length);
    assert.deepEqual(nodes.p!.images, ["docker.io/library/app:1"]);

    engine["app:2"] = imageOf("base", "libraries", "changed source");
    const few = await deliver("app:2");
    const { blobs: next } = engine["app:2"];
    const manifest = engine["app:2"].manifest(next.map(({ length }) => length));
    assert.equal(few, next[0]!.length + next[3]!.length + manifest.length);
    assert.deepEqual(nodes.p!.images, ["docker.io/library/app:1", "docker.io/library/app:2"]);
  });

  it("are those that any of several nodes lacks", async () => {
    await deliver("app:1");
    nodes.m02 = new Store();
    await deliver("app:1");
    assert.deepEqual(nodes.m02.images, ["docker.io/library/app:1"]);
  });

  it("are not what the images of another namespace on the node are made of", async () => {
    for (const blob of engine["app:1"]!.blobs) nodes.p!.foreign.set(digestOf(blob), blob.length);
    await deliver("app:1");
    assert.deepEqual(nodes.p!.images, ["docker.io/library/app:1"]);
  });

  it("are not sent where the engine pushes nothing, and no tag of it is left", async () => {
    tools.answer(/^docker image push/, { code: 1, stderr: "connection refused" });
    await assert.rejects(deliver("app:1"), /pushing app:1 failed[^]*connection refused/);
    tools.answer(/^docker image push/, "");
    await assert.rejects(deliver("app:1"), /Docker did not push app:1 to this program's registry/);
    assert.deepEqual(nodes.p!.images, []);
    assert.deepEqual(tools.called(/images import/), []);
  });

  it("are of the image itself: what another user of this machine pushed in its place is refused", async () => {
    engine["evil:1"] = imageOf("base", "libraries", "another source");
    tools.answer(/^docker image push --quiet (\S+)$/, async ([, tag]) => {
      await push(tag!, engine["app:1"]!);
      await push(tag!, engine["evil:1"]!);
      return "";
    });
    await assert.rejects(deliver("app:1"), /^Error: what was pushed is not app:1 \(sha256:/);
    assert.deepEqual(nodes.p!.images, []);
  });

  it("are known by the digest of what was pushed, where the engine's store is containerd's", async () => {
    const { blobs, manifest } = engine["app:1"]!;
    const id = digestOf(manifest(blobs.map(({ length }) => length)));
    tools.answer(/^docker image inspect/, id);
    await deliver("app:1");
    assert.deepEqual(nodes.p!.images, ["docker.io/library/app:1"]);
  });

  it("leave no folder of a run that was killed, but that of one which is under way", async () => {
    // No process has this number.
    const [killed, live] = [2 ** 22 + 7, process.pid].map((pid) =>
      fs.mkdtempSync(path.join(os.tmpdir(), `app-image-${pid}-`)),
    );
    await deliver("app:1");
    assert.equal(fs.existsSync(killed!), false);
    assert.equal(fs.existsSync(live!), true);
    fs.rmdirSync(live!);
  });

  it("leave no tag of a run that was cut off, but that of one which is under way", async () => {
    const other = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const tagAt = (port: number, image = "app:0") =>
      `127.0.0.1:${port}/image-on-its-way-to-a-node/${image}`;
    const { port } = other.address() as net.AddressInfo;
    const gone = await pushRegistry(
      fs.mkdtempSync(path.join(os.tmpdir(), "todo-")),
      () => undefined,
    );
    await gone.close();
    const free = Number(gone.host.split(":")[1]);
    left = [tagAt(free), tagAt(free, "acme/app:0"), tagAt(port), "acme/app:0"];
    // Docker's filter by a reference finds no name with a slash more than that has.
    tools.answer(/^docker image ls --filter reference=/, () =>
      left.filter((tag) => tag.split("/").length === 3).join("\n"),
    );
    await deliver("app:1");
    assert.deepEqual(left, [tagAt(port), "acme/app:0"]);
    other.close();
    left = [];
  });

  describe("are what a loader sends", () => {
    const load = (config: object) => {
      keepProfile("p", {
        Driver: "docker",
        KubernetesConfig: { ContainerRuntime: "containerd" },
        ...config,
      });
      return loaderFor({ kind: "minikube", profile: "p" }).load("app:1", say);
    };
    let whole: Set<string>;
    beforeEach(() => {
      whole = archives(tools);
      tools.answer(/^kind get nodes/, "p\n").answer(/^kind load/, "");
    });
    const wentWhole = () => tools.called(/^docker image save|^kind load/).length > 0;

    it("to a minikube with containerd, with how much that was", async () => {
      await load({});
      assert.match(said.join(), /^sent 0\.0 MB: the layers that the node did not have$/);
      assert.deepEqual(nodes.p!.images, ["docker.io/library/app:1"]);
      assert.equal(wentWhole(), false);
      assert.equal(whole.size, 0);
    });

    it("to each node of a profile, by the name of its container", async () => {
      nodes["p-m02"] = new Store();
      await load({ Nodes: [{ Name: "" }, { Name: "m02" }] });
      assert.deepEqual(nodes["p-m02"].images, ["docker.io/library/app:1"]);
    });

    it("to kind", async () => {
      await loaderFor({ kind: "kind", cluster: "k" }).load("app:1", say);
      assert.deepEqual(nodes.p!.images, ["docker.io/library/app:1"]);
      assert.equal(wentWhole(), false);
    });

    it("and it sends the whole image where they cannot be sent, and says why", async () => {
      tools.answer(/images import/, { code: 1, stderr: "no such container" });
      await load({});
      assert.ok(wentWhole());
      assert.match(
        said.join(),
        /^app:1 is loaded with all its layers, .*importing app:1 on node p failed/,
      );
    });

    it("and it sends the whole image where the engine does not say where it is, and says so", async () => {
      tools.answer(/^docker info/, () => {
        throw Object.assign(new Error("killed"), { signal: "SIGKILL" });
      });
      await load({});
      assert.ok(wentWhole());
      assert.match(
        said.join(),
        /^app:1 is loaded with all its layers, .* does not report .* Run: docker info$/,
      );
    });

    for (const [what, config, system] of [
      ["the node is no container", { Driver: "kvm2" }],
      ["it has another runtime", { KubernetesConfig: { ContainerRuntime: "crio" } }],
      ["the engine is in a machine of its own", {}, "e1 Docker Desktop"],
    ] as [string, object, string?][])
      it(`and it says nothing of them where ${what}`, async () => {
        if (system) tools.answer(/^docker info/, `${system}\n`);
        await load(config);
        assert.ok(wentWhole());
        assert.deepEqual(said, []);
        assert.deepEqual(tools.called(/^docker image (tag|push)/), []);
      });
  });

  it("are pushed only by an engine of this machine", () => {
    const found = { id: "e1", host: "unix:///var/run/docker.sock", system: "Debian" };
    const reaches = (engine: FoundEngine | undefined) => reachesLoopback(() => engine, "linux");
    assert.equal(reaches(found), true);
    assert.equal(
      reachesLoopback(() => assert.fail("asked"), "darwin"),
      false,
    );
    assert.equal(reaches({ ...found, system: "Docker Desktop" }), false);
    assert.throws(() => reaches(undefined), /Docker does not report where its engine is/);
    for (const host of ["tcp://192.0.2.1:2376", undefined])
      assert.equal(reaches({ ...found, host }), false);
  });
});
