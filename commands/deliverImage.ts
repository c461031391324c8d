/** Brings an image to the nodes unless they have it, and takes away those of long ago. */
import { Courier, courierFor, removeFromEngine } from "../components/imageDelivery";
import { lastAnswer, main, say, variable } from "./command";

/** The image in use, and the one before it, which a rollback may want. */
const KEPT = 2;

export interface Delivered {
  /** Images of this resource, the newest first. */
  images: string[];
}

main(async (): Promise<Delivered> => {
  const image = variable("IMAGE");
  const courier = courierFor(JSON.parse(variable("DELIVERY")));
  await deliver(courier, image);

  const before = lastAnswer<Delivered>()?.images.filter((other) => other !== image) ?? [];
  const images = [image, ...before];
  for (const old of images.slice(KEPT)) {
    await courier.remove(old);
    await removeFromEngine(old);
  }
  return { images: images.slice(0, KEPT) };
});

async function deliver(courier: Courier, image: string): Promise<void> {
  if ((await courier.has(image)) === true) return say(`${image} is there already`);
  await courier.load(image);
  // `minikube image load` ends with 0 also when the node could not take the image.
  if ((await courier.has(image)) === false) {
    throw new Error(
      `${image} was loaded without an error, but the node does not have it. ` +
        "Is its disk full? Run: minikube ssh -- df -h /var",
    );
  }
}
