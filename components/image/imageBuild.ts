import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { buildArgs, type BuildNetwork } from "./dockerBuild";

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
