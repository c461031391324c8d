import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { ClusterRef } from "../cluster/cluster";
import { imageHash } from "./contentHash";
import { BuildNetwork, imageBuild } from "./imageBuild";
import { imageCommand } from "./imageCommand";
import { DeliveryArgs, deliveryTo, isForThisMachine } from "./delivery";
import { clientProxies } from "./dockerConfig";
import { enginePlatform } from "./imageDelivery";
import { commandLine } from "../process/typed";

export interface AppImageArgs extends DeliveryArgs {
  /** The image's name without a tag, such as shop-api. */
  image: string;
  /** Folder of the build context. */
  context: string;
  /** Path of the Dockerfile; left out: `Dockerfile` in the context. */
  dockerfile?: string;
  /** Build arguments. No secret belongs here: `docker history` shows them. */
  args?: Record<string, string>;
  /** How the build reaches package registries; left out: by the Docker client's proxies. It decides neither tag nor image. */
  network?: BuildNetwork;
  /** Platform to build for, as linux/arm64; left out: the engine's own. */
  platform?: string;
  /** The cluster to whose nodes it is brought: `ref` of a MinikubeCluster or an ExistingCluster. */
  cluster: pulumi.Input<ClusterRef>;
  /** Namespace of the pods that run from it; left out: default. */
  namespace?: string;
  /**
   * The Helm release that those pods are of: at the end they do not keep the image, for they are on their way out. Left
   * out: what any pod still runs from stays on the nodes.
   */
  release?: string;
}

/** An image that is built, and on its way to the nodes. */
export interface AppImage {
  /** The whole name, tag and all. */
  name: string;
  /** The image's name as pods refer to it. */
  repository: string;
  tag: string;
  /** What pods have to wait for: the nodes have the image. */
  delivered: command.local.Command;
}

/**
 * An image from source to the cluster's nodes, tagged by the hash of what it is made of: the same
 * source is never built or loaded twice, and another source is another tag, which rolls its pods.
 *
 * @param name begins the names of its resources.
 * @param parent the component that they belong to.
 * @throws Error when the context or the Dockerfile is missing, or it is not known for which platform it is, on which its tag
 *   depends.
 */
export function appImage(
  name: string,
  args: AppImageArgs,
  parent: pulumi.ComponentResource,
): AppImage {
  const { context, registry } = args;
  // As `docker build` does by itself.
  const network = { proxies: clientProxies(), ...args.network };
  const dockerfile = args.dockerfile ?? path.join(context, "Dockerfile");
  const build = args.args ?? {};
  // Named in any case: the provider has a long remark on builds without one.
  const platform = args.platform || enginePlatform();
  if (platform === undefined && !isForThisMachine(args)) throw unknownPlatform(args.image);
  const tag = imageHash({
    ...{ context, dockerfile, args: build },
    platform: (isForThisMachine(args) ? args.platform : platform) ?? "",
  });
  const repository = registry ? `${registry}/${args.image}` : args.image;
  const imageName = `${repository}:${tag}`;
  const image = imageBuild(
    `${name}-build`,
    {
      ...{ imageName, context, dockerfile, platform, network },
      ...{ args: build, push: Boolean(registry) },
    },
    { parent },
  );
  // Names what it loaded before: see components/programs/deliverImage.ts, which removes what is too old.
  const delivered = imageCommand(
    `${name}-load`,
    {
      programs: { create: "deliverImage", delete: "removeImages" },
      cluster: args.cluster,
      delivery: pulumi.output(args.cluster).apply((cluster) => deliveryTo(cluster, args)),
      environment: {
        NAMESPACE: args.namespace ?? "default",
        RELEASE: args.release ?? "",
        IMAGE: imageName,
      },
    },
    { parent, dependsOn: [image] },
  );
  return { name: imageName, repository, tag, delivered };
}

const unknownPlatform = (image: string) =>
  new pulumi.RunError(
    `Docker does not report the platform of its builds: set platform to that of the nodes, because ` +
      `the tag of ${image} depends on it. Run: ${commandLine("docker", ["version"])}, until it shows a server. ` +
      "Then run the same command again",
  );
