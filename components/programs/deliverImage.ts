/** Brings an image to the nodes unless they have it, and takes away those that nothing runs from any more. */
import { givenPlace } from "../cluster/place";
import { loaderFor } from "../image/imageDelivery";
import { bringToNodes } from "../image/nodeDelivery";
import { removeElsewhere, removeUnused, Uses } from "../image/imageRemoval";
import {
  imageUses,
  leftInEngine,
  placeOfNodes,
  usedInEngine,
  useInEngine,
} from "../image/imageUsers";
import {
  Elsewhere,
  isSameWay,
  mayShareNodes,
  placeNow,
  placeOfElsewhere,
  PlaceThen,
} from "../image/elsewhere";
import { Engine, engineToNote, findEngine, isAnother } from "../cluster/engine";
import { noteImage } from "../cluster/profileRecord";
import type { ImageDelivery } from "../image/deliveryKinds";
import { Command, main, say } from "../process/command";

export interface Delivered {
  /** Images of this resource that are still there, the newest first. */
  images: string[];
  /** How this run brought its own; undefined where an earlier version did. */
  delivery?: ImageDelivery;
  /** Where the stack was then. */
  place?: PlaceThen;
  /** The engine that it was brought from. */
  engine?: Engine;
  /** Images that were brought otherwise, before the settings changed, and that those nodes still have. */
  elsewhere?: Elsewhere[];
}

export async function deliverImage({ variable, last }: Command<Delivered>): Promise<Delivered> {
  const image = variable("IMAGE");
  const owner = variable("OWNER");
  const delivery: ImageDelivery = JSON.parse(variable("DELIVERY"));
  const loader = loaderFor(delivery);
  const found = findEngine();
  const engine = engineToNote(found, last?.engine);
  const otherEngine = isAnother(last?.engine, engine);
  if (otherEngine) say(leftInEngine(last!.engine!, last!.images, owner));
  await useInEngine(image, owner);
  const note = () => noteImage(variable("PROFILE"), owner, image);
  await bringToNodes(image, { loader, engine: found, say, note });

  // The one before is still what is deployed, or will be what a rollback goes to.
  const { otherwise, again } = broughtOtherwise(delivery, last);
  const known = [...(last?.images ?? []), ...again, ...(await usedBefore(image, owner))];
  const [previous, ...older] = [...new Set(known)].filter((other) => other !== image);
  const remover = { owner, otherEngine, say };
  const left =
    older.length === 0
      ? []
      : await removeUnused(older, { ...remover, loader, delivery, uses: await usesNow(variable) });
  // What was just brought may be on the same nodes, whichever way leads there.
  const isPresent = (one: Elsewhere) =>
    one.image === image && mayShareNodes(one.delivery, delivery);
  const elsewhere = [
    ...otherwise.filter(isPresent),
    ...(await removeElsewhere(
      otherwise.filter((one) => !isPresent(one)),
      remover,
      (one) => imageUses(placeOfElsewhere(one, givenPlace(variable))),
    )),
  ];
  return {
    ...{ images: [image, ...(previous ? [previous] : []), ...left], delivery },
    ...{ place: placeNow(variable), engine },
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
  };
}

/** Images that were brought otherwise, and those of them that are the present way's again. */
function broughtOtherwise(delivery: ImageDelivery, last: Delivered | undefined) {
  const isPresent = (one: Elsewhere) => isSameWay(one.delivery, delivery);
  const before = last?.delivery && {
    delivery: last.delivery,
    ...(last.place && { place: last.place }),
  };
  const all: Elsewhere[] = [
    ...(last?.elsewhere ?? []),
    ...(before ? last.images.map((image) => ({ image, ...before })) : []),
  ];
  return {
    // A registry's are on the nodes as they pulled them.
    otherwise: all.filter((one) => !isPresent(one) && one.delivery.kind !== "registry"),
    again: all.filter(isPresent).map(({ image }) => image),
  };
}

async function usedBefore(image: string, owner: string): Promise<string[]> {
  return usedInEngine(owner, image).catch((error: Error) => {
    say(`warning: ${error.message}`);
    return [];
  });
}

async function usesNow(variable: Command["variable"]): Promise<Uses> {
  try {
    const delivery: ImageDelivery = JSON.parse(variable("DELIVERY"));
    return await imageUses(placeOfNodes(delivery, givenPlace(variable)));
  } catch (error) {
    say(`warning: older images are kept for now.\n${(error as Error).message}`);
    return undefined;
  }
}

if (require.main === module) main(deliverImage);
