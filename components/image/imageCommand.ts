import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { ClusterRef } from "../cluster/cluster";
import { program, PROGRAMS } from "../process/commandProgram";
import { placeOf } from "../cluster/programPlace";
import { ImageDelivery } from "./deliveryKinds";

export interface ImageCommandArgs {
  /** Programs of the components that bring the image, and take it away. */
  programs: { create: string; delete?: string };
  cluster: pulumi.Input<ClusterRef>;
  /** How images reach the nodes. */
  delivery: pulumi.Input<ImageDelivery>;
  /** What the programs have to know of the image. */
  environment: Record<string, pulumi.Input<string>>;
}

/** Brings an image to the nodes of a cluster, once that is ready; again where it is another cluster. */
export function imageCommand(
  name: string,
  { programs, cluster, delivery, environment }: ImageCommandArgs,
  opts: { parent: pulumi.Resource; dependsOn?: pulumi.Resource[] },
): command.local.Command {
  return new command.local.Command(
    name,
    {
      ...program(PROGRAMS, programs),
      environment: {
        ...placeOf(cluster),
        ...environment,
        DELIVERY: pulumi.output(delivery).apply((one) => JSON.stringify(one)),
        CLUSTER: pulumi.output(cluster).identity,
      },
    },
    {
      ...opts,
      customTimeouts: { create: "15m", update: "15m" },
    },
  );
}
