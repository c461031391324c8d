/**
 * What a build is given, for all who build: Pulumi's provider (imageBuild.ts), and `docker build` where nobody waits for
 * Pulumi. Of the same source both make the same image.
 */
import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { run } from "../process/shell";
import type { Proxies } from "./dockerConfig";

/** What a build needs to reach the package registries from where it runs. Nothing of it is in the image. */
export interface BuildNetwork {
  /** Proxies, by the name of the build argument. Default: those of the Docker client. A URL may contain a password. */
  proxies?: Proxies;
  /** CA certificates in PEM format that package managers also trust. If not set or empty: none. */
  ca?: string;
}

/** The argument that has the certificates. */
const CA = "BUILD_CA";

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
  return { ...Object.fromEntries(secrets), ...(ca && { [CA]: ca }), ...args };
}

/** Those of a recorded build's arguments that decide the image, and so its tag. */
export function decidingArgs(args: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => name !== CA));
}

/** A build as a state has it. */
export interface RecordedBuild {
  /** The image's whole name, with the tag. */
  name: string;
  context: string;
  dockerfile: string;
  /** As Docker takes it; undefined: its own. */
  platform?: string;
  /** Without the secrets: those are the Docker client's proxies, which it gives to a build by itself. */
  args: Record<string, string>;
}

const inputsOfBuild = v.object({
  imageName: v.string(),
  build: v.object({
    ...{ context: v.string(), dockerfile: v.string(), platform: v.optional(v.string()) },
    args: v.optional(v.record(v.string(), v.unknown())),
  }),
});

/** The build that a resource's inputs describe; undefined where they describe none. */
export function recordedBuild(inputs: unknown): RecordedBuild | undefined {
  const { success, output } = v.safeParse(inputsOfBuild, inputs);
  if (!success) return undefined;
  const { imageName: name, build } = output;
  const args = Object.entries(build.args ?? {}).filter((one): one is [string, string] => {
    return typeof one[1] === "string";
  });
  return { ...build, name, args: Object.fromEntries(args) };
}

/**
 * Has Docker's own builder make an image, as Pulumi's provider does.
 *
 * @param name the whole one, with the tag. @throws ToolError where the build fails.
 */
export async function dockerBuild(
  name: string,
  { context, dockerfile, platform, args }: Omit<RecordedBuild, "name">,
): Promise<void> {
  await run(
    "docker",
    [
      ...["build", "--quiet", "--tag", name, "--file", dockerfile],
      ...(platform ? ["--platform", platform] : []),
      ...Object.entries(args).flatMap(([arg, value]) => ["--build-arg", `${arg}=${value}`]),
      context,
    ],
    {
      step: `building ${name}`,
      env: {
        ...process.env,
        ...{ DOCKER_BUILDKIT: "1", BUILDX_BUILDER: "default", BUILDX_NO_DEFAULT_ATTESTATIONS: "1" },
      },
    },
  );
}
