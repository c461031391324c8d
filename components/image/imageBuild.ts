import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Proxies } from "./dockerConfig";

/** What a build needs to reach the package registries from where it runs. Nothing of it is in the image. */
export interface BuildNetwork {
  /** Proxies, by the name of the build argument. Default: those of the Docker client. A URL may contain a password. */
  proxies?: Proxies;
  /** CA certificates in PEM format that package managers also trust. If not set or empty: none. */
  ca?: string;
}

export interface ImageBuildArgs {
  /** The whole name, with the tag that says what goes in. */
  imageName: string;
  /** Folder of the build context. */
  context: string;
  /** Path of the Dockerfile. */
  dockerfile: string;
  /** Build arguments that decide the image. No secret belongs here: `docker history` shows them. */
  args: Record<string, string>;
  network: BuildNetwork;
  /** Platform to build for, as linux/arm64; undefined: the engine's own. */
  platform?: string;
  /** Whether it is pushed to the registry in its name. */
  push: boolean;
}

/** An image that is built once for each name that it has had. */
export function imageBuild(
  name: string,
  { imageName, context, dockerfile, args, network, platform, push }: ImageBuildArgs,
  opts?: pulumi.CustomResourceOptions,
): docker.Image {
  return new docker.Image(
    name,
    {
      imageName,
      build: {
        ...{ context, dockerfile, platform },
        args: buildArgs(args, network),
        builderVersion: docker.BuilderVersion.BuilderBuildKit,
      },
      skipPush: !push,
    },
    // The tag says all there is to say of the inputs: the provider's own digest of the context
    // would count a file's mode and age as a change, and another proxy is none.
    { ...opts, ignoreChanges: ["build"], replaceOnChanges: ["imageName"] },
  );
}

/**
 * All arguments of a build: those that decide the image, and those of the network, which leave no trace in it. Proxies
 * are predefined arguments, and BUILD_CA belongs to stages that are not the last. As with `docker build`, an
 * argument of the image's own comes before a proxy of the client's.
 */
export function buildArgs(
  args: Record<string, string>,
  { proxies = {}, ca }: BuildNetwork,
): Record<string, pulumi.Input<string>> {
  // Secrets, or the state would show a password in an address.
  const secrets = Object.entries(proxies).map(([name, value]) => [name, pulumi.secret(value)]);
  return { ...Object.fromEntries(secrets), ...(ca && { BUILD_CA: ca }), ...args };
}
