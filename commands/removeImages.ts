/** Removes the images that were delivered from the nodes and from the engine, but those that others run from. */
import { courierFor } from "../components/imageDelivery";
import { removeUnused } from "../components/imageRemoval";
import { imageUses, removeFromEngine, Use, usedInEngine } from "../components/imageUsers";
import { Command, main, say } from "./command";
import type { Delivered } from "./deliverImage";
import { clusterIsGone } from "./gone";

export async function removeImages({ variable, last }: Command<Delivered>) {
  const [image, owner] = [variable("IMAGE"), variable("OWNER")];
  const noted = last?.images ?? [image];
  const images = [...new Set([...noted, ...(await usedInEngine(image, owner).catch(() => []))])];
  const delivery = JSON.parse(variable("DELIVERY"));
  const courier = courierFor(delivery);
  const place = {
    context: variable("CONTEXT") || (delivery.profile ?? ""),
    kubeconfig: variable("KUBECONFIG"),
  };
  let uses: Use[];
  try {
    if (clusterIsGone(variable)) throw new Error(`the cluster of ${images.join(", ")} is gone`);
    // The app's own pods may be on their way out still.
    uses = (await imageUses(place)).filter((use) => !isOwn(use, variable("NAMESPACE")));
  } catch (error) {
    // A node that is gone or stopped keeps nobody from cleaning the engine.
    say(`warning: on the node nothing is removed.\n${(error as Error).message}`);
    for (const image of images) {
      await removeFromEngine(image, owner).catch((failed: Error) =>
        say(`warning: ${failed.message}`),
      );
    }
    return { left: [] };
  }
  const left = await removeUnused(images, { courier, owner, uses, say });
  left.forEach((image) => say(`${image} stays: it is in use, or could not be removed`));
  return { left };
}

const isOwn = ({ namespace, instance }: Use, own: string) =>
  namespace === own && instance !== undefined;

if (require.main === module) main(removeImages);
