/** The end of kagent: what it would take along, and what it would leave in the whole cluster. */
import { kubectlTo } from "../../components/cluster/commandLine";
import {
  RELEASE_TYPE,
  resourcesOf,
  State,
  StateResource,
} from "../../components/process/stackState";
import {
  isOfKagent,
  KAGENT_NAMESPACE,
  KINDS_RELEASE,
  listObjects,
  refuseOthersObjects,
} from "../../todo/kagentKinds";
import { namespaceIn } from "../../todo/namespace/namespaceState";
import { type Place, SHELL } from "../stack/place";
import { helm, releases } from "./helm";
import { KAGENT_RELEASES, kagentPlace } from "./kagentObjects";

interface Linked extends StateResource {
  deletedWith?: string;
}

/** The releases of kagent that the state has, the last one first: the kinds go after what is made of them. */
const releasesIn = (state: State): Linked[] =>
  resourcesOf(state)
    .filter(({ type, id }) => type === RELEASE_TYPE && id?.startsWith("kagent/"))
    .reverse();

/**
 * Whether the stack has kagent, or had it: a refresh forgets the releases with a namespace that was deleted by hand, and
 * what they have in the whole cluster stays.
 */
export const hasKagent = (state: State): boolean =>
  releasesIn(state).length > 0 ||
  resourcesOf(state).some(({ urn }) => urn.endsWith("::kagent-ownership"));

/**
 * @param then the command that was to be run.
 * @param stay the command by which kagent stays, where there is one.
 * @throws Error where objects of its CRDs that the stack did not make would be deleted. Ask only where the API server answers.
 */
export async function refuseKagentLoss(
  place: Place,
  state: State,
  then: string,
  stay?: string,
): Promise<void> {
  if (!releasesIn(state).some(({ id }) => id === `${KAGENT_NAMESPACE}/${KINDS_RELEASE}`)) return;
  const isOwn = namespaceIn(state, KAGENT_NAMESPACE)?.created ?? false;
  const advice = { then, stay, untouched: "Nothing was changed.", shell: SHELL } as const;
  await refuseOthersObjects(place, isOwn, advice);
}

/**
 * Uninstalls what Pulumi leaves to the end of its profile, where that does not end: what the releases have outside of
 * their namespace goes by their record alone, and that goes with the namespace.
 */
export async function uninstallKagent(place: Place, state: State): Promise<void> {
  for (const { id, deletedWith } of releasesIn(state)) {
    if (!deletedWith) continue;
    const name = id!.slice(id!.indexOf("/") + 1);
    console.log(`uninstalling release ${name}, which has cluster-wide objects`);
    const args = ["uninstall", name, "--ignore-not-found", "--wait", "--timeout=300s"];
    await helm(kagentPlace(place), `uninstalling release ${name}`, args, 330);
  }
}

const KINDS = ["customresourcedefinitions", "clusterroles", "clusterrolebindings"];

/**
 * Names what is in the whole cluster of a kagent whose releases are gone with their namespace. It bears no stack's id, so
 * it is named, and not deleted. Ask only where the API server answers.
 */
export async function nameKagentLeft(place: Place): Promise<void> {
  const all = Object.values(KAGENT_RELEASES);
  try {
    const there = (await releases(kagentPlace(place))).map(({ name }) => name);
    const left = (await listObjects(place, KINDS))
      .filter((one) => isOfKagent(one) && all.includes(one.release))
      .filter(({ release }) => !there.includes(release))
      .map(({ kind, name }) => `${kind.toLowerCase()}/${name}`);
    if (left.length === 0) return;
    console.error(
      `warning: kagent's releases were deleted with their namespace, but these objects are left in ${place.context}: ` +
        `${left.join(", ")}. If nobody uses kagent there, run: ${kubectlTo(place, ["delete", ...left], SHELL)}`,
    );
  } catch (error) {
    console.error(
      `warning: it is not known whether objects of kagent are left in ${place.context}. To list them, run: ` +
        `${kubectlTo(place, ["get", KINDS.join(",")], SHELL)}\n${(error as Error).message}`,
    );
  }
}
