/** An image of a few layers, and a node that has them or not. */
import assert from "node:assert/strict";
import * as tar from "tar";
import { digestOf, Image, MANIFEST } from "./pushingEngine";
import type { Reply } from "./standIn";

/** @param layers what each holds. */
export function imageOf(...layers: string[]): Image {
  const blobs = [`config of ${layers.join()}`, ...layers].map((text) => Buffer.from(text));
  return {
    blobs,
    manifest: (sizes) =>
      Buffer.from(
        JSON.stringify({
          config: { digest: digestOf(blobs[0]!) },
          layers: blobs.map((blob, at) => ({ digest: digestOf(blob), size: sizes[at] })),
        }),
      ),
  };
}

/** A node: containerd's store, and the images in it. */
export class Store {
  readonly blobs = new Map<string, number>();
  /** Names of the images that are whole here. */
  readonly images: string[] = [];
  /** What other namespaces' images are made of. */
  readonly foreign = new Map<string, number>();

  list(): string {
    const sizes = [...this.blobs, ...this.foreign];
    return [
      ...this.blobs.keys(),
      ...sizes.map(([digest, size]) => `${digest.slice("sha256:".length)} ${size}`),
    ].join("\n");
  }

  take(archive: string): Reply {
    const files = new Map<string, Buffer>();
    tar.list({
      ...{ file: archive, sync: true },
      onReadEntry: (entry) => {
        const parts: Buffer[] = [];
        entry.on("data", (data: Buffer) => parts.push(data));
        entry.on("end", () => files.set(entry.path.replace(/^\.\//, ""), Buffer.concat(parts)));
      },
    });
    const json = (file: string) => JSON.parse(files.get(file)!.toString());
    assert.equal(json("oci-layout").imageLayoutVersion, "1.0.0");
    const [{ digest, mediaType, size, annotations }] = json("index.json").manifests;
    assert.equal(mediaType, MANIFEST);
    const blob = (digest: string) => `blobs/${digest.replace(":", "/")}`;
    assert.equal(files.get(blob(digest))!.length, size);
    const has = (digest: string) => files.has(blob(digest)) || this.blobs.has(digest);
    const { layers } = json(blob(digest)) as { layers: { digest: string; size: number }[] };
    if (!layers.every((layer) => has(layer.digest)))
      return { code: 1, stderr: "ctr: content digest: not found" };
    for (const layer of layers) this.blobs.set(layer.digest, layer.size);
    this.images.push(annotations["io.containerd.image.name"]);
    return "";
  }
}
