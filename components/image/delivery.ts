import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../cluster/cluster";
import { contextCluster } from "../cluster/nodes";
import type { ImageDelivery } from "./deliveryKinds";

/** How an image gets to the nodes. If no argument is set, this depends on the type of the cluster. */
export interface DeliveryArgs {
  /** Registry to which images are pushed and from which the nodes pull them, such as registry.example.com/shop. */
  registry?: string;
  /** Name of the kind cluster whose nodes get the images. Default: the kind cluster of the context. */
  kindCluster?: string;
  /** Command that loads an image onto the nodes. `{image}` is replaced by the name of the image. */
  loadCommand?: string;
  /** Command that removes an image from the nodes. `{image}` is replaced by the name of the image. */
  removeCommand?: string;
}

/** @throws pulumi.RunError where neither the cluster nor an argument tells. */
export function deliveryTo(
  { profile, contextName }: Pick<ClusterRef, "profile" | "contextName">,
  { registry, kindCluster, loadCommand, removeCommand }: DeliveryArgs,
): ImageDelivery {
  if (registry) return { kind: "registry", registry };
  if (loadCommand) return { kind: "command", load: loadCommand, remove: removeCommand ?? "" };
  if (profile) return { kind: "minikube", profile };
  const cluster = kindCluster || contextCluster(contextName);
  if (cluster) return { kind: "kind", cluster };
  throw new pulumi.RunError(
    `context ${contextName} is neither minikube's nor kind's, so it is not known how images reach its nodes: ` +
      "expected registry, kindCluster or loadCommand",
  );
}

/** What `deliveryTo` makes that delivery of. */
export function deliveryArgs(delivery: ImageDelivery): DeliveryArgs {
  switch (delivery.kind) {
    case "minikube":
      return {};
    case "kind":
      return { kindCluster: delivery.cluster };
    case "command":
      return { loadCommand: delivery.load, removeCommand: delivery.remove };
    case "registry":
      return { registry: delivery.registry };
  }
}

/**
 * Whether the nodes are this machine's, so that an image which its engine built fits them. Elsewhere two machines may
 * bring the same source under the same name, each built for its own processor.
 */
export const isForThisMachine = ({ registry, loadCommand }: DeliveryArgs): boolean =>
  !registry && !loadCommand;
