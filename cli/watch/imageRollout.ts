/**
 * Brings an edited image into its pods before Pulumi is started, whose own start and Helm's take longer than the build. The
 * `up` that follows finds the image built, on the nodes and rolling out, and records it.
 */
import * as v from "valibot";
import { kubectlTo } from "../../components/cluster/commandLine";
import { at } from "../../components/cluster/clusterObjects";
import { imageHash } from "../../components/image/contentHash";
import { imageDelivery, type ImageDelivery } from "../../components/image/deliveryKinds";
import {
  decidingArgs,
  dockerBuild,
  recordedBuild,
  type RecordedBuild,
} from "../../components/image/dockerBuild";
import type { FindEngine } from "../../components/cluster/engine";
import { noteImage } from "../../components/cluster/profileRecord";
import { loaderFor } from "../../components/image/imageDelivery";
import { repositoryOf, useInEngine } from "../../components/image/imageUsers";
import { readJson } from "../../components/process/json";
import { readAnswer, resourceName, resourcesOf, State } from "../../components/process/stackState";
import { run } from "../../components/process/shell";
import type { Place } from "../stack/place";

/** An image that is built from source and deployed, as the stack's state has it. */
export interface DeployedImage extends RecordedBuild {
  /** The part of the app, which is its Deployment's name too. */
  part: string;
  delivery: ImageDelivery;
  /** The stack's id. */
  owner: string;
  profile: string;
}

const loaded = v.object({
  environment: v.object({ DELIVERY: v.string(), OWNER: v.string(), PROFILE: v.string() }),
});

/** The images of these parts in a state; without those that nodes pull from a registry, which Pulumi pushes to. */
export function deployedImages(state: State, parts: string[]): DeployedImage[] {
  const find = (name: string) =>
    resourcesOf(state).find((one) => resourceName(one.urn) === name && !one.delete)?.inputs;
  return parts.flatMap((part) => {
    const build = recordedBuild(find(`${part}-build`));
    const load = v.safeParse(loaded, find(`${part}-load`));
    if (!build || !load.success) return [];
    const { DELIVERY, OWNER: owner, PROFILE: profile } = load.output.environment;
    const delivery = readAnswer(imageDelivery, DELIVERY, `${part}-load`);
    if (delivery.kind === "registry") return [];
    return [{ ...build, part, delivery, owner, profile }];
  });
}

/**
 * The image's name for the source as it is now.
 *
 * @param platform as an input of the tag: empty where the image runs only where the engine is.
 */
function nameNow({ name, context, dockerfile, args }: DeployedImage, platform: string): string {
  const tag = imageHash({ context, dockerfile, args: decidingArgs(args), platform });
  return `${repositoryOf(name)}:${tag}`;
}

/** What gives an image its name; undefined where the source in the working directory gives it another one. */
export function naming(image: DeployedImage): (() => string) | undefined {
  const platform = ["", image.platform ?? ""].find((one) => nameNow(image, one) === image.name);
  return platform === undefined ? undefined : () => nameNow(image, platform);
}

const containers = v.array(v.object({ image: v.string() }));
const deployment = v.object({
  spec: v.object({
    template: v.object({ spec: v.object({ containers, initContainers: v.optional(containers) }) }),
  }),
});

type PodSpec = v.InferOutput<typeof deployment>["spec"]["template"]["spec"];

const inNamespace = ({ namespace }: Place) => ["--namespace", namespace, "--request-timeout=30s"];

/** What the pods of a Deployment are made from. @throws ToolError where the cluster does not answer. */
async function podSpecOf(where: Place, name: string): Promise<PodSpec> {
  const get = ["get", "deployment", name, ...inNamespace(where), "--output=json"];
  const step = `asking for deployment ${name} of ${where.context}`;
  const { stdout } = await run("kubectl", [...at(where), ...get], { step });
  return readJson(deployment, stdout, step, kubectlTo(where, get)).spec.template.spec;
}

interface Change {
  from: string;
  to: string;
}

/**
 * Has the containers of a Deployment that run one image run another; its init containers too.
 *
 * @param spec what its pods are made from, as far as is known: somebody else may have changed it.
 * @returns how many there are: none where the Deployment runs neither.
 * @throws ToolError where the cluster does not answer, or the Deployment is another one by now.
 */
export async function setImage(
  where: Place,
  name: string,
  { from, to }: Change,
  spec?: PodSpec,
): Promise<number> {
  const pod = spec ?? (await podSpecOf(where, name));
  const patch = (["initContainers", "containers"] as const).flatMap((kind) =>
    (pod[kind] ?? []).flatMap(({ image }, index) => {
      const path = `/spec/template/spec/${kind}/${index}/image`;
      const was = { op: "test", path, value: from };
      return image === from ? [was, { op: "replace", path, value: to }] : [];
    }),
  );
  if (patch.length === 0) return 0;
  await run(
    "kubectl",
    [
      ...[...at(where), "patch", "deployment", name, ...inNamespace(where)],
      ...["--type=json", `--patch=${JSON.stringify(patch)}`],
    ],
    { step: `having deployment ${name} run ${to}` },
  );
  return patch.length / 2;
}

/**
 * Builds an image under its new name, brings it to the nodes and has its pods follow. Whether the nodes have it is asked by
 * the `up` that follows: here every question would be a part of the wait.
 *
 * @param isGivenUp asked after each step.
 * @param engine what was answered before: it stays the same while a watch runs.
 * @throws Error where a step fails; the pods are as before.
 */
export async function rollOut(
  image: DeployedImage,
  to: string,
  where: Place,
  { isGivenUp, engine }: { isGivenUp: () => boolean; engine: FindEngine },
): Promise<void> {
  const { profile, owner, delivery, part, name: from } = image;
  const [spec] = await Promise.all([podSpecOf(where, part), dockerBuild(to, image)]);
  if (isGivenUp()) return;
  noteImage(profile, owner, to);
  await Promise.all([useInEngine(to, owner), loaderFor(delivery).load(to, () => {}, engine)]);
  if (!isGivenUp()) await setImage(where, part, { from, to }, spec);
}
