import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../cluster/cluster";
import { imageHash } from "./contentHash";
import { BuildNetwork, imageBuild } from "./imageBuild";
import { imageCommand } from "./imageCommand";
import { enginePlatform, isForThisMachine } from "./imageDelivery";
import { ImageDelivery } from "./delivery";

export interface AppImageArgs {
  /** The image's name without a tag, as todo-backend. */
  image: string;
  /** Folder of the build context. */
  context: string;
  /** Path of the Dockerfile. */
  dockerfile: string;
  /** Build arguments. No secret belongs here: `docker history` shows them. */
  args: Record<string, string>;
  /** How the build reaches package registries. It decides neither tag nor image. */
  network: BuildNetwork;
  /** Platform to build for; empty: the engine's own. */
  platform: string;
  /** How the image reaches the nodes. */
  delivery: ImageDelivery;
  cluster: Cluster;
  /** Namespace of the pods that run from it. */
  namespace: string;
}

/**
 * An image from source to the cluster's nodes, tagged by the hash of what it is made of: the same
 * source is never built or loaded twice, and another source is another tag, which rolls its pods.
 */
export class AppImage extends pulumi.ComponentResource {
  /** The whole name, tag and all. */
  readonly name: string;
  /** The image's name as pods refer to it. */
  readonly repository: string;
  readonly tag: string;
  /** What pods have to wait for: the nodes have the image. */
  readonly delivered: command.local.Command;

  /** @throws Error when the context or the Dockerfile is missing. */
  constructor(name: string, args: AppImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("todo:index:AppImage", name, {}, opts);
    const { context, dockerfile, delivery, cluster } = args;
    // Named in any case: the provider has a long remark on builds without one.
    const platform = args.platform || enginePlatform();
    this.tag = imageHash({
      ...{ context, dockerfile, args: args.args },
      platform: isForThisMachine(delivery) ? args.platform : (platform ?? ""),
    });
    this.repository =
      delivery.kind === "registry" ? `${delivery.registry}/${args.image}` : args.image;
    this.name = `${this.repository}:${this.tag}`;

    const image = imageBuild(
      `${name}-build`,
      {
        ...{ imageName: this.name, context, dockerfile, platform },
        ...{ args: args.args, network: args.network },
        push: delivery.kind === "registry",
      },
      { parent: this },
    );

    // Names what it loaded before: see components/programs/deliverImage.ts, which removes what is too old.
    this.delivered = imageCommand(
      `${name}-load`,
      {
        programs: {
          create: "components/programs/deliverImage",
          delete: "components/programs/removeImages",
        },
        ...{ cluster, delivery },
        environment: { NAMESPACE: args.namespace, IMAGE: this.name },
      },
      { parent: this, dependsOn: [image] },
    );
    this.registerOutputs({ repository: this.repository, tag: this.tag });
  }
}
