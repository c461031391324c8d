import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { ClusterRef } from "../cluster/cluster";
import { imageCommand } from "./imageCommand";
import { ImageDelivery } from "./deliveryKinds";

export interface DeliveredImageArgs {
  /** The whole name, with the tag. */
  image: string;
  /** How images reach the nodes. */
  delivery: ImageDelivery;
  /** Platform of the nodes; empty: the engine's own. */
  platform: string;
  cluster: pulumi.Input<ClusterRef>;
}

/**
 * An image that this stack did not build. The nodes would pull it; where the engine has it already it is brought from there,
 * so that they need no way to its registry. It is the user's: it stays in the engine, and on the nodes
 * like one that they pulled.
 */
export function deliveredImage(
  name: string,
  { image, delivery, platform, cluster }: DeliveredImageArgs,
  parent: pulumi.Resource,
): command.local.Command {
  return imageCommand(
    name,
    {
      ...{ programs: { create: "deliverExistingImage" }, cluster, delivery },
      environment: { UPSTREAM_IMAGE: image, PLATFORM: platform },
    },
    { parent },
  );
}
