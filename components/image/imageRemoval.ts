import { ImageLoader, loaderFor } from "./imageDelivery";
import type { ImageDelivery } from "./delivery";
import { say } from "../process/command";
import { engineRemoval, isUsed, removeFromEngine, Use, usersInEngine } from "./imageUsers";
import { records } from "../cluster/profileRecord";

/** What is known of who uses images: undefined where the cluster did not say. */
export type Uses = Use[] | undefined;

export interface Removal {
  loader: ImageLoader;
  owner: string;
  /** minikube's profile; "" in another cluster. */
  profile: string;
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
  const { loader, owner, uses, say } = given;
  const left: string[] = [];
  for (const image of images) {
    if (uses === undefined || isUsed(image, uses) || (await isShared(image, given))) {
      left.push(image);
      continue;
    }
    const gone = await attempt(takeOff(loader, image), loader.removal(image), say);
    const forgotten = await attempt(
      removeFromEngine(image, owner),
      engineRemoval(image, owner),
      say,
    );
    if (!gone || !forgotten) left.push(image);
  }
  return left;
}

/** An image on nodes that it reached in another way than the settings have it by now. */
export interface Elsewhere {
  image: string;
  delivery: ImageDelivery;
}

/**
 * Takes images off the nodes that they were brought to before the settings changed, but those that are in use there.
 *
 * @param usesOf who runs from images where a delivery brought them. @throws where that cluster does not say.
 * @returns what is still there.
 */
export async function removeElsewhere(
  images: Elsewhere[],
  usesOf: (delivery: ImageDelivery) => Promise<Use[]>,
): Promise<Elsewhere[]> {
  const left: Elsewhere[] = [];
  for (const one of images) {
    const { image, delivery } = one;
    const loader = loaderFor(delivery);
    const uses = await usesOf(delivery).catch((error: Error) => {
      say(`warning: ${image} stays for now.\n${error.message}`);
      return undefined;
    });
    const isKept = uses === undefined || isUsed(image, uses);
    if (isKept || !(await attempt(takeOff(loader, image), loader.removal(image), say)))
      left.push(one);
  }
  return left;
}

/**
 * Whether another stack of the profile says in the engine that it uses an image, though it has no pods of it just now:
 * its state says that the nodes have it, and plain `pulumi up` would not bring it again. Also where the engine does not
 * say, which is a warning.
 */
async function isShared(image: string, { owner, profile, say }: Removal): Promise<boolean> {
  const others = (profile ? records(profile) : []).map((record) => record.owner);
  if (others.every((other) => other === owner)) return false;
  try {
    const users = await usersInEngine(image);
    return others.some((other) => other !== owner && users.includes(other));
  } catch (error) {
    say(`warning: ${image} stays for now.\n${(error as Error).message}`);
    return true;
  }
}

/**
 * Takes an image off the nodes.
 *
 * @throws Error also where a node keeps it although the tool says nothing: `minikube image rm` ends with 0 then.
 */
export async function takeOff(loader: ImageLoader, image: string): Promise<void> {
  await loader.remove(image);
  const having = (await loader.find(image))?.having ?? [];
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
