/**
 * Brings an image that the engine has, though it was not built here, to nodes that lack it: they would pull it, and may
 * have no way to its registry. Where it cannot be brought they pull it, as they would have done; and like one that they
 * pulled it stays on the node, where others may use it under another name.
 */
import {
  canBring,
  loaderFor,
  enginePlatform,
  imagePlatform,
  isOnAll,
} from "../image/imageDelivery";
import type { ImageDelivery } from "../image/deliveryKinds";
import { Command, main, say } from "../process/command";
import { givenCommands } from "../process/userCommands";

export interface Brought {
  /** Whether the nodes have it, as far as anybody can tell. */
  there: boolean;
}

export async function deliverExistingImage({ variable }: Command<Brought>): Promise<Brought> {
  const image = variable("UPSTREAM_IMAGE");
  const delivery: ImageDelivery = JSON.parse(variable("DELIVERY"));
  if (!canBring(image, delivery)) return { there: false };
  const loader = loaderFor(delivery);
  try {
    if (isOnAll(await loader.find(image))) return { there: true };
    const platform = variable("PLATFORM") || enginePlatform();
    const built = await imagePlatform(image);
    if (built === undefined || built !== platform) {
      const pull = `docker pull ${variable("PLATFORM") && `--platform ${platform} `}${image}`;
      say(
        `the node pulls ${image}. If it cannot, run: ${pull}, then ${givenCommands(variable).up}`,
      );
      return { there: false };
    }
    say(`loading ${image} from Docker`);
    await loader.load(image, say);
    return { there: isOnAll(await loader.find(image)) !== false };
  } catch (error) {
    say(
      `warning: ${image} was not loaded onto the node, which pulls it.\n${(error as Error).message}`,
    );
    return { there: false };
  }
}

if (require.main === module) main(deliverExistingImage);
