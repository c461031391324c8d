import { Courier } from "./imageDelivery";
import { engineRemoval, isUsed, removeFromEngine, Use } from "./imageUsers";

/** What is known of who uses images: undefined where the cluster did not say. */
export type Uses = Use[] | undefined;

export interface Removal {
  courier: Courier;
  owner: string;
  uses: Uses;
  say(message: string): void;
}

/**
 * Removes images from the nodes and from the engine, but those that are in use. What fails is a warning, and
 * keeps nothing else from going on.
 *
 * @returns the images that are still there.
 */
export async function removeUnused(images: string[], given: Removal): Promise<string[]> {
  const { courier, owner, uses, say } = given;
  const left: string[] = [];
  for (const image of images) {
    if (uses === undefined || isUsed(image, uses)) {
      left.push(image);
      continue;
    }
    const gone = await attempt(takeOff(courier, image), courier.removal(image), say);
    const forgotten = await attempt(
      removeFromEngine(image, owner),
      engineRemoval(image, owner),
      say,
    );
    if (!gone || !forgotten) left.push(image);
  }
  return left;
}

/**
 * Takes an image off the nodes.
 *
 * @throws Error also where a node keeps it although the tool says nothing: `minikube image rm` ends with 0 then.
 */
export async function takeOff(courier: Courier, image: string): Promise<void> {
  await courier.remove(image);
  const having = (await courier.find(image))?.having ?? [];
  if (having.length > 0)
    throw new Error(
      `${image} is still on node ${having.map(({ name }) => name).join(", ")}: a container may run from it`,
    );
}

/** @returns whether it went well; if not, that was said, with the command to do it by hand. */
export async function attempt(
  removal: Promise<unknown>,
  byHand: string,
  say: (message: string) => void,
): Promise<boolean> {
  try {
    await removal;
    return true;
  } catch (error) {
    say(
      `warning: an image that is not needed any more is left.${byHand ? ` By hand: ${byHand}` : ""}\n` +
        (error as Error).message,
    );
    return false;
  }
}
