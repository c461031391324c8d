/** Who still uses an image: what runs in the cluster or would, the revisions to go back to, and stacks of the engine. */
import * as v from "valibot";
import { kubectlTo } from "../cluster/commandLine";
import { at } from "../cluster/clusterObjects";
import type { Place } from "../cluster/place";
import { listedName, shortName } from "../cluster/minikube";
import { contextCluster } from "../cluster/nodes";
import type { ImageDelivery } from "./deliveryKinds";
import { run, RunOptions, ToolError } from "../process/shell";
import { readJson } from "../process/json";
import { inShell, typed } from "../process/typed";
import { type Engine, reaching } from "../cluster/engine";

const containers = v.optional(v.array(v.object({ image: v.string() })));
const podSpec = v.object({ containers, initContainers: containers });
const template = v.object({ spec: podSpec });

/** What makes pods, though it may have none just now. A Deployment's images are those of its ReplicaSets. */
const OWNERS = ["replicasets", "statefulsets", "daemonsets", "jobs", "cronjobs"];

/** A pod, or one of their owners, as `kubectl get --output=json` lists it. */
const listed = v.object({
  kind: v.string(),
  metadata: v.object({
    name: v.string(),
    namespace: v.optional(v.string()),
    labels: v.optional(v.record(v.string(), v.string())),
    annotations: v.optional(v.record(v.string(), v.string())),
    ownerReferences: v.optional(
      v.array(v.object({ uid: v.optional(v.string()), name: v.string() })),
    ),
  }),
  spec: v.object({
    ...podSpec.entries,
    template: v.optional(template),
    jobTemplate: v.optional(v.object({ spec: v.object({ template }) })),
  }),
});
type Listed = v.InferOutput<typeof listed>;

const list = v.object({ items: v.array(listed) });

/** An image in use, and the objects that use it. */
export interface Use {
  image: string;
  namespace: string;
  /** Name of the Helm release, where it is one's. */
  instance?: string;
}

/** Revisions of a Deployment whose images are kept: the one that is deployed, and the one before it. */
const REVISIONS = 2;

const REVISION = "deployment.kubernetes.io/revision";

/**
 * Images that pods of a cluster run from, or would run from when they are wanted again or after a rollback of one
 * revision.
 *
 * @throws Error when the cluster does not say.
 */
export async function imageUses(place: Place): Promise<Use[]> {
  const step = `asking ${place.context || "the cluster"} which images its pods run from`;
  const what = ["pods", ...OWNERS].join();
  const args = ["get", what, "--all-namespaces", "--output=json"];
  const { stdout } = await run("kubectl", [...at(place), ...args], { step, timeoutSeconds: 60 });
  if (stdout.trim() === "") throw new Error(`${step} gave no answer`);
  return usesIn(readJson(list, stdout, step, kubectlTo(place, args)).items);
}

/**
 * Where to ask who runs from images: the cluster whose nodes have them, which is another one than the app's where
 * another one of kind was named.
 */
export function placeOfNodes(delivery: ImageDelivery, place: Place): Place {
  if (delivery.kind === "minikube") return { ...place, context: delivery.profile };
  const isOther =
    delivery.kind === "kind" &&
    ![undefined, delivery.cluster].includes(contextCluster(place.context));
  return isOther ? { ...place, context: `kind-${delivery.cluster}` } : place;
}

/** The same from what was listed. */
export function usesIn(items: Listed[]): Use[] {
  const sets = items.filter(({ kind }) => kind === "ReplicaSet");
  const byAge = [...sets].sort((a, b) => revisionOf(b) - revisionOf(a));
  const newest = [...new Set(sets.map(ownerOf))].flatMap((owner) =>
    byAge.filter((set) => ownerOf(set) === owner).slice(0, REVISIONS),
  );
  const others = items.filter(({ kind }) => kind !== "ReplicaSet");
  return [...others, ...newest].flatMap((item) => {
    const { containers = [], initContainers = [] } = podSpecOf(item);
    return [...containers, ...initContainers].map(({ image }) => ({
      image,
      namespace: item.metadata.namespace ?? "",
      instance: item.metadata.labels?.["app.kubernetes.io/instance"],
    }));
  });
}

const podSpecOf = ({ spec }: Listed): v.InferOutput<typeof podSpec> =>
  (spec.jobTemplate?.spec ?? spec).template?.spec ?? spec;

/** Whether something uses an image, under whichever of its names. */
export const isUsed = (image: string, uses: Use[]): boolean =>
  uses.some((use) => shortName(use.image) === shortName(image));

const ownerOf = ({ metadata }: Listed) => {
  const [owner] = metadata.ownerReferences ?? [];
  return `${metadata.namespace}/${owner?.uid ?? owner?.name ?? metadata.name}`;
};

