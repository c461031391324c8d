import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { program } from "./commandProgram";
import { placeOf } from "./ownNamespace";
import { ImageDelivery } from "./settings";

export interface BroughtImageArgs {
  /** The whole name, tag and all. */
  image: string;
  /** How images reach the nodes. */
  delivery: ImageDelivery;
  /** Platform of the nodes; empty: the engine's own. */
  platform: string;
  cluster: Cluster;
}

/**
 * An image that somebody else built. The nodes would pull it; where the engine has it already it is brought from there,
 * so that they need no way to its registry. It is the user's: it stays in the engine, and on the nodes
 * like one that they pulled.
 */
export function broughtImage(
  name: string,
  { image, delivery, platform, cluster }: BroughtImageArgs,
  parent: pulumi.Resource,
): command.local.Command {
  return new command.local.Command(
    name,
    {
      ...program({ create: "bringImage" }),
      environment: {
        ...placeOf(cluster),
        UPSTREAM_IMAGE: image,
        DELIVERY: JSON.stringify(delivery),
        PLATFORM: platform,
        CLUSTER: cluster.identity,
      },
    },
    {
      parent,
      dependsOn: cluster.ready,
      customTimeouts: { create: "15m", update: "15m" },
    },
  );
}
