/** Objects whose creation was interrupted: made in the cluster, and not in the state yet. */
import {
  APP_SECRET,
  DATABASE_SECRET,
  findNamespace,
  OWNER_LABEL,
  secretLabels,
} from "../../components/cluster/clusterObjects";
import { ownerIn } from "../../components/cluster/recordedCluster";
import {
  NAMESPACE_TYPE,
  pendingIn,
  RELEASE_TYPE,
  resourceName,
  resourcesOf,
  SECRET_TYPE,
  State,
  StateResource,
} from "../../components/process/stackState";
import type { Place } from "../stack/place";
import { releases } from "./helm";
import { isOwnRelease, KAGENT_RELEASES, kagentPlace, keyName } from "./kagentObjects";
import { releaseIn } from "./release";

/** Names of the Secrets that the program makes, by the end of their resource's name. */
const SECRETS: Record<string, string> = {
  "secrets-app": APP_SECRET,
  "secrets-database": DATABASE_SECRET,
};

/**
 * What the state is to take over of what a run that was interrupted was making: what the cluster has, and what only this
 * stack can have made. Without what manages it in the state, Pulumi could not: a removal had begun since.
 *
 * @throws Error when the cluster does not say.
 */
export async function pendingObjects(place: Place, state: State): Promise<StateResource[]> {
  const objects: StateResource[] = [];
  for (const { type, resource } of pendingIn(state)) {
    if (type !== "creating" || !isManaged(resource, state)) continue;
    const id =
      (await idOf(resource, place, ownerIn(state))) ?? (await kagentId(resource, place, state));
    if (id !== undefined) objects.push({ ...resource, id });
  }
  return objects;
}

const isManaged = ({ provider }: StateResource, state: State) =>
  provider === undefined || resourcesOf(state).some(({ urn, id }) => `${urn}::${id}` === provider);

/** Its id in the cluster; undefined where it is not there, or not the stack's. */
async function idOf(
  { urn, type, inputs }: StateResource,
  settings: Place,
  owner: string | undefined,
): Promise<string | undefined> {
  // Where it was to be made: the settings may name another namespace by now.
  const asked = type === NAMESPACE_TYPE ? inputs?.metadata?.name : inputs?.metadata?.namespace;
  const namespace: string = asked ?? inputs?.namespace ?? settings.namespace;
  const place = { ...settings, namespace };
  const name = resourceName(urn);
  if (type === NAMESPACE_TYPE && /^(secrets|kagent)-namespace$/.test(name)) {
    const made: string = name === "kagent-namespace" ? "kagent" : namespace;
    const seen = await findNamespace(place, made);
    return owner !== undefined && seen?.labels[OWNER_LABEL] === owner ? made : undefined;
  }
  if (type === SECRET_TYPE && SECRETS[name]) {
    const labels = await secretLabels(place, SECRETS[name]);
    return owner !== undefined && labels?.[OWNER_LABEL] === owner
      ? `${namespace}/${SECRETS[name]}`
      : undefined;
  }
  if (type === RELEASE_TYPE && name === "app-release" && (await isAppOf(owner, place)))
    return (await releaseIn(place)) ? `${namespace}/todo-app` : undefined;
  return undefined;
}

/** The same of what is kagent's. */
export async function kagentId(
  resource: StateResource,
  place: Place,
  state: State,
): Promise<string | undefined> {
  const { urn, type } = resource;
  const name = resourceName(urn);
  const where = kagentPlace(place);
  if (type === SECRET_TYPE && name === "kagent-key") {
    const secret = keyName(resource);
    const owner = ownerIn(state);
    const labels = secret && owner !== undefined ? await secretLabels(where, secret) : undefined;
    return labels?.[OWNER_LABEL] === owner && labels ? `${where.namespace}/${secret}` : undefined;
  }
  const release = KAGENT_RELEASES[name];
  if (
    type !== RELEASE_TYPE ||
    release === undefined ||
    !(await isOwnRelease(release, state, place))
  )
    return undefined;
  const isThere = (await releases(where)).some((one) => one.name === release);
  return isThere ? `${where.namespace}/${release}` : undefined;
}

/**
 * Whether the app in the namespace is the stack's: its Secret, which is made before the release, says so. A version
 * before the stack's id noted none.
 */
export async function isAppOf(owner: string | undefined, place: Place): Promise<boolean> {
  return owner === undefined || (await secretLabels(place, APP_SECRET))?.[OWNER_LABEL] === owner;
}
