/** What the stack makes for kagent, as far as a run that was cut off may have left it out of the state. */
import { findNamespace, OWNER_LABEL, secretLabels } from "../../components/cluster/clusterObjects";
import {
  namespaceIn,
  ownerIn,
  resourcesOf,
  State,
  StateResource,
} from "../../components/namespace/ownState";
import type { Place } from "../stack/place";

const NAMESPACE = "kagent";

/** Names of its Helm releases, by the end of their resource's name. */
export const KAGENT_RELEASES: Record<string, string> = {
  "kagent-crds": "kagent-crds",
  "kagent-release": "kagent",
};

/** Where kagent is: in a namespace of its own. */
export const kagentPlace = (place: Place): Place => ({ ...place, namespace: NAMESPACE });

/** What the state has, and what was being made when a run was cut off. */
const begun = (state: State): StateResource[] => [
  ...resourcesOf(state),
  ...(state.deployment?.pending_operations ?? []).map(({ resource }) => resource),
];

/** Name of the Secret with the provider's key: it depends on the provider. */
export const keyName = ({ inputs }: StateResource): string => inputs?.metadata?.name ?? "";

/**
 * Whether the kagent in the cluster is the stack's: it made the namespace, or the Secret in one that somebody else
 * made.
 *
 * @throws Error when the cluster does not say.
 */
export async function isKagentOf(state: State, place: Place): Promise<boolean> {
  const owner = ownerIn(state);
  const seen = await findNamespace(place, NAMESPACE);
  if (owner === undefined || seen === undefined) return false;
  const record = namespaceIn(state, NAMESPACE);
  if (seen.labels[OWNER_LABEL] === owner || (record?.created && record.uid === seen.uid))
    return true;
  const key = begun(state).find(({ urn }) => urn.endsWith("::kagent-key"));
  const name = key && keyName(key);
  if (!name) return false;
  return (await secretLabels(kagentPlace(place), name))?.[OWNER_LABEL] === owner;
}

/** Names of the Helm releases that the stack has begun, where kagent is the stack's. */
export async function ownKagentReleases(state: State, place: Place): Promise<string[]> {
  const names = begun(state).flatMap(
    ({ urn }) => KAGENT_RELEASES[urn.slice(urn.lastIndexOf("::") + 2)] ?? [],
  );
  return names.length > 0 && (await isKagentOf(state, place)) ? [...new Set(names)] : [];
}
