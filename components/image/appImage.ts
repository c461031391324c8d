import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { ClusterRef } from "../cluster/cluster";
import { imageHash } from "./contentHash";
import type { BuildNetwork } from "./dockerBuild";
import { imageBuild } from "./imageBuild";
import { imageCommand } from "./imageCommand";
import { DeliveryArgs, deliveryTo, isForThisMachine } from "./delivery";
import { clientProxies } from "./dockerConfig";
import { enginePlatform } from "./imageDelivery";
import { commandLine } from "../process/typed";

export interface AppImageArgs extends DeliveryArgs {
  /** Name of the image without a tag, such as shop-api. */
  image: string;
  /** Folder of the build context. */
  context: string;
  /** Path of the Dockerfile. Default: `Dockerfile` in the build context. */
  dockerfile?: string;
  /** Build arguments. Do not put secrets here: `docker history` shows build arguments. */
  args?: Record<string, string>;
  /** How the build reaches package registries. Default: the proxies of the Docker client. It does not change the tag or the image. */
  network?: BuildNetwork;
  /** Platform of the image, such as linux/arm64. Default: Docker's default platform. */
  platform?: string;
  /** The cluster whose nodes get the image: `ref` of a MinikubeCluster or an ExistingCluster. */
  cluster: pulumi.Input<ClusterRef>;
  /** Namespace of the pods that use the image. Default: the namespace "default". */
  namespace?: string;
  /**
   * The Helm release of those pods. When the stack is destroyed, pods of this release do not keep the image on the nodes.
   * If not set, an image that any pod still uses is kept.
   */
  release?: string;
}

/** An image that is built, and loaded onto the nodes. */
export interface AppImage {
  /** The whole name, with the tag. */
  name: string;
  /** The image's name as pods refer to it. */
  repository: string;
  tag: string;
  /** Pods must wait for this: then the nodes have the image. */
  delivered: command.local.Command;
}

/**
 * An image from source to the cluster's nodes, tagged by the hash of its inputs: the same source
 * is never built or loaded twice, and a changed source has a new tag, which replaces its pods.
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
