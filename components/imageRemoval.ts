import { Courier } from "./imageDelivery";
import { removeFromEngine, Use } from "./imageUsers";
import { shortName } from "./minikube";

/** What is known of who uses images: undefined where the cluster did not say. */
export type Uses = Use[] | undefined;

/**
 * Removes images from the nodes and from the engine, but those that are in use. What fails is a warning, and
 * keeps nothing else from going on.
 *
 * @returns the images that are still there.
 */
export async function removeUnused(
  images: string[],
  given: { courier: Courier; owner: string; uses: Uses; say(message: string): void },
): Promise<string[]> {
  const { courier, owner, uses, say } = given;
  const left: string[] = [];
  for (const image of images) {
    if (uses === undefined || uses.some((use) => shortName(use.image) === shortName(image))) {
      left.push(image);
      continue;
    }
    try {
      await courier.remove(image);
      await removeFromEngine(image, owner);
    } catch (error) {
      const byHand = courier.removal(image);
      say(
        `warning: ${image} is not needed any more and could not be removed. It is tried again the next time` +
          `${byHand ? `; by hand: ${byHand}` : ""}\n${(error as Error).message}`,
      );
      left.push(image);
    }
  }
  return left;
}
