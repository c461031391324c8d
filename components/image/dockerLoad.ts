/**
 * Nodes with Docker: its own store has layers unpacked, and knows each by the digest of what it unpacked and all that is
 * below it. `docker load` opens the file of a layer only where it has none such.
 *
 * Source: https://github.com/moby/moby/blob/v28.5.2/image/tarexport/load.go.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as v from "valibot";
import { Push, pushTo } from "./enginePush";
import type { NodeContainer, PartialLoad } from "./partialLoad";
import { blobFile } from "./pushRegistry";
import { parseJson, readJson } from "../process/json";
import { run } from "../process/shell";
import { commandLine } from "../process/typed";

/** They take an archive as `docker save` writes one, without the layers that they have. */
export const dockerLoad: PartialLoad = {
  command: ["docker", "load", "--quiet"],
  async collect(image, folder, nodes) {
    const ofImage = await layersOfImage(image);
    const there = await Promise.all(nodes.map((node) => imagesOn(node)));
    const held = Math.min(...there.map((others) => layersHeld(ofImage.layers, others)));
    const { config, layers } = await pushed(image, folder, ofImage, held);
    const needed = [config, ...layers.slice(held)];
    const file = (digest: string) => path.relative(folder, blobFile(folder, digest));
    const manifest = [{ Config: file(config), RepoTags: [image], Layers: layers.map(file) }];
    fs.writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
    const files = ["manifest.json", ...new Set(needed.map(file))];
    const sizes = files.map((name) => fs.statSync(path.join(folder, name)).size);
    return { files, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  },
};

/** An image of this machine's engine. */
interface OfImage {
  id: string;
  /** Digests of its layers as they are unpacked, the lowest first. */
  layers: string[];
}

/** The digests of a configuration, and of layers as they are pushed, the lowest first. */
interface Blobs {
  config: string;
  layers: string[];
}

const digests = v.nullable(v.array(v.string()));

async function layersOfImage(image: string): Promise<OfImage> {
  const step = `asking for the layers of ${image}`;
  const format = '{"id":{{json .Id}},"layers":{{json .RootFS.Layers}}}';
  const args = ["image", "inspect", "--format", format, image];
  const { stdout } = await run("docker", args, { step });
  const schema = v.object({ id: v.string(), layers: digests });
  const { id, layers } = readJson(schema, stdout, step, commandLine("docker", args));
  return { id, layers: layers ?? [] };
}

/** The layers of each image of a node. */
async function imagesOn({ name, container }: NodeContainer): Promise<string[][]> {
  const list =
    "docker image inspect --format '{{json .RootFS.Layers}}' $(docker image ls --quiet --no-trunc)";
  const step = `asking node ${name} which layers it has`;
  const args = ["exec", container, "sh", "-c", list];
  const { stdout } = await run("docker", args, { step });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => readJson(digests, line, step, commandLine("docker", args)) ?? []);
}

/**
 * How many of an image's layers a node has, from the lowest on: it has one where it has all that are below it.
 *
 * @param others the layers of each image of the node.
 */
export function layersHeld(layers: string[], others: string[][]): number {
  const inCommon = (other: string[]) => {
    const at = layers.findIndex((layer, index) => layer !== other[index]);
    return at < 0 ? layers.length : at;
  };
  return Math.max(0, ...others.map(inCommon));
}

/** Nobody reads it: the node takes no manifest. */
const ANY_SIZE = 0;

/**
 * Has the engine push the layers that are not held, and the configuration.
 *
 * The digest that a layer is pushed by is in no answer of the engine's. So at first it is told that all that it asks for
 * is there: a layer that it has never pushed, as that of a changed line, it cannot ask for, and sends. What it asked for
 * and the nodes lack it sends the second time.
 */
async function pushed(
  image: string,
  folder: string,
  { id, layers }: OfImage,
  held: number,
): Promise<Blobs> {
  const lacking = ({ config, layers }: Blobs) =>
    [config, ...layers.slice(held)].filter((digest) => !fs.existsSync(blobFile(folder, digest)));
  const push = async (isThere: (digest: string) => boolean) => {
    const done = await pushTo(folder, image, (one) => (isThere(one) ? ANY_SIZE : undefined));
    return blobsOf(folder, done, layers.length);
  };
  let blobs = await push((digest) => held > 0 && digest !== id);
  const left = lacking(blobs);
  if (left.length > 0) blobs = await push((digest) => !left.includes(digest));
  const [missing] = lacking(blobs);
  if (missing) throw new Error(`the engine did not push ${missing} of ${image}`);
  return blobs;
}

const descriptor = v.object({ digest: v.string() });
const manifest = v.object({ config: descriptor, layers: v.array(descriptor) });
const index = v.object({
  manifests: v.array(
    v.object({
      digest: v.string(),
      annotations: v.optional(v.record(v.string(), v.string())),
    }),
  ),
});

/** What an engine with containerd's image store has beside an image: how it was built. */
const ATTESTED = "vnd.docker.reference.type";

/**
 * The blobs of the image that was pushed.
 *
 * @param count how many layers it has.
 * @throws Error where that is none, or one of several platforms.
 */
function blobsOf(folder: string, { pushed }: Push, count: number): Blobs {
  const text = (digest: string) => fs.readFileSync(blobFile(folder, digest), "utf8");
  const one = parseJson(v.union([manifest, index]), text(pushed.digest));
  const images = !("manifests" in one)
    ? [one]
    : one.manifests
        .filter(({ annotations }) => annotations?.[ATTESTED] === undefined)
        .filter(({ digest }) => fs.existsSync(blobFile(folder, digest)))
        .map(({ digest }) => parseJson(manifest, text(digest)));
  const [image, ...others] = images.filter(({ layers }) => layers.length === count);
  if (image === undefined || others.length > 0)
    throw new Error(`${pushed.digest} is not one image of ${count} layers`);
  return {
    config: image.config.digest,
    layers: image.layers.map(({ digest }) => digest),
  };
}
