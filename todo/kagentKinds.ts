/** What kagent has in the whole cluster: kinds, whose end is that of every object of them, and rights. */
import { at } from "../components/cluster/clusterObjects";
import { kubectlTo } from "../components/cluster/commandLine";
import type { Place } from "../components/cluster/place";
import { run } from "../components/process/shell";

/** Its namespace, and that of its releases. */
export const KAGENT_NAMESPACE = "kagent";

/** The release that defines its kinds. */
export const KINDS_RELEASE = "kagent-crds";

/** An object, and the Helm release that it says it is of; "" where it is of none. */
export interface Marked {
  kind: string;
  name: string;
  /** "" where it is in none. */
  namespace: string;
  release: string;
  releaseNamespace: string;
}

const MARK = ".metadata.annotations.meta\\.helm\\.sh/";
const FIELDS = [
  ...[".kind", ".metadata.name", ".metadata.namespace"],
  ...[`${MARK}release-name`, `${MARK}release-namespace`],
];
/** Not as JSON: the definitions of kinds are long, and there may be hundreds. */
const SHOWN = `--output=jsonpath={range .items[*]}${FIELDS.map((field) => `{${field}}`).join('{"\\t"}')}{"\\n"}{end}`;

/**
 * All objects of some kinds, in all namespaces.
 *
 * @throws ToolError when the cluster does not say, or the user may not look.
 */
export async function markedObjects(place: Place, kinds: string[]): Promise<Marked[]> {
  const { stdout } = await run(
    "kubectl",
    [...at(place), "get", kinds.join(","), "--all-namespaces", SHOWN],
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
export const isOfKagent = ({ releaseNamespace }: Marked) => releaseNamespace === KAGENT_NAMESPACE;

/** What goes with kagent's kinds, and is somebody's. */
interface Others {
  /** The kinds, as kubectl takes them. */
  kinds: string[];
  objects: Marked[];
}

/**
 * Objects that somebody made of the kinds that end with the release.
 *
 * @param isOwn whether the stack made kagent's namespace: then that ends with all that is in it.
 * @throws ToolError when the cluster does not say.
 */
async function othersObjects(place: Place, isOwn: boolean): Promise<Others> {
  const defined = await markedObjects(place, ["customresourcedefinitions"]);
  const kinds = defined
    .filter((one) => isOfKagent(one) && one.release === KINDS_RELEASE)
    .map(({ name }) => name);
  if (kinds.length === 0) return { kinds, objects: [] };
  const isTheirs = (one: Marked) =>
    one.namespace === KAGENT_NAMESPACE ? !isOwn && !isOfKagent(one) : true;
  return { kinds, objects: (await markedObjects(place, kinds)).filter(isTheirs) };
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
 * Stops before the end of kagent's kinds takes along what somebody made of them. Ask only where the API server answers.
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
  const named = ({ kind, name }: Marked) => `${kind.toLowerCase()}.kagent.dev/${name}`;
  const spaces = [...new Set(objects.map(({ namespace }) => namespace))];
  const inSpace = (space: string) =>
    objects.filter(({ namespace }) => namespace === space).map(named);
  const deletions = spaces.map((space) =>
    kubectlTo(place, ["--namespace", space, "delete", ...inSpace(space)], shell),
  );
  throw new Error(
    `kagent's CRDs are deleted with it, and with them all their objects in ${place.context}, which this stack did not create: ` +
      `${spaces.map((space) => `${inSpace(space).join(", ")} in namespace ${space}`).join("; ")}. ${untouched}\n` +
      `To see and save them: ${kubectlTo(place, ["get", kinds.join(","), "--all-namespaces", "--output=yaml"], shell)}\n` +
      (stay ? `To keep kagent: ${stay}\n` : "") +
      `If they are not needed: ${deletions.join(" && ")}\nThen: ${then}`,
  );
}
