/** Removes the images that were delivered from the nodes and from the engine, but those that others run from. */
import { APP_SECRET, findNamespace, OWNER_LABEL, secretLabels } from "../cluster/clusterObjects";
import { givenPlace, type Place } from "../cluster/place";
import { loaderFor } from "../image/imageDelivery";
import { attempt, removeElsewhere, removeUnused } from "../image/imageRemoval";
import {
  dropUse,
  engineRemoval,
  imageUses,
  placeOfNodes,
  removeFromEngine,
  Use,
  usedInEngine,
  useRemoval,
} from "../image/imageUsers";
import { records } from "../cluster/profileRecord";
import { Command, main, say } from "../process/command";
import type { ImageDelivery } from "../image/delivery";
import type { Delivered } from "./deliverImage";
import { clusterIsGone } from "../cluster/gone";

export async function removeImages({ variable, last }: Command<Delivered>) {
  const [image, owner] = [variable("IMAGE"), variable("OWNER")];
  const noted = last?.images ?? [image];
  const images = [...new Set([...noted, ...(await usedInEngine(owner, image).catch(() => []))])];
  const delivery: ImageDelivery = JSON.parse(variable("DELIVERY"));
  const loader = loaderFor(delivery);
  const elsewhere = clusterIsGone(variable) ? [] : (last?.elsewhere ?? []);
  for (const { image, delivery } of await removeElsewhere(elsewhere, (at) =>
    usesBesidesOwn(at, variable),
  ))
    say(
      `${image} stays where todo:imageDelivery was ${delivery.kind}: it is in use, or could not be removed. ` +
        `Once nothing runs from it: ${loaderFor(delivery).removal(image)}`,
    );
  let uses: Use[];
  try {
    if (clusterIsGone(variable)) throw new Error(`the cluster of ${images.join(", ")} is gone`);
    uses = await usesBesidesOwn(delivery, variable);
  } catch (error) {
    // A node that is gone or stopped keeps nobody from cleaning the engine.
    say(`warning: on the node nothing is removed.\n${(error as Error).message}`);
    for (const image of images) {
      await attempt(removeFromEngine(image, owner), engineRemoval(image, owner), say);
    }
    return { left: [] };
  }
  const left = await removeUnused(images, {
    ...{ loader, owner, uses, say },
    profile: variable("PROFILE"),
  });
  for (const image of left) {
    say(`${image} stays: it is in use, or could not be removed`);
    await attempt(dropUse(image, owner), useRemoval(image, owner), say);
  }
  return { left };
}

/** Who runs from images where a delivery brought them: the app's own pods may be on their way out still. */
async function usesBesidesOwn(
  delivery: ImageDelivery,
  variable: Command["variable"],
): Promise<Use[]> {
  const place = placeOfNodes(delivery, givenPlace(variable));
  const own = await ownNamespace(place, variable);
  return (await imageUses(place)).filter((use) => !isOwn(use, own));
}

/** The app's namespace, unless another stack's has its name by now. */
async function ownNamespace(place: Place, variable: Command["variable"]): Promise<string> {
  const [name, owner, profile] = ["NAMESPACE", "OWNER", "PROFILE"].map(variable) as string[];
  // Where nobody knows whose the namespace is, its pods count as somebody's: what they use stays.
  const seen = name ? await findNamespace(place, name).catch(() => undefined) : undefined;
  if (seen === undefined) return "";
  const label = seen.labels[OWNER_LABEL] ?? owner;
  // A namespace that the user made has no label: there the app's Secret tells whose the app is by now.
  const app = await secretLabels({ ...place, namespace: name! }, APP_SECRET).catch(
    (): Record<string, string> => ({}),
  );
  if (app !== undefined && app[OWNER_LABEL] !== owner) return "";
  const anothers = (profile ? records(profile) : []).some(
    (record) =>
      record.owner !== owner && record.namespaces.some((namespace) => namespace.uid === seen.uid),
  );
  return label === owner && !anothers ? name! : "";
}

const isOwn = ({ namespace, instance }: Use, own: string) =>
  namespace === own && instance !== undefined;

if (require.main === module) main(removeImages);
