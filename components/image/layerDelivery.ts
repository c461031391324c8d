/** Brings of an image to the nodes what they do not have of it yet: their content store tells what that is. */
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import * as tar from "tar";
import type { FindEngine } from "../cluster/engine";
import { withImageFolder } from "./imageFolder";
import { nameOnNode } from "./imageName";
import { blobFile, pushRegistry } from "./pushRegistry";
import { run } from "../process/shell";
import { commandLine } from "../process/typed";

/** A container on this machine's engine that is a node with containerd as its runtime. */
export interface NodeContainer {
  /** The node's name. */
  name: string;
  container: string;
}

/** Where containerd keeps what it was given, by digest. */
const BLOBS = "/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256";
const CTR = ["ctr", "--namespace=k8s.io"];

/** What an engine's tags for a push are named after, besides the image. */
const PUSHED = "image-on-its-way-to-a-node";
const LEFT = new RegExp(`^127\\.0\\.0\\.1:(\\d+)/${PUSHED}/`);

/**
 * Whether the engine finds what listens on this machine's loopback: not so where it is in a virtual machine of its own,
 * as Docker Desktop's, or elsewhere.
 *
 * @throws Error where no engine answers.
 */
export function reachesLoopback(find: FindEngine, platform = process.platform): boolean {
  if (platform !== "linux") return false;
  const found = find();
  if (found === undefined)
    throw new Error(
      `Docker does not report where its engine is. Run: ${commandLine("docker", ["info"])}`,
    );
  const { host, system } = found;
  return host?.startsWith("unix://") === true && !system.includes("Docker Desktop");
}

/**
 * @returns how many bytes were sent to each node.
 * @throws Error where the engine or a node does not take part: no image is on a node in part, and nothing is left behind.
 */
export async function deliverLayers(
  image: string,
  nodes: NodeContainer[],
  say: (message: string) => void,
): Promise<number> {
  await removeLeftTags(say);
  return withImageFolder(async (folder) => {
    const sent = await pushTo(folder, image, await thereOnAll(nodes));
    const archive = path.join(folder, "image.tar");
    const layout = ["blobs", "index.json", "oci-layout"];
    await tar.create({ cwd: folder, file: archive, portable: true, noMtime: true }, layout);
    await Promise.all(
      nodes.map(({ name, container }) =>
        run("docker", ["exec", "--interactive", container, ...CTR, "images", "import", "-"], {
          ...{ step: `importing ${image} on node ${name}`, inputFile: archive },
        }),
      ),
    );
    return sent;
  });
}

/** Has the engine push what the nodes lack into a layout. @returns how many bytes that is. */
async function pushTo(
  folder: string,
  image: string,
  there: ReadonlyMap<string, number>,
): Promise<number> {
  const registry = await pushRegistry(folder, there);
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
  const annotations = { "io.containerd.image.name": nameOnNode(image) };
  const index = { schemaVersion: 2, manifests: [{ ...pushed, annotations }] };
  fs.writeFileSync(path.join(folder, "index.json"), JSON.stringify(index));
  fs.writeFileSync(
    path.join(folder, "oci-layout"),
    JSON.stringify({ imageLayoutVersion: "1.0.0" }),
  );
  return [...registry.received().values()].reduce((sum, size) => sum + size, 0);
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

/** What every node has, by digest with its size in bytes. */
async function thereOnAll(nodes: NodeContainer[]): Promise<Map<string, number>> {
  const [first = new Map<string, number>(), ...others] = await Promise.all(nodes.map(thereOn));
  return new Map([...first].filter(([digest]) => others.every((other) => other.has(digest))));
}

async function thereOn({ name, container }: NodeContainer): Promise<Map<string, number>> {
  // The store may have what another namespace's images alone are made of.
  const list = `${CTR.join(" ")} content ls -q && find ${BLOBS} -type f -printf '%f %s\\n'`;
  const { stdout } = await run("docker", ["exec", container, "sh", "-c", list], {
    step: `asking node ${name} which layers it has`,
  });
  const lines = stdout.split("\n");
  const known = new Set(lines.filter((line) => line.startsWith("sha256:")));
  return new Map(
    lines
      .map((line) => line.split(" "))
      .filter((words) => words.length === 2)
      .map(([hash, size]): [string, number] => [`sha256:${hash}`, Number(size)])
      .filter(([digest]) => known.has(digest)),
  );
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
