import { ImageLoader, loaderFor } from "./imageDelivery";
import type { ImageDelivery } from "./deliveryKinds";
import { Elsewhere, nodesAreGone, removalOf } from "./elsewhere";
import { engineRemoval, isUsed, removeFromEngine, Use, usersInEngine } from "./imageUsers";
import { profilesOf, records } from "../cluster/profileRecord";

/** What is known of who uses images: undefined where the cluster did not say. */
export type Uses = Use[] | undefined;

/** Who removes images, and with what. */
export interface Remover {
  owner: string;
  /** Whether `docker` leads to another engine than the one that the images were built in. */
  otherEngine: boolean;
  say(message: string): void;
}

export interface Removal extends Remover {
  loader: ImageLoader;
  delivery: ImageDelivery;
  uses: Uses;
}

/**
 * Removes images from the nodes and from the engine, but those that are in use. What fails is a warning, and
 * keeps nothing else from going on.
 *
 * @returns the images that are still there.
 */
export async function removeUnused(images: string[], given: Removal): Promise<string[]> {
  const { loader, delivery, owner, otherEngine, uses, say } = given;
  const left: string[] = [];
  for (const image of images) {
    if (uses === undefined || isUsed(image, uses) || (await isShared(image, delivery, given))) {
      left.push(image);
      continue;
    }
    const gone = await attempt(takeOff(loader, image), loader.removal(image), say);
    const forgotten =
      otherEngine ||
      (await attempt(removeFromEngine(image, owner), engineRemoval(image, owner), say));
    if (!gone || !forgotten) left.push(image);
  }
  return left;
}

/**
 * Takes images off the nodes that they were brought to before the settings changed, but those that are in use there.
 *
 * @param usesOf who runs from images where one was brought to. @throws where that cluster does not say.
 * @returns what is still there.
 */
export async function removeElsewhere(
  images: Elsewhere[],
  remover: Remover,
  usesOf: (one: Elsewhere) => Promise<Use[]>,
): Promise<Elsewhere[]> {
  const left: Elsewhere[] = [];
  for (const one of images) {
    const { image, delivery } = one;
    let uses: Uses;
    try {
      if (nodesAreGone(one)) continue;
      uses = await usesOf(one);
    } catch (error) {
      remover.say(`warning: ${image} is kept for now.\n${(error as Error).message}`);
    }
    const isKept =
      uses === undefined || isUsed(image, uses) || (await isShared(image, delivery, remover));
    if (
      isKept ||
      !(await attempt(takeOff(loaderFor(delivery), image), removalOf(one), remover.say))
    )
      left.push(one);
  }
  return left;
}

/**
 * Whether another stack may have an image on the same nodes, by what it says in the engine, though it has no pods of it
 * just now: its state says that the nodes have it, and plain `pulumi up` would not bring it again. Also where the engine
 * does not say, which is a warning.
 */
async function isShared(
  image: string,
  delivery: ImageDelivery,
  { owner, otherEngine, say }: Remover,
): Promise<boolean> {
  // Its nodes pull what they need.
  if (delivery.kind === "registry") return false;
  try {
    const isThere = neighbours(delivery, owner);
    if (isThere === undefined) return false;
    if (otherEngine)
      throw new Error("docker points to another engine, which has no record of who uses it");
    return (await usersInEngine(image)).some((user) => user !== owner && isThere(user));
  } catch (error) {
    say(`warning: ${image} is kept for now.\n${(error as Error).message}`);
    return true;
  }
}

/** Which stacks may use the nodes of a delivery; undefined where none does but the owner. */
function neighbours(
  delivery: ImageDelivery,
  owner: string,
): ((user: string) => boolean) | undefined {
  if (delivery.kind === "minikube") {
    const others = records(delivery.profile).filter((record) => record.owner !== owner);
    return others.length > 0 ? (user) => others.some((record) => record.owner === user) : undefined;
  }
  // Nothing beside those nodes tells who uses them: a stack may, unless it is known to be in a profile of minikube's. A
  // command may lead there, too.
  return (user) => delivery.kind === "command" || profilesOf(user).length === 0;
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
      `warning: an unused image could not be removed.${byHand ? ` To remove it, run: ${byHand}` : ""}\n` +
        (error as Error).message,
    );
    return false;
  }
}
