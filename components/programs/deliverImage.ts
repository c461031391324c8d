/** Brings an image to the nodes unless they have it, and takes away those that nothing runs from any more. */
import { courierFor } from "../image/imageDelivery";
import { removeUnused, Uses } from "../image/imageRemoval";
import type { ImageDelivery } from "../../todo/settings";
import { imageUses, usedInEngine, useInEngine } from "../image/imageUsers";
import { commandLine } from "../process/typed";
import { noteImage } from "../cluster/profileRecord";
import { Command, main, say } from "../process/command";

export interface Delivered {
  /** Images of this resource that are still there, the newest first. */
  images: string[];
}

export async function deliverImage({ variable, last }: Command<Delivered>): Promise<Delivered> {
  const image = variable("IMAGE");
  const owner = variable("OWNER");
  const delivery: ImageDelivery = JSON.parse(variable("DELIVERY"));
  const courier = courierFor(delivery);
  await useInEngine(image, owner);
  await deliver(delivery, image, () => noteImage(variable("PROFILE"), owner, image));

  // The one before is still what is deployed, or will be what a rollback goes to.
  const known = [...(last?.images ?? []), ...(await usedBefore(image, owner))];
  const [previous, ...older] = [...new Set(known)].filter((other) => other !== image);
  const left =
    older.length === 0
      ? []
      : await removeUnused(older, { courier, owner, uses: await usesNow(variable), say });
  return { images: [image, ...(previous ? [previous] : []), ...left] };
}

async function usedBefore(image: string, owner: string): Promise<string[]> {
  return usedInEngine(owner, image).catch((error: Error) => {
    say(`warning: ${error.message}`);
    return [];
  });
}

async function usesNow(variable: Command["variable"]): Promise<Uses> {
  try {
    return await imageUses({ context: variable("CONTEXT"), kubeconfig: variable("KUBECONFIG") });
  } catch (error) {
    say(`warning: older images stay for now.\n${(error as Error).message}`);
    return undefined;
  }
}

/** @param note is called before the node is touched. */
async function deliver(delivery: ImageDelivery, image: string, note: () => void): Promise<void> {
  const courier = courierFor(delivery);
  if ((await courier.has(image)) === true) return say(`${image} is there already`);
  say(`bringing ${image} to the node`);
  note();
  await courier.load(image, say);
  // `minikube image load` ends with 0 also when the node could not take the image.
  if ((await courier.has(image)) === false) {
    throw new Error(
      `${image} was loaded without an error, but the node does not have it. ` +
        `Is its disk full? Run: ${showsRoom(delivery)}`,
    );
  }
}

/** The command that shows how full a node is; "" for those of which nobody here knows how to get in. */
function showsRoom(delivery: ImageDelivery): string {
  const room = ["df", "-h", "/var"];
  switch (delivery.kind) {
    case "minikube":
      return commandLine("minikube", ["ssh", "--profile", delivery.profile, "--", ...room]);
    case "kind":
      return commandLine("docker", ["exec", `${delivery.cluster}-control-plane`, ...room]);
    default:
      return "";
  }
}

if (require.main === module) main(deliverImage);
