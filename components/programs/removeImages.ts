/** Removes the images that were delivered from the nodes and from the engine, but those that others run from. */
import { APP_SECRET, findNamespace, OWNER_LABEL, secretLabels } from "../cluster/clusterObjects";
import { givenPlace, type Place } from "../cluster/place";
import { loaderFor } from "../image/imageDelivery";
import { attempt, removeElsewhere, removeUnused } from "../image/imageRemoval";
import { removeLeftTags } from "../image/enginePush";
import { placeOfElsewhere, removalOf } from "../image/elsewhere";
import { engineNow, isAnother } from "../cluster/engine";
import {
  dropUse,
  engineRemoval,
  imageUses,
  leftInEngine,
  placeOfNodes,
  removeFromEngine,
  Use,
  usedInEngine,
  useRemoval,
} from "../image/imageUsers";
import { records } from "../cluster/profileRecord";
import { Command, main, say } from "../process/command";
import type { ImageDelivery } from "../image/deliveryKinds";
import type { Delivered } from "./deliverImage";
import { clusterIsGone } from "../cluster/gone";

export async function removeImages({ variable, last }: Command<Delivered>) {
  const [image, owner] = [variable("IMAGE"), variable("OWNER")];
  const noted = last?.images ?? [image];
  const images = [...new Set([...noted, ...(await usedInEngine(owner, image).catch(() => []))])];
  const delivery: ImageDelivery = JSON.parse(variable("DELIVERY"));
  const loader = loaderFor(delivery);
  // Where none was noted there is nothing to compare.
  const otherEngine = isAnother(last?.engine, last?.engine && engineNow(last.engine));
  if (otherEngine) say(leftInEngine(last!.engine!, noted, owner));
  const remover = { owner, otherEngine, say };
  const place = givenPlace(variable);
  await removeLeftTags(say).catch(({ message }: Error) => say(`warning: ${message}`));
  for (const one of await removeElsewhere(last?.elsewhere ?? [], remover, (one) =>
    usesBesidesOwn(placeOfElsewhere(one, place), variable),
  ))
    say(
      `${one.image} is still on the nodes that it was loaded onto by ${one.delivery.kind}: it is in use, or could not be removed.` +
        onceUnused([removalOf(one)]),
    );
  let [isGone, uses]: [boolean, Use[]] = [false, []];
  try {
    isGone = clusterIsGone(variable);
    if (isGone) throw new Error(`the cluster that had ${images.join(", ")} no longer exists`);
    uses = await usesBesidesOwn(placeOfNodes(delivery, place), variable);
  } catch (error) {
    // The engine can be cleaned also where a node is gone or stopped.
    say(
      `warning: no images were removed from the node.${onceUnused(isGone ? [] : images.map(loader.removal))}\n` +
        (error as Error).message,
    );
    for (const image of otherEngine ? [] : images)
      await attempt(removeFromEngine(image, owner), engineRemoval(image, owner), say);
    return { left: [] };
  }
  const left = await removeUnused(images, { ...remover, loader, delivery, uses });
  for (const image of left) {
    say(
      `${image} was not removed: it is in use, or removing it failed.${onceUnused([loader.removal(image)])}`,
    );
    if (!otherEngine) await attempt(dropUse(image, owner), useRemoval(image, owner), say);
  }
  return { left };
}

/** The commands for the user: the program does not run again after destroy. */
function onceUnused(removals: string[]): string {
  const commands = removals.filter(Boolean);
  return commands.length > 0
    ? ` When no container uses it and no other stack needs it there, run: ${commands.join("; ")}`
    : "";
}

/** Who runs from images in a cluster that has them: the app's own pods may be on their way out still. */
async function usesBesidesOwn(place: Place, variable: Command["variable"]): Promise<Use[]> {
  const uses = await imageUses(place);
  // An app that was being moved to another namespace when that failed runs in the one before.
  const isOfRelease = ({ instance }: Use) =>
    instance !== undefined && instance === variable("RELEASE");
  const own = new Set<string>();
  if (place.context === variable("CONTEXT"))
    for (const name of new Set(uses.filter(isOfRelease).map(({ namespace }) => namespace)))
      if (await isOwnNamespace(place, name, variable)) own.add(name);
  return uses.filter((use) => !(isOfRelease(use) && own.has(use.namespace)));
}

/** Whether a namespace has the app of this stack, and not another stack's by now. */
async function isOwnNamespace(
  place: Place,
  name: string,
  variable: Command["variable"],
): Promise<boolean> {
  const [namespace, owner, profile] = ["NAMESPACE", "OWNER", "PROFILE"].map(variable) as string[];
  // Where the owner of the namespace is not known, its pods count as another's: what they use stays.
  const seen = await findNamespace(place, name).catch(() => undefined);
  if (seen === undefined) return false;
  const label = seen.labels[OWNER_LABEL] ?? owner;
  // A namespace that the user made has no label: there the app's Secret tells which stack owns the app now.
  const app = await secretLabels({ ...place, namespace: name }, APP_SECRET).catch(
    (): Record<string, string> => ({}),
  );
  if (app !== undefined ? app[OWNER_LABEL] !== owner : name !== namespace) return false;
  const anothers = (profile ? records(profile) : []).some(
    (record) => record.owner !== owner && record.namespaces.some(({ uid }) => uid === seen.uid),
  );
  return label === owner && !anothers;
}

if (require.main === module) main(removeImages);
