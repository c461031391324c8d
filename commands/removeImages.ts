/** Removes the images that were delivered from the nodes and from the engine. */
import { courierFor, removeFromEngine } from "../components/imageDelivery";
import type { Delivered } from "./deliverImage";
import { lastAnswer, main, say, variable } from "./command";

main(async () => {
  const images = lastAnswer<Delivered>()?.images ?? [variable("IMAGE")];
  const courier = courierFor(JSON.parse(variable("DELIVERY")));
  for (const image of images) {
    // A cluster that is gone or stopped keeps nobody from cleaning the rest.
    await courier.remove(image).catch((error: Error) => say(`warning: ${error.message}`));
    await removeFromEngine(image);
  }
  return { removed: images };
});
