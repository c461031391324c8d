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
import { pendingIn, resourceName, resourcesOf, State } from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { type Place, SHELL } from "../stack/place";
import { stackName } from "../stack/stackName";
import { RELEASE } from "./release";

/**
 * Pulumi's lock keeps `destroy` from a run that was interrupted, unless `pulumi cancel` took it away: then that goes on
 * with a warning, and what was being made is forgotten with the stack.
 *
 * @throws Error where it may be there.
 */
export function refuseUnknownEnds(state: State): void {
  const begun = pendingIn(state)
    .filter(({ type, resource }) => type === "creating" && resource.type.startsWith("kubernetes:"))
    .map(({ resource: { urn } }) => resourceName(urn));
  if (begun.length === 0) return;
  throw new Error(
    `stack ${stackName()} was creating ${begun.join(", ")} when its run was interrupted, so it is not known whether it ` +
      `exists. Nothing was changed. Run: ${makeCommand("recover")}, then: ${makeCommand("down")}`,
  );
}

/**
 * A label proves nothing, so nothing is deleted by it; but the id is gone with the stack, and the namespace would not be
 * found by it later. Ask only where the API server answers.
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
 * The same of the app's objects in a namespace that stays, where the state could not take them over: it is an earlier
 * one, or what a removal has left of it.
 *
 * @throws Error where the app's Secret in there bears the stack's id. Ask only where the API server answers.
 */
export async function refuseUnknownObjects(place: Place, state: State): Promise<void> {
  const owner = ownerIn(state);
  if (owner === undefined) return;
  const known = new Set(resourcesOf(state).map(({ id }) => id));
  const noted = namespaceRecords(state).map(({ name }) => name);
  const names = [...new Set([place.namespace, ...noted])]
    .filter((name) => !known.has(`${name}/${APP_SECRET}`))
    .filter((name) => !endsWhole(name, place, state));
  for (const namespace of names) {
    const labels = await secretLabels({ ...place, namespace }, APP_SECRET);
    if (labels?.[OWNER_LABEL] === owner) throw new Error(unknownApp(place, namespace));
  }
}

function unknownApp(place: Place, namespace: string): string {
  const within = (...args: string[]) =>
    kubectlTo(place, ["--namespace", namespace, ...args], SHELL);
  const uninstall = ["uninstall", RELEASE, "--ignore-not-found", "--namespace", namespace];
  return (
    `Secret ${APP_SECRET} in namespace ${namespace} of ${place.context} has the id of this stack, but is not in its ` +
    "state. Nothing was changed.\n" +
    `If the app and its data in that namespace are not needed: ${helmTo(place, uninstall, SHELL)}, ` +
    `then: ${within("delete", "secret", APP_SECRET, DATABASE_SECRET, "--ignore-not-found")}\n` +
    `To keep it: ${within("label", "secret", APP_SECRET, `${OWNER_LABEL}-`)}\n` +
    `Then: ${makeCommand("down")}`
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
    `namespace ${names.join(", ")} of ${place.context} has the id of this stack, but is not in its state. ` +
    "Nothing was changed.\n" +
    `If nothing in it is needed: ${kubectlTo(place, ["delete", "namespace", ...names], SHELL)}\n` +
    `To keep it: ${kubectlTo(place, ["label", "namespace", ...names, `${STACK_LABEL}-`, `${OWNER_LABEL}-`], SHELL)}\n` +
    `Then: ${makeCommand("down")}`
  );
}
