/**
 * A registry that lives as long as one push: the engine gives it what of an image is not on the nodes yet, and it keeps
 * that in a folder in the form of an OCI image layout. It listens on the loopback alone.
 *
 * Source: the push part of https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md and
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md.
 */
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";

/** What a manifest is known by. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

export interface PushRegistry {
  /** The host and port that an image's name begins with. */
  host: string;
  /** What was pushed last under a tag; undefined where nothing was. */
  pushed(): Descriptor | undefined;
  /** What was received, by digest with its size in bytes. */
  received(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** The size in bytes of a blob that the nodes have already, by its digest; undefined where they do not. */
export type SizeOf = (digest: string) => number | undefined;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The file of a blob in a layout. */
export const blobFile = (folder: string, digest: string) =>
  path.join(folder, "blobs", ...digest.split(":"));

/**
 * @param folder where the layout is to be.
 * @param sizeThere what the nodes have already: the engine does not send it.
 */
export async function pushRegistry(folder: string, sizeThere: SizeOf): Promise<PushRegistry> {
  const layout = new Layout(folder, sizeThere);
  const server = http.createServer((request, response) => {
    answer(request, layout)
      .catch((): Answer => ({ status: 500 }))
      .then(({ status, headers = {} }) => {
        const own = { "Docker-Distribution-Api-Version": "registry/2.0", "Content-Length": "0" };
        response.writeHead(status, { ...own, ...headers }).end();
      });
  });
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(0, "127.0.0.1", resolve),
  );
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    pushed: () => layout.pushed,
    received: () => layout.received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The folder, and what has come into it. */
class Layout {
  readonly received = new Map<string, number>();
  pushed: Descriptor | undefined;
  /** Uploads that were begun, and not ended yet. */
  readonly uploads = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly sizeThere: SizeOf,
  ) {
    fs.mkdirSync(path.join(folder, "blobs", "sha256"), { recursive: true });
  }

  /** Of a blob that the nodes have or that came, in bytes. */
  sizeOf(digest: string): number | undefined {
    return this.received.get(digest) ?? this.sizeThere(digest);
  }

  /** Adds a request's body to a file that is no blob yet. */
  async append(request: http.IncomingMessage, name: string): Promise<string> {
    const file = path.join(this.folder, path.basename(name));
    await pipeline(request, fs.createWriteStream(file, { flags: "a" }));
    return file;
  }

  /** Makes a whole file a blob. @returns its size in bytes. */
  keep(file: string, digest: string): number {
    const { size } = fs.statSync(file);
    this.received.set(digest, size);
    fs.renameSync(file, blobFile(this.folder, digest));
    return size;
  }
}

/** A request for something of an image of this name. */
interface Asked {
  request: http.IncomingMessage;
  layout: Layout;
  name: string;
  /** A digest, a tag or an upload. */
  reference: string;
  query: URLSearchParams;
}

async function answer(request: http.IncomingMessage, layout: Layout): Promise<Answer> {
  const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://registry");
  const [, name, kind, reference] =
    /^\/v2\/(.+)\/(blobs|manifests)\/(.+?)\/?$/.exec(pathname) ?? [];
  if (name === undefined) return { status: pathname === "/v2/" ? 200 : 404 };
  const asked = { request, layout, name, reference: reference!, query };
  return kind === "manifests" ? manifest(asked) : (blobs[request.method ?? ""]?.(asked) ?? NO_SUCH);
}

const NO_SUCH: Answer = { status: 405 };

const blobs: Record<string, (asked: Asked) => Answer | Promise<Answer>> = {
  HEAD({ layout, name, reference }) {
    const size = layout.sizeOf(reference);
    if (size === undefined) return { status: 404 };
    // The engine takes the size into its manifest.
    return {
      status: 200,
      headers: { ...at(name, "blobs", reference), "Content-Length": `${size}` },
    };
  },
  POST({ layout, name, query }) {
    const mount = query.get("mount");
    if (mount !== null && layout.sizeOf(mount) !== undefined)
      return { status: 201, headers: at(name, "blobs", mount) };
    const begun = `uploads/${randomUUID()}`;
    layout.uploads.add(begun);
    return goesOn(name, begun, 0);
  },
  async PATCH({ request, layout, name, reference }) {
    if (!layout.uploads.has(reference)) return { status: 404 };
    const file = await layout.append(request, reference);
    return goesOn(name, reference, fs.statSync(file).size);
  },
  async PUT({ request, layout, name, reference, query }) {
    // The last request of an upload, whether its blob is taken or not.
    if (!layout.uploads.delete(reference)) return { status: 404 };
    const file = await layout.append(request, reference);
    const digest = query.get("digest") ?? "";
    if (!DIGEST.test(digest) || (await digestOf(file)) !== digest) return { status: 400 };
    layout.keep(file, digest);
    return { status: 201, headers: at(name, "blobs", digest) };
  },
};

async function manifest({ request, layout, name, reference }: Asked): Promise<Answer> {
  // Each is to be sent: an image is known by the last one.
  if (request.method !== "PUT") return { status: 404 };
  const file = await layout.append(request, randomUUID());
  const digest = await digestOf(file);
  const size = layout.keep(file, digest);
  if (!DIGEST.test(reference))
    layout.pushed = { mediaType: request.headers["content-type"] ?? "", digest, size };
  return { status: 201, headers: at(name, "manifests", digest) };
}

const at = (name: string, kind: string, digest: string) => ({
  Location: `/v2/${name}/${kind}/${digest}`,
  "Docker-Content-Digest": digest,
});

/** An upload that is not at its end: so many bytes of it came. */
const goesOn = (name: string, upload: string, size: number): Answer => ({
  status: 202,
  headers: {
    Location: `/v2/${name}/blobs/${upload}`,
    Range: `0-${Math.max(0, size - 1)}`,
    "Docker-Upload-UUID": path.basename(upload),
  },
});

interface Answer {
  status: number;
  headers?: Record<string, string>;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(fs.createReadStream(file), hash);
  return `sha256:${hash.digest("hex")}`;
}