const revisionOf = ({ metadata }: Listed) => Number(metadata.annotations?.[REVISION] ?? 0);

/** What begins the tags by which stacks say, in the engine itself, that they use an image. */
export const USED_BY = "-used-by-";

/** An image's name without its tag. */
export const repositoryOf = (image: string) => image.replace(/:[^:/]*$/, "");

/** Every image of the engine, or those of one repository, by the names that docker lists. */
async function tagsIn(repository?: string): Promise<string[]> {
  const { stdout } = await run(
    "docker",
    [
      "image",
      "ls",
      "--format",
      "{{.Repository}}:{{.Tag}}",
      ...(repository ? [listedName(repository)] : []),
    ],
    { step: "asking the engine for its images", timeoutSeconds: 60 },
  );
  return stdout.split("\n").filter(Boolean);
}

const tagsOf = (image: string) => tagsIn(repositoryOf(image));

/**
 * Images that a stack says, in the engine, it uses: also those of a run that was interrupted before its state knew of
 * them.
 *
 * @param image only those of its repository.
 */
export async function usedInEngine(owner: string, image?: string): Promise<string[]> {
  if (owner === "") return [];
  const end = USED_BY + owner;
  const full = image && repositoryOf(image);
  return (await tagsIn(full))
    .filter((tag) => tag.endsWith(end))
    .map((tag) => tag.slice(0, -end.length))
    .map((name) => (full ? full + name.slice(listedName(full).length) : name));
}

/** Ids of the stacks that say so of an image. @throws ToolError when the engine does not answer. */
export async function usersInEngine(image: string): Promise<string[]> {
  const begin = listedName(image) + USED_BY;
  return (await tagsOf(image))
    .filter((tag) => tag.startsWith(begin))
    .map((tag) => tag.slice(begin.length));
}

/**
 * Says in the engine that a stack uses an image; nothing where the engine does not have it.
 *
 * @throws ToolError when the engine does not answer.
 */
export async function useInEngine(image: string, owner: string): Promise<void> {
  if (owner === "") return;
  await ofImage(["tag", image, image + USED_BY + owner], {
    step: `recording in Docker that this stack uses ${image}`,
  });
}

/** Takes back that a stack uses an image. @throws ToolError when the engine does not answer, or refuses. */
export async function dropUse(image: string, owner: string): Promise<void> {
  if (owner !== "") await removeTag(image + USED_BY + owner);
}

/**
 * Removes an image from the engine where no other stack uses it, and takes back that this one does: that last, for by it
 * the next run finds an image that stayed.
 *
 * @throws ToolError when the engine does not answer, or refuses.
 */
export async function removeFromEngine(image: string, owner: string): Promise<void> {
  const users = await usersInEngine(image);
  if (users.every((user) => user === owner)) await removeTag(image);
  await dropUse(image, owner);
}

const removeTag = (name: string) =>
  ofImage(["rm", name], { step: `removing ${name} from the engine` });

/** `docker image`, to which an image that is not there is none to act on. It ends with 1 for whatever fails. */
async function ofImage(args: string[], options: RunOptions): Promise<void> {
  try {
    await run("docker", ["image", ...args], options);
  } catch (error) {
    if (!(error instanceof ToolError && /no such image/i.test(error.words))) throw error;
  }
}

const docker = () => typed("docker");

/** The command that takes back by hand that a stack uses an image. */
export const useRemoval = (image: string, owner: string) =>
  `${docker()} image rm ${image}${USED_BY}${owner}`;

/** The command that does the same as removeFromEngine by hand: the image goes where no stack is left that uses it. */
export function engineRemoval(image: string, owner: string): string {
  const rest =
    `users=$(${docker()} image ls --quiet '${listedName(image)}${USED_BY}*') && ` +
    `[ -z "$users" ] && ${docker()} image rm ${image}`;
  return owner ? `${useRemoval(image, owner)}; ${rest}` : rest;
}

/** What is said where `docker` leads to another engine than the one that a stack's images were built in. */
export const leftInEngine = (then: Engine, images: string[], owner: string) =>
  `warning: docker points to another engine than the one at ${then.host}, which may still have ${images.join(", ")}. When ` +
  `they are not needed there, run: ` +
  inShell(reaching(then), images.map((one) => engineRemoval(one, owner)).join("; "));

/** The same for every image that a stack says it uses. */
export const unknownRemoval = (owner: string) =>
  `${docker()} image ls --format '{{.Repository}}:{{.Tag}}' | sed -n 's/${USED_BY}${owner}$//p' | while read -r image; do ` +
  `${docker()} image rm "$image${USED_BY}${owner}"; users=$(${docker()} image ls --quiet "$image${USED_BY}*") && ` +
  `[ -z "$users" ] && ${docker()} image rm "$image"; done`;
