/** Brings of an image to the nodes what they do not have of it yet. */
import * as path from "node:path";
import * as tar from "tar";
import type { FindEngine } from "../cluster/engine";
import { containerdLoad } from "./containerdLoad";
import { dockerLoad } from "./dockerLoad";
import { removeLeftTags } from "./enginePush";
import { withImageFolder } from "./imageFolder";
import type { NodeContainer } from "./partialLoad";
import { run } from "../process/shell";
import { commandLine } from "../process/typed";

const RUNTIMES = { containerd: containerdLoad, docker: dockerLoad };

/** The runtimes of nodes that take an image in part. */
type PartialRuntime = keyof typeof RUNTIMES;

/** Nodes that take one. */
export interface PartialNodes {
  runtime: PartialRuntime;
  nodes: NodeContainer[];
}

export const takesParts = (runtime: string | undefined): runtime is PartialRuntime =>
  runtime !== undefined && Object.hasOwn(RUNTIMES, runtime);

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
  { runtime, nodes }: PartialNodes,
  say: (message: string) => void,
): Promise<number> {
  const { collect, command } = RUNTIMES[runtime];
  await removeLeftTags(say);
  return withImageFolder(async (folder) => {
    const { files, bytes } = await collect(image, folder, nodes);
    const archive = path.join(folder, "image.tar");
    await tar.create({ cwd: folder, file: archive, portable: true, noMtime: true }, files);
    await Promise.all(
      nodes.map(({ name, container }) =>
        run("docker", ["exec", "--interactive", container, ...command], {
          ...{ step: `importing ${image} on node ${name}`, inputFile: archive },
        }),
      ),
    );
    return bytes;
  });
}
