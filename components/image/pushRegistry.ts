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
interface Descriptor {
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

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The file of a blob in a layout. */
export const blobFile = (folder: string, digest: string) =>
  path.join(folder, "blobs", ...digest.split(":"));

/**
 * @param folder where the layout is to be.
 * @param there blobs that the nodes have already, by digest with their size in bytes: the engine does not send them.
 */
export async function pushRegistry(
  folder: string,
  there: ReadonlyMap<string, number>,
): Promise<PushRegistry> {
  fs.mkdirSync(path.join(folder, "blobs", "sha256"), { recursive: true });
  const received = new Map<string, number>();
  let pushed: Descriptor | undefined;
  /** Uploads that were begun, and not ended yet. */
  const uploads = new Set<string>();
  const keep = (digest: string, file: string) => {
    received.set(digest, fs.statSync(file).size);
    fs.renameSync(file, blobFile(folder, digest));
  };
  const sizeOf = (digest: string) => there.get(digest) ?? received.get(digest);

  const server = http.createServer((request, response) => {
    answer(request)
      .catch((): Answer => ({ status: 500 }))
      .then(({ status, headers = {} }) => {
        const own = { "Docker-Distribution-Api-Version": "registry/2.0", "Content-Length": "0" };
        response.writeHead(status, { ...own, ...headers }).end();
      });
  });

  async function answer(request: http.IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://registry");
    const [, name, kind, reference] =
      /^\/v2\/(.+)\/(blobs|manifests)\/(.+?)\/?$/.exec(pathname) ?? [];
    if (name === undefined) return { status: pathname === "/v2/" ? 200 : 404 };
    const at = (digest: string) => ({
      Location: `/v2/${name}/${kind}/${digest}`,
      "Docker-Content-Digest": digest,
    });
    if (kind === "manifests") return manifest(request, reference!, at);
    switch (request.method) {
      case "HEAD": {
        const size = sizeOf(reference!);
        if (size === undefined) return { status: 404 };
        // The engine takes the size into its manifest.
        return { status: 200, headers: { ...at(reference!), "Content-Length": `${size}` } };
      }
      case "POST": {
        const mount = searchParams.get("mount") ?? "";
        if (sizeOf(mount) !== undefined) return { status: 201, headers: at(mount) };
        const begun = `uploads/${randomUUID()}`;
        uploads.add(begun);
        return upload(name, begun, 0);
      }
      case "PATCH":
      case "PUT": {
        if (!uploads.has(reference!)) return { status: 404 };
        // The last request of an upload, whether its blob is taken or not.
        if (request.method === "PUT") uploads.delete(reference!);
        const file = path.join(folder, path.basename(reference!));
        await pipeline(request, fs.createWriteStream(file, { flags: "a" }));
        if (request.method === "PATCH") return upload(name, reference!, fs.statSync(file).size);
        const digest = searchParams.get("digest") ?? "";
        if (!DIGEST.test(digest) || (await digestOf(file)) !== digest) return { status: 400 };
        keep(digest, file);
        return { status: 201, headers: at(digest) };
      }
      default:
        return { status: 405 };
    }
  }

  const upload = (name: string, session: string, size: number): Answer => ({
    status: 202,
    headers: {
      Location: `/v2/${name}/blobs/${session}`,
      Range: `0-${Math.max(0, size - 1)}`,
      "Docker-Upload-UUID": path.basename(session),
    },
  });

  async function manifest(
    request: http.IncomingMessage,
    reference: string,
    at: (digest: string) => Record<string, string>,
  ): Promise<Answer> {
    // Each is to be sent: an image is known by the last one.
    if (request.method !== "PUT") return { status: 404 };
    const file = path.join(folder, randomUUID());
    await pipeline(request, fs.createWriteStream(file));
    const [digest, { size }] = [await digestOf(file), fs.statSync(file)];
    keep(digest, file);
    if (!DIGEST.test(reference))
      pushed = { mediaType: request.headers["content-type"] ?? "", digest, size };
    return { status: 201, headers: at(digest) };
  }

  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(0, "127.0.0.1", resolve),
  );
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    pushed: () => pushed,
    received: () => received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(fs.createReadStream(file), hash);
  return `sha256:${hash.digest("hex")}`;
}
