/** Images on nodes that they reached in another way than the settings have it by now, and where those nodes are. */
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { givenPlace, type Place } from "../cluster/place";
import { minikubeFolder, profileIsKept, refuseOtherFolder } from "../cluster/profileRecord";
import type { Command } from "../process/command";
import { inShell } from "../process/typed";
import { imageDelivery, type ImageDelivery } from "./deliveryKinds";
import { loaderFor } from "./imageDelivery";
import { placeOfNodes } from "./imageUsers";

/** Where a stack was when it brought an image. */
const placeThen = v.object({
  context: v.string(),
  kubeconfig: v.optional(v.string()),
  /** MINIKUBE_HOME, where it was in a profile. */
  minikubeHome: v.optional(v.string()),
});
export type PlaceThen = v.InferOutput<typeof placeThen>;

export const elsewhere = v.object({
  image: v.string(),
  delivery: imageDelivery,
  /** Where the stack was then; an earlier version did not say. */
  place: v.optional(placeThen),
});
export type Elsewhere = v.InferOutput<typeof elsewhere>;

export const placeNow = (variable: Command["variable"]): PlaceThen => ({
  ...givenPlace(variable),
  ...(variable("MINIKUBE_HOME") ? { minikubeHome: variable("MINIKUBE_HOME") } : {}),
});

/** Whether two deliveries are undone alike. A command that brought images may have been wrong, and was put right. */
export const isSameWay = (one: ImageDelivery, other: ImageDelivery): boolean =>
  one.kind === "command" && other.kind === "command"
    ? one.remove === other.remove
    : isDeepStrictEqual(one, other);

/** Whether two deliveries may lead to the same nodes: where a command leads is not known. */
export const mayShareNodes = (one: ImageDelivery, other: ImageDelivery): boolean =>
  isSameWay(one, other) || [one, other].some(({ kind }) => kind === "command");

/**
 * The cluster whose nodes have an image.
 *
 * @param now where the stack is by now.
 * @throws Error where that is not known.
 */
export function placeOfElsewhere({ image, delivery, place }: Elsewhere, now: Place): Place {
  switch (delivery.kind) {
    case "minikube":
      return placeOfNodes(delivery, place ?? now);
    case "kind":
      return placeOfNodes(delivery, place ?? { ...now, context: `kind-${delivery.cluster}` });
    default:
      if (place) return place;
      throw new Error(`it was not recorded into which cluster imageLoadCommand loaded ${image}`);
  }
}

/**
 * Whether the nodes are known to be gone: minikube has no profile of that name any more.
 *
 * @throws Error where minikube looks in another folder by now, or reading it is not allowed.
 */
export function nodesAreGone({ image, delivery, place }: Elsewhere): boolean {
  if (delivery.kind !== "minikube") return false;
  const command = loaderFor(delivery).removal(image);
  refuseOtherFolder(delivery.profile, place?.minikubeHome, command);
  return !profileIsKept(delivery.profile);
}

/**
 * The command that removes one by hand; "" where there is none, or nothing to remove any more.
 *
 * @throws Error where reading minikube's folder is not allowed.
 */
export function removalOf({ image, delivery, place }: Elsewhere): string {
  const command = loaderFor(delivery).removal(image);
  if (delivery.kind !== "minikube") return command;
  const home = place?.minikubeHome;
  if (home && minikubeFolder({ MINIKUBE_HOME: home }) !== minikubeFolder())
    return inShell({ MINIKUBE_HOME: home }, command);
  return profileIsKept(delivery.profile) ? command : "";
}
