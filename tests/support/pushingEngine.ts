/** What an engine pushes, as far as a registry sees it. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";

export const digestOf = (data: Buffer) =>
  `sha256:${createHash("sha256").update(data).digest("hex")}`;

export const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

/** An image of the engine, as the blobs that it pushes: the configuration, and then the layers. */
export interface Image {
  blobs: Buffer[];
  manifest: (sizes: number[]) => Buffer;
}

/** Pushes: what the registry has is not sent, the rest in two parts. */
export async function push(
  tag: string,
  image: Image,
  /** Digests of the blobs for which the registry is asked; an engine's classic store learns a layer's by its first push. */
  asked: { has(digest: string): boolean; add(digest: string): void } = new Everything(),
): Promise<void> {
  const [, host, name, reference] = /^([^/]+)\/(.+?):((?:sha256:)?[^:]+)$/.exec(tag)!;
  const base = `http://${host}/v2/${name}`;
  assert.equal((await fetch(`http://${host}/v2/`)).status, 200);
  const sizes: number[] = [];
  for (const blob of image.blobs) {
    const digest = digestOf(blob);
    const head = asked.has(digest)
      ? await fetch(`${base}/blobs/${digest}`, { method: "HEAD" })
      : undefined;
    asked.add(digest);
    sizes.push(head?.ok ? Number(head.headers.get("Content-Length")) : blob.length);
    if (head?.ok) continue;
    const begun = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
    assert.equal(begun.status, 202);
    let at = `http://${host}${begun.headers.get("Location")}`;
    for (const part of [blob.subarray(0, 3), blob.subarray(3)]) {
      const taken = await fetch(at, { method: "PATCH", body: new Uint8Array(part) });
      assert.equal(taken.status, 202);
      at = `http://${host}${taken.headers.get("Location")}`;
    }
    const ended = await fetch(`${at}?digest=${digest}`, { method: "PUT" });
    assert.equal(ended.status, 201);
  }
  const put = await fetch(`${base}/manifests/${reference}`, {
    ...{ method: "PUT", headers: { "Content-Type": MANIFEST } },
    body: new Uint8Array(image.manifest(sizes)),
  });
  assert.equal(put.status, 201);
}

class Everything {
  has = () => true;
  add = () => {};
}
