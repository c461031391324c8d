/** What the stack makes for kagent, as far as a run that was interrupted may have left it out of the state. */
import { findNamespace, findSecret, OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { namespaceIn } from "../../todo/namespace/namespaceState";
import { ownerIn } from "../../components/cluster/recordedCluster";
import {
  begunIn,
  resourceName,
  resourcesOf,
  State,
  StateResource,
} from "../../components/process/stackState";
import { KAGENT_NAMESPACE as NAMESPACE, KINDS_RELEASE } from "../../todo/kagentKinds";
import { fileConfig } from "../../todo/configSource";
import { configured, type Place } from "../stack/place";

/** Names of its Helm releases, by the end of their resource's name. */
export const KAGENT_RELEASES: Record<string, string> = {
  "kagent-crds": KINDS_RELEASE,
  "kagent-release": "kagent",
};

/** Whether the settings ask for it. */
export const wantsKagent = (): boolean => fileConfig(configured()).get("kagent") === "true";

/** Where kagent is: in a namespace of its own. */
export const kagentPlace = (place: Place): Place => ({ ...place, namespace: NAMESPACE });

/** Name of the Secret with the provider's key: it depends on the provider. */
export const keyName = ({ inputs }: StateResource): string => inputs?.metadata?.name ?? "";

/** Whether the stack made kagent's namespace. @throws Error when the cluster does not say. */
export async function madeKagentNamespace(state: State, place: Place): Promise<boolean> {
  const owner = ownerIn(state);
  const seen = await findNamespace(place, NAMESPACE);
  if (owner === undefined || seen === undefined) return false;
  const record = namespaceIn(state, NAMESPACE);
  return (
    seen.labels[OWNER_LABEL] === owner || (record?.created === true && record.uid === seen.uid)
  );
}

/** The stack's Secret with the provider's key. @throws Error when the cluster does not say. */
async function ownKey(state: State, place: Place) {
  const key = begunIn(state).find(({ urn }) => urn.endsWith("::kagent-key"));
  const name = key && keyName(key);
  if (ownerIn(state) === undefined) return undefined;
  const secret = name ? await findSecret(kagentPlace(place), name) : undefined;
  return secret?.labels[OWNER_LABEL] === ownerIn(state) ? secret : undefined;
}

/**
 * Whether a release that the state does not have is the stack's: the stack made the namespace, or Helm began the
 * release after the stack had put its key there. Older ones are another user's, also beside a key of the stack's.
 *
 * @throws Error when the cluster does not say.
 */
export async function isOwnRelease(release: string, state: State, place: Place): Promise<boolean> {
  if (await madeKagentNamespace(state, place)) return true;
  const key = await ownKey(state, place);
  // Helm keeps the first revision so; of a release that has many it keeps the last ones only.
  const first = key && (await findSecret(kagentPlace(place), `sh.helm.release.v1.${release}.v1`));
  return Boolean(key?.created && first?.created) && first!.created >= key!.created;
}

/** Names of the Helm releases that the stack has begun, as far as they are the stack's. */
export async function ownKagentReleases(state: State, place: Place): Promise<string[]> {
  const namesIn = (resources: StateResource[]) =>
    resources.flatMap(({ urn }) => KAGENT_RELEASES[resourceName(urn)] ?? []);
  const known = namesIn(resourcesOf(state));
  const own: string[] = [];
  for (const name of new Set(namesIn(begunIn(state)))) {
    // One that the state has is the stack's as long as it is in the stack's place still.
    const isOwn = known.includes(name)
      ? (await madeKagentNamespace(state, place)) || (await ownKey(state, place)) !== undefined
      : await isOwnRelease(name, state, place);
    if (isOwn) own.push(name);
  }
  return own;
}
