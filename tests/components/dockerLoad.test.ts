import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as tar from "tar";
import { layersHeld } from "../../components/image/dockerLoad";
import { loaderFor } from "../../components/image/imageDelivery";
import { deliverLayers } from "../../components/image/layerDelivery";
import type { RunOptions } from "../../components/process/shell";
import { archives, keepProfile } from "../support/models";
import { digestOf, Image, push } from "../support/pushingEngine";
import { ownHome, Reply, standIn } from "../support/standIn";

/** An image of this machine's engine. */
interface Built extends Image {
  id: string;
  /** Digests of its layers as they are unpacked. */
  layers: string[];
}

const PACKED = "packed ";

/** @param layers what each holds. */
function built(...layers: string[]): Built {
  const unpacked = layers.map((text) => digestOf(Buffer.from(text)));
  const config = Buffer.from(JSON.stringify({ rootfs: { diff_ids: unpacked } }));
  const blobs = [config, ...layers.map((text) => Buffer.from(PACKED + text))];
  const [configDigest, ...digests] = blobs.map(digestOf);
  const manifest = (sizes: number[]) =>
    Buffer.from(
      JSON.stringify({
        config: { digest: configDigest },
        layers: digests.map((digest, at) => ({ digest, size: sizes[at + 1] })),
      }),
    );
  return { id: configDigest!, layers: unpacked, blobs, manifest };
}

/** A node: Docker's own store. */
class Store {
  /** The layers of each image, by its name. */
  readonly images = new Map<string, string[]>([["pause:3.10", ["pause"]]]);
  /** Bytes of the last archive's files but its list of images. */
  received = 0;

  list = () => [...this.images.values()].map((layers) => JSON.stringify(layers)).join("\n");

  /** As `docker load` does it. */
  take(archive: string): Reply {
    const files = new Map<string, Buffer>();
    tar.list({
      ...{ file: archive, sync: true },
      onReadEntry: (entry) => {
        const parts: Buffer[] = [];
        entry.on("data", (data: Buffer) => parts.push(data));
        entry.on("end", () => files.set(entry.path, Buffer.concat(parts)));
      },
    });
    const [{ Config, RepoTags, Layers }] = JSON.parse(files.get("manifest.json")!.toString());
    const { diff_ids } = JSON.parse(files.get(Config)!.toString()).rootfs;
    assert.equal(Layers.length, diff_ids.length);
    const held = layersHeld(diff_ids, [...this.images.values()]);
    for (const [at, name] of Layers.entries()) {
      if (at < held) continue;
      const file = files.get(name)?.toString();
      if (file === undefined) return { code: 1, stderr: `open ${name}: no such file` };
      assert.equal(digestOf(Buffer.from(file.slice(PACKED.length))), diff_ids[at]);
    }
    files.delete("manifest.json");
    this.received = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    for (const tag of RepoTags) this.images.set(tag, diff_ids);
    return "";
  }
}

