/** Has the engine push an image into a folder, but for the layers that are to be left out. */
import * as net from "node:net";
import * as fs from "node:fs";
import { blobFile, Descriptor, pushRegistry, SizeOf } from "./pushRegistry";
import { run } from "../process/shell";

/** What an engine's tags for a push are named after, besides the image. */
const PUSHED = "image-on-its-way-to-a-node";
const LEFT = new RegExp(`^127\\.0\\.0\\.1:(\\d+)/${PUSHED}/`);

/** What came into the folder. */
export interface Push {
  /** The image's manifest, or the index of several. */
  pushed: Descriptor;
  /** The blobs, by digest with their size in bytes. */
  received: ReadonlyMap<string, number>;
}

/**
 * @param folder gets what is pushed, each blob in the place that it has in an OCI image layout.
 * @param sizeThere the size in bytes of a blob that is not to be sent; undefined for any other.
 * @throws Error where the engine pushes something else, or nothing. No tag is left behind.
 */
export async function pushTo(folder: string, image: string, sizeThere: SizeOf): Promise<Push> {
  const registry = await pushRegistry(folder, sizeThere);
  const tag = `${registry.host}/${PUSHED}/${image}`;
  try {
    await run("docker", ["image", "tag", image, tag], { step: `tagging ${image} for the push` });
    try {
      await run("docker", ["image", "push", "--quiet", tag], { step: `pushing ${image}` });
    } finally {
      await run("docker", ["image", "rm", tag], { step: `removing ${tag}` });
    }
  } finally {
    await registry.close();
  }
  const pushed = registry.pushed();
  if (pushed === undefined)
    throw new Error(`Docker did not push ${image} to this program's registry`);
  await refuseAnother(folder, image, pushed.digest);
  return { pushed, received: registry.received() };
}

/**
 * Every user of this machine can reach its loopback. The id of an image decides about all that is in it: it is the digest
 * of its configuration, or, with containerd's image store, that of what is pushed.
 *
 * @throws Error where what was pushed is not the image.
 */
async function refuseAnother(folder: string, image: string, pushed: string): Promise<void> {
  const { stdout } = await run("docker", ["image", "inspect", "--format", "{{.Id}}", image], {
    step: `asking for the id of ${image}`,
  });
  const { config } = JSON.parse(fs.readFileSync(blobFile(folder, pushed), "utf8"));
  if (![pushed, config?.digest].includes(stdout.trim()))
    throw new Error(`what was pushed is not ${image} (${stdout.trim()}), but ${pushed}`);
}

/** Takes away the tags of runs that were interrupted: nothing listens there any more. */
export async function removeLeftTags(say: (message: string) => void): Promise<void> {
  // A reference filter of docker's stops at a slash, of which an image's own name may have some.
  const { stdout } = await run("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"], {
    step: "asking Docker for tags that an interrupted load left",
  });
  for (const tag of stdout.split("\n")) {
    const [, port] = LEFT.exec(tag) ?? [];
    if (port === undefined || (await listens(Number(port)))) continue;
    await run("docker", ["image", "rm", tag], { step: `removing ${tag}` }).catch(
      ({ message }: Error) => say(`warning: ${message}`),
    );
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
