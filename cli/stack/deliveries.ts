/** What the state says of images that were brought to nodes, and what of it ends with a cluster that is gone. */
import * as v from "valibot";
import { imageDelivery, type ImageDelivery } from "../../components/image/deliveryKinds";
import { elsewhere, removalOf } from "../../components/image/elsewhere";
import { contextCluster } from "../../components/cluster/nodes";
import {
  answerOf,
  readAnswer,
  resourceName,
  resourcesOf,
  State,
  StateResource,
} from "../../components/process/stackState";

/** What brings images to the nodes. */
export const isDelivery = ({ urn }: StateResource) => /::(\S*-load|app-database-image)$/.test(urn);

/** What a delivery has answered. */
const delivered = v.object({ elsewhere: v.optional(v.array(elsewhere)) });

/** Whether a delivery led to the nodes of a context's cluster, as far as it says where it led. */
export function ledTo(context: string, { urn, outputs }: StateResource): boolean {
  const { DELIVERY, CONTEXT } = outputs?.environment ?? {};
  if (!DELIVERY) return true;
  return isIn(context, readAnswer(imageDelivery, DELIVERY, resourceName(urn)), CONTEXT);
}

/** @param then the stack's context when a command brought images, whose nodes are not known otherwise. */
function isIn(context: string, delivery: ImageDelivery, then: string | undefined): boolean {
  switch (delivery.kind) {
    case "kind":
      return contextCluster(context) === delivery.cluster;
    case "command":
      return then === undefined || then === context;
    default:
      return false;
  }
}

/** A delivery as it stands in the state once the app's cluster is gone: the next up looks for the image again. */
export function undone<Resource extends StateResource>(delivery: Resource): Resource {
  const blank = <Values extends { environment?: object } | undefined>(values: Values) =>
    values?.environment
      ? { ...values, environment: { ...values.environment, CLUSTER: "" } }
      : values;
  return { ...delivery, inputs: blank(delivery.inputs), outputs: blank(delivery.outputs) };
}

/**
 * Where images still are that the state tells of no more, though their nodes are not those of the cluster that is gone:
 * lines with the command that removes each.
 */
export function leftElsewhere(before: State, after: State, context: string): string[] {
  const known = new Set(resourcesOf(after).map(({ urn }) => urn));
  return resourcesOf(before)
    .filter((one) => isDelivery(one) && !known.has(one.urn))
    .flatMap((one) => answerOf(delivered, one)?.elsewhere ?? [])
    .filter(({ delivery, place }) => !isIn(context, delivery, place?.context))
    .flatMap((one) => {
      const byHand = removalOf(one);
      return byHand
        ? `${one.image} may still be on the nodes of todo:imageDelivery ${one.delivery.kind}. When no container uses it, run: ${byHand}`
        : [];
    });
}