describe("only the layers that a node with Docker lacks", () => {
  const tools = standIn();
  ownHome();
  let engine: Record<string, Built>;
  /** Digests that the engine has learnt by a push. */
  let learnt: Set<string>;
  let nodes: Record<string, Store>;
  let said: string[];
  let left: string[];
  const say = (text: string) => said.push(text);

  beforeEach(() => {
    engine = { "app:1": built("base", "libraries", "source") };
    learnt = new Set();
    nodes = { p: new Store() };
    [said, left] = [[], []];
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
        const image = engine[tag!]!;
        // The registry is always asked for the configuration.
        learnt.add(image.id);
        await push(tag!, image, learnt);
        return "";
      })
      .answer(/^docker image inspect --format {{\.Id}} (\S+)$/, ([, image]) => engine[image!]!.id)
      .answer(/^docker image inspect --format {"id".* (\S+)$/, ([, image]) => {
        const { id, layers } = engine[image!]!;
        return JSON.stringify({ id, layers });
      })
      .answer(/^docker image rm (\S+)$/, ([, tag]) => {
        left = left.filter((one) => one !== tag);
        return "";
      })
      .answer(/^docker exec (\S+) sh -c docker image inspect/, ([, node]) => nodes[node!]!.list())
      .answer(
        /^docker exec --interactive (\S+) docker load --quiet$/,
        ([, node], { inputFile }: RunOptions) => nodes[node!]!.take(inputFile!),
      );
  });
  afterEach(() => {
    const folders = fs
      .readdirSync(os.tmpdir())
      .filter((name) => name.startsWith(`app-image-${process.pid}-`));
    assert.deepEqual(folders, [], "nothing is left on this machine's disk");
    assert.deepEqual(left, [], "nor a tag in the engine");
  });
  const all = () => Object.keys(nodes).map((name) => ({ name, container: name }));
  const deliver = (image: string) => deliverLayers(image, { runtime: "docker", nodes: all() }, say);
  const pushes = () => tools.called(/^docker image push/).length;
  const sizeOf = (image: string, ...blobs: number[]) =>
    blobs.reduce((sum, at) => sum + engine[image]!.blobs[at]!.length, 0);

  it("are sent, and the image is whole there", async () => {
    await deliver("app:1");
    assert.deepEqual([...nodes.p!.images.keys()], ["pause:3.10", "app:1"]);
    assert.equal(nodes.p!.received, sizeOf("app:1", 0, 1, 2, 3));
    assert.equal(pushes(), 1);

    engine["app:2"] = built("base", "libraries", "changed source");
    await deliver("app:2");
    assert.deepEqual(nodes.p!.images.get("app:2"), engine["app:2"].layers);
    assert.equal(nodes.p!.received, sizeOf("app:2", 0, 3));
    assert.equal(pushes(), 2);
  });

  it("are counted", async () => {
    const bytes = await deliver("app:1");
    const names = sizeOf("app:1", 0, 1, 2, 3);
    assert.ok(bytes > names && bytes < names + 1000, `${bytes}`);
  });

  it("are sent where the engine has pushed them before, to another cluster", async () => {
    engine["app:2"] = built("base", "libraries", "changed source");
    await deliver("app:2");
    nodes = { p: new Store() };
    await deliver("app:1");
    // The base and the libraries are there, and the engine knows all of the new image.
    await deliver("app:2");
    assert.deepEqual(nodes.p!.images.get("app:2"), engine["app:2"].layers);
    assert.equal(nodes.p!.received, sizeOf("app:2", 0, 3));
  });

  it("are not what the engine sends besides, as it does not know that they are there", async () => {
    nodes.p!.images.set("app:0", engine["app:1"]!.layers.slice(0, 2));
    await deliver("app:1");
    assert.equal(nodes.p!.received, sizeOf("app:1", 0, 3));
  });

  it("are those above the first that any of several nodes lacks", async () => {
    await deliver("app:1");
    nodes.m02 = new Store();
    nodes.m02.images.set("base:1", engine["app:1"]!.layers.slice(0, 1));
    await deliver("app:1");
    assert.deepEqual(nodes.m02.images.get("app:1"), engine["app:1"]!.layers);
    assert.equal(nodes.m02.received, sizeOf("app:1", 0, 2, 3));
  });

  it("are not sent where a node does not say which it has", async () => {
    tools.answer(/^docker exec \S+ sh -c/, "no JSON");
    await assert.rejects(deliver("app:1"), /asking node p which layers it has failed/);
    assert.equal(pushes(), 0);
  });

  it("are not sent where the engine keeps one back", async () => {
    await deliver("app:1");
    engine["app:2"] = built("base", "changed libraries", "source");
    const [, , missing] = engine["app:2"].blobs.map(digestOf);
    tools.answer(/^docker image push --quiet (\S+)$/, async ([, tag]) => {
      const { blobs, ...image } = engine[tag!]!;
      await push(tag!, { ...image, blobs: blobs.filter((blob) => digestOf(blob) !== missing) });
      return "";
    });
    await assert.rejects(deliver("app:2"), {
      message: `the engine did not push ${missing} of app:2`,
    });
    assert.equal(nodes.p!.images.has("app:2"), false);
  });

  describe("of an engine with containerd's image store,", () => {
    /** Pushes an index: of it, what was built, and for other platforms, what the engine has. */
    const pushesIndex = (built: string[], more: { digest: string }[] = []) => {
      const manifests = built.map((name) => {
        const { blobs, manifest } = engine[name]!;
        return manifest(blobs.map(({ length }) => length));
      });
      const provenance = Buffer.from(
        JSON.stringify({ config: { digest: "sha256:0" }, layers: [{ digest: "sha256:1" }] }),
      );
      const index = Buffer.from(
        JSON.stringify({
          manifests: [
            ...manifests.map((manifest) => ({ digest: digestOf(manifest) })),
            {
              digest: digestOf(provenance),
              annotations: { "vnd.docker.reference.type": "attestation-manifest" },
            },
            ...more,
          ],
        }),
      );
      engine["app:1"]!.id = digestOf(index);
      tools.answer(/^docker image push --quiet (\S+)$/, async ([, tag]) => {
        const own = manifests.map((manifest, at) => ({
          ...{ blobs: engine[built[at]!]!.blobs, manifest: () => manifest },
        }));
        const inIndex = tag!.replace(/:[^:]+$/, "");
        for (const one of [...own, { blobs: [], manifest: () => provenance }])
          await push(`${inIndex}:${digestOf(one.manifest())}`, one);
        await push(tag!, { blobs: [], manifest: () => index });
        return "";
      });
    };

    it("are those of the image beside what tells how it was built", async () => {
      pushesIndex(["app:1"], [{ digest: digestOf(Buffer.from("that of another platform")) }]);
      nodes.p!.images.set("app:0", engine["app:1"]!.layers.slice(0, 2));
      await deliver("app:1");
      assert.deepEqual(nodes.p!.images.get("app:1"), engine["app:1"]!.layers);
      assert.equal(nodes.p!.received, sizeOf("app:1", 0, 3));
    });

    it("are not sent where it has several images under that name", async () => {
      engine["arm:1"] = built("base", "libraries", "source for another processor");
      pushesIndex(["app:1", "arm:1"]);
      await assert.rejects(deliver("app:1"), /^Error: sha256:\w+ is not one image of 3 layers$/);
    });
  });

  it("are what a loader sends, with how much that was", async () => {
    keepProfile("p", { Driver: "docker", KubernetesConfig: { ContainerRuntime: "docker" } });
    const whole = archives(tools);
    const loader = loaderFor({ kind: "minikube", profile: "p" });
    await loader.load("app:1", say);
    assert.match(said.join(), /^sent 0\.0 MB: the layers that the node did not have$/);
    assert.ok(nodes.p!.images.has("app:1"));
    assert.equal(whole.size, 0);
  });
});

describe("the layers that a node holds of an image", () => {
  for (const [others, held] of [
    [[], 0],
    [[["x", "b", "c"]], 0],
    [[["a", "x", "c"], ["a", "b"], []], 2],
    [[["a", "b", "c", "d"]], 3],
  ] as [string[][], number][])
    it(`are ${held} of three where its images have ${JSON.stringify(others)}`, () => {
      assert.equal(layersHeld(["a", "b", "c"], others), held);
    });
});
