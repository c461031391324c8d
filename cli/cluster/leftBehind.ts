/** What `make down` would leave in the cluster, because no state and no record knows it. */
import {
  APP_SECRET,
  DATABASE_SECRET,
  namespacesOf,
  OWNER_LABEL,
  secretLabels,
  STACK_LABEL,
  type Namespace,
} from "../../components/cluster/clusterObjects";
import { helmTo, kubectlTo } from "../../components/cluster/commandLine";
import { readRecord } from "../../components/cluster/profileRecord";
import {
  namespaceRecords,
  namespacesIn,
  unrecordedNamespaces,
} from "../../todo/namespace/namespaceState";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { State } from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { type Place, SHELL } from "../stack/place";
import { releaseNamespaces } from "../stack/state";
import { stackName } from "../stack/stackName";
import { RELEASE } from "./release";

/**
 * Pulumi's lock keeps `destroy` from a run that was cut off, unless `pulumi cancel` took it away: then that goes on
 * with a warning, and what was being made is forgotten with the stack.
 *
 * @throws Error where it may be there.
 */
export function refuseUnknownEnds(state: State): void {
  const begun = (state.deployment?.pending_operations ?? [])
    .filter(({ type, resource }) => type === "creating" && resource.type.startsWith("kubernetes:"))
    .map(({ resource: { urn } }) => urn.slice(urn.lastIndexOf("::") + 2));
  if (begun.length === 0) return;
  throw new Error(
    `stack ${stackName()} was making ${begun.join(", ")} when a run was cut off, and does not know whether it is ` +
      `there. Nothing was changed. Run: ${makeCommand("recover")}, then: ${makeCommand("down")}`,
  );
}

/**
 * A label proves nothing, so nothing is deleted by it; but the id is gone with the stack, and nobody would find the
 * namespace by it later. Ask only where the API server answers.
 *
 * @throws Error where one bears the stack's id, and neither its state nor its record knows it.
 */
export async function refuseUnknownNamespaces(place: Place, state: State): Promise<void> {
  const owner = ownerIn(state);
  if (owner === undefined) return;
  const record = place.profile === undefined ? undefined : readRecord(place.profile, owner);
  const known = [...namespacesIn(state), ...(record?.namespaces ?? [])].map(({ uid }) => uid);
  const names = [place.namespace, "kagent"];
  const found = await namespacesOf(place, owner, names);
  const left = found.filter(({ uid }) => !known.includes(uid));
  if (left.length > 0) throw new Error(unknown(left, place));
}

/**
 * The same of the app's objects in a namespace of somebody's, where the state has noted no namespace: it is an earlier
 * one, or what a removal has left of it.
 *
 * @throws Error where the app's Secret in there bears the stack's id. Ask only where the API server answers.
 */
export async function refuseUnknownObjects(place: Place, state: State): Promise<void> {
  const owner = ownerIn(state);
  const { namespace, context } = place;
  if (owner === undefined || endsWhole(namespace, place, state)) return;
  if (namespacesIn(state).length > 0 || releaseNamespaces(state).length > 0) return;
  if ((await secretLabels(place, APP_SECRET))?.[OWNER_LABEL] !== owner) return;
  const secrets = ["delete", "secret", APP_SECRET, DATABASE_SECRET, "--ignore-not-found"];
  const uninstall = ["uninstall", RELEASE, "--ignore-not-found"];
  throw new Error(
    `Secret ${APP_SECRET} in namespace ${namespace} of ${context} bears the id of this stack, whose state does not ` +
      "know it. Nothing was changed.\n" +
      `If nobody needs the app in there, and its data: ${helmTo(place, [...uninstall, "--namespace", namespace], SHELL)}, ` +
      `then: ${kubectlTo(place, ["--namespace", namespace, ...secrets], SHELL)}\n` +
      `To leave it: ${kubectlTo(place, ["--namespace", namespace, "label", "secret", APP_SECRET, `${OWNER_LABEL}-`], SHELL)}\n` +
      `Then: ${makeCommand("down")}`,
  );
}

/** Whether a removal deletes the namespace with all that is in it, known or not. */
export function endsWhole(namespace: string, { profile }: Place, state: State): boolean {
  const owner = ownerIn(state);
  const beside = profile && owner ? readRecord(profile, owner)?.namespaces : undefined;
  const noted = namespaceRecords(state).filter(({ created, kept }) => created && !kept);
  return [...noted, ...unrecordedNamespaces(state), ...(beside ?? [])].some(
    ({ name }) => name === namespace,
  );
}

function unknown(left: Namespace[], place: Place): string {
  const names = left.map(({ name }) => name);
  return (
    `namespace ${names.join(", ")} of ${place.context} bears the id of this stack, whose state does not know it. ` +
    "Nothing was changed.\n" +
    `If nobody needs what is in it: ${kubectlTo(place, ["delete", "namespace", ...names], SHELL)}\n` +
    `To leave it: ${kubectlTo(place, ["label", "namespace", ...names, `${STACK_LABEL}-`, `${OWNER_LABEL}-`], SHELL)}\n` +
    `Then: ${makeCommand("down")}`
  );
}
