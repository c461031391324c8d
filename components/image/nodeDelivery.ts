import type { FoundEngine } from "../cluster/engine";
import { typedOn } from "../cluster/nodes";
import { ImageLoader, isOnAll } from "./imageDelivery";

export interface NodeDelivery {
  loader: ImageLoader;
  /** The engine that has the image, if it answered. */
  engine: FoundEngine | undefined;
  say: (message: string) => void;
  /** Called before the nodes are touched. */
  note: () => void;
}

/**
 * Brings an image to the nodes unless they have it.
 *
 * @throws Error where a node does not have it afterwards, with the command that shows why.
 */
export async function bringToNodes(
  image: string,
  { loader, engine, say, note }: NodeDelivery,
): Promise<void> {
  // Where a node does not tell, to bring it again does no harm.
  if (isOnAll(await loader.find(image).catch(() => undefined)))
    return say(`${image} is already on the node`);
  say(`loading ${image} onto the node`);
  note();
  await loader.load(image, say, () => engine);
  // `minikube image load` ends with 0 also when a node could not take the image.
  const [node] = (await loader.find(image))?.lacking ?? [];
  if (node === undefined) return;
  throw new Error(
    `${image} was loaded without an error, but node ${node.name} does not have it. ` +
      `To see whether its disk is full, run: ${typedOn(node, ["df", "-h", "/var"])}`,
  );
}
