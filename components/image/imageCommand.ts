import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../cluster/cluster";
import { program } from "../process/commandProgram";
import { placeOf } from "../cluster/programPlace";
import { ImageDelivery } from "./delivery";

export interface ImageCommandArgs {
  /** Programs that bring the image, and take it away. */
  programs: { create: string; delete?: string };
  cluster: Cluster;
  /** How images reach the nodes. */
  delivery: ImageDelivery;
  /** What the programs have to know of the image. */
  environment: Record<string, string>;
}

/** Brings an image to the nodes of a cluster, once that is ready; again where it is another cluster. */
export function imageCommand(
  name: string,
  { programs, cluster, delivery, environment }: ImageCommandArgs,
  { dependsOn = [], ...opts }: { parent: pulumi.Resource; dependsOn?: pulumi.Resource[] },
): command.local.Command {
  return new command.local.Command(
    name,
    {
      ...program(programs),
      environment: {
        ...placeOf(cluster),
        ...environment,
        DELIVERY: JSON.stringify(delivery),
        CLUSTER: cluster.identity,
      },
    },
    {
      ...opts,
      dependsOn: [...dependsOn, cluster.ready],
      customTimeouts: { create: "15m", update: "15m" },
    },
  );
}
