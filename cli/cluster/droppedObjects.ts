/**
 * Objects that the stack made and that its state has lost: it was refreshed while the context led elsewhere, or an
 * import of the state dropped the operation that a run was interrupted in.
 */
import {
  APP_SECRET,
  findNamespace,
  OWNER_LABEL,
  secretLabels,
} from "../../components/cluster/clusterObjects";
import { ownerIn } from "../../components/cluster/recordedCluster";
import {
  begunIn,
  NAMESPACE_TYPE,
  RELEASE_TYPE,
  resourceName,
  resourcesOf,
  SECRET_TYPE,
  State,
  StateResource,
} from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { namespaceRecords } from "../../todo/namespace/namespaceState";
import type { Place } from "../stack/place";
import { kagentId } from "./pendingCreates";
import { programObjects } from "./programObjects";
import { releaseIn } from "./release";

/**
 * What the state is to take over. It has to have noted the namespace, by its uid: what is in another one is not the stack's.
 * A Secret tells by its label; the release is the stack's where the Secret that was made before it was lost with it.
 *
 * @param goes whether a namespace is deleted with all that is in it, known or not: then nothing is asked.
 * @throws Error when the cluster does not say.
 */
export async function droppedObjects(
  place: Place,
  state: State,
  goes: (namespace: string) => boolean = () => false,
): Promise<StateResource[]> {
  const known = new Set(begunIn(state).map(nameInState));
  const found: StateResource[] = [];
  for (const { name, uid, created } of namespaceRecords(state)) {
    if (goes(name)) continue;
    const missing = programObjects(state, name)
      .filter((one) => !known.has(nameInState(one)))
      // One that was found as it is was never in the state.
      .filter(({ type }) => type !== NAMESPACE_TYPE || created);
    if (missing.length === 0 || (await findNamespace(place, name))?.uid !== uid) continue;
    for (const object of missing) {
      if (found.some(({ urn }) => urn === object.urn)) continue;
      const id = await idOf(object, { ...place, namespace: name }, state, found);
      if (id !== undefined) found.push({ ...object, id });
    }
  }
  return found;
}

/** A state of another version may have it below another component. */
const nameInState = ({ type, urn }: StateResource) => `${type} ${resourceName(urn)}`;

/** @param found what was found before it. */
async function idOf(
  object: StateResource,
  place: Place,
  state: State,
  found: StateResource[],
): Promise<string | undefined> {
  const { type, inputs } = object;
  const { namespace } = place;
  if (type === NAMESPACE_TYPE) return namespace;
  if (namespace === "kagent") {
    const resources = [...resourcesOf(state), ...found];
    return kagentId(object, place, { deployment: { ...state.deployment, resources } });
  }
  if (type === RELEASE_TYPE) {
    const isOurs = found.some(({ id }) => id === `${namespace}/${APP_SECRET}`);
    return isOurs && (await releaseIn(place)) ? `${namespace}/${inputs.name}` : undefined;
  }
  const { name } = inputs.metadata;
  const labels = await secretLabels(place, name);
  return labels?.[OWNER_LABEL] === ownerIn(state) ? `${namespace}/${name}` : undefined;
}

/** An object as a user knows it. */
export function objectName({ type, id = "" }: StateResource): string {
  const [namespace, name] = id.split("/");
  if (type === NAMESPACE_TYPE) return `namespace ${namespace}`;
  return `${type === SECRET_TYPE ? "Secret" : "release"} ${name} in namespace ${namespace}`;
}

/**
 * @param then the command that was to be run.
 * @throws Error where the state has lost some of them. Ask only where the API server answers.
 */
export async function refuseDroppedObjects(
  place: Place,
  state: State,
  then: string,
  goes?: (namespace: string) => boolean,
): Promise<void> {
  const left = await droppedObjects(place, state, goes);
  if (left.length === 0) return;
  throw new Error(
    `objects that this stack created in ${place.context} are no longer in its state: ${left.map(objectName).join(", ")}. ` +
      "The state was refreshed while the context pointed to another cluster, or was replaced by an earlier one. " +
      `Nothing was changed. Run: ${makeCommand("recover")}, which adds them to the state, then: ${then}`,
  );
}
