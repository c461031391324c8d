/** What kagent has in the whole cluster: CRDs, which are deleted with every object of them, and roles. */
import { at } from "../components/cluster/clusterObjects";
import { kubectlTo } from "../components/cluster/commandLine";
import type { Place } from "../components/cluster/place";
import { run } from "../components/process/shell";

/** Its namespace, and that of its releases. */
export const KAGENT_NAMESPACE = "kagent";

/** The release that defines its kinds. */
export const KINDS_RELEASE = "kagent-crds";

/** An object, and the Helm release that it says it is of; "" where it is of none. */
export interface ListedObject {
  kind: string;
  name: string;
  /** "" where it is in none. */
  namespace: string;
  release: string;
  releaseNamespace: string;
}

const RELEASE_ANNOTATION = ".metadata.annotations.meta\\.helm\\.sh/";
const FIELDS = [
  ...[".kind", ".metadata.name", ".metadata.namespace"],
  ...[`${RELEASE_ANNOTATION}release-name`, `${RELEASE_ANNOTATION}release-namespace`],
];
/** Not as JSON: the definitions of kinds are long, and there may be hundreds. */
const OUTPUT_FORMAT = `--output=jsonpath={range .items[*]}${FIELDS.map((field) => `{${field}}`).join('{"\\t"}')}{"\\n"}{end}`;

/**
 * All objects of some kinds, in all namespaces.
 *
 * @throws ToolError when the cluster does not say, or the user may not look.
 */
export async function listObjects(place: Place, kinds: string[]): Promise<ListedObject[]> {
  const { stdout } = await run(
    "kubectl",
    [...at(place), "get", kinds.join(","), "--all-namespaces", OUTPUT_FORMAT],
    { step: `listing ${kinds.join(", ")} of ${place.context}`, timeoutSeconds: 60 },
  );
  return stdout
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [kind = "", name = "", namespace = "", release = "", releaseNamespace = ""] =
        line.split("\t");
      return { kind, name, namespace, release, releaseNamespace };
    });
}

/** Whether an object is of a release of kagent's namespace. */
export const isOfKagent = ({ releaseNamespace }: ListedObject) =>
  releaseNamespace === KAGENT_NAMESPACE;

/** What would be deleted with kagent's CRDs, and was not made by the stack. */
interface Others {
  /** The kinds, as kubectl takes them. */
  kinds: string[];
  objects: ListedObject[];
}

/**
 * Objects that the stack did not make, of the CRDs that are deleted with the release.
 *
 * @param isOwn whether the stack made kagent's namespace: then that ends with all that is in it.
 * @throws ToolError when the cluster does not say.
 */
async function othersObjects(place: Place, isOwn: boolean): Promise<Others> {
  const defined = await listObjects(place, ["customresourcedefinitions"]);
  const kinds = defined
    .filter((one) => isOfKagent(one) && one.release === KINDS_RELEASE)
    .map(({ name }) => name);
  if (kinds.length === 0) return { kinds, objects: [] };
  const isTheirs = (one: ListedObject) =>
    one.namespace === KAGENT_NAMESPACE ? !isOwn && !isOfKagent(one) : true;
  return { kinds, objects: (await listObjects(place, kinds)).filter(isTheirs) };
}

/** What is said to the user of objects of theirs. */
interface Advice {
  /** The command that was to be run. */
  then: string;
  untouched: "Nothing was changed." | "Nothing was deleted.";
  /** The command by which kagent stays, where there is one. */
  stay?: string;
  /** Where the user's own kubectl looks. */
  shell?: NodeJS.ProcessEnv;
}

/**
 * Stops before kagent's CRDs are deleted with objects that the stack did not make. Ask only where the API server answers.
 *
 * @param isOwn whether the stack made kagent's namespace.
 * @throws Error that names it, with the commands that save and delete it.
 */
export async function refuseOthersObjects(
  place: Place,
  isOwn: boolean,
  { then, untouched, stay, shell }: Advice,
): Promise<void> {
  const { kinds, objects } = await othersObjects(place, isOwn);
  if (objects.length === 0) return;
  const named = ({ kind, name }: ListedObject) => `${kind.toLowerCase()}.kagent.dev/${name}`;
  const spaces = [...new Set(objects.map(({ namespace }) => namespace))];
  const inSpace = (space: string) =>
    objects.filter(({ namespace }) => namespace === space).map(named);
  const deletions = spaces.map((space) =>
    kubectlTo(place, ["--namespace", space, "delete", ...inSpace(space)], shell),
  );
  throw new Error(
    `removing kagent deletes its CRDs and all their objects in ${place.context}. This stack did not create these: ` +
      `${spaces.map((space) => `${inSpace(space).join(", ")} in namespace ${space}`).join("; ")}. ${untouched}\n` +
      `To see and save them: ${kubectlTo(place, ["get", kinds.join(","), "--all-namespaces", "--output=yaml"], shell)}\n` +
      (stay ? `To keep kagent: ${stay}\n` : "") +
      `If they are not needed: ${deletions.join(" && ")}\nThen: ${then}`,
  );
}
