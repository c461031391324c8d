/** The way back from a move that did not end: what it was about to leave is what the settings name again. */
import {
  NAMESPACE_TYPE,
  resourcesOf,
  State,
  StateResource,
} from "../../components/process/stackState";
import { fileConfig } from "../../todo/configSource";
import { PROVIDERS } from "../../todo/kagentProviders";
import { isOwnership, movesIn, nameOfNamespace } from "../../todo/namespace/namespaceState";
import { moveNotEnded } from "../../todo/namespace/samePlace";
import { configured, type Place } from "../stack/place";
import { stackName } from "../stack/stackName";
import { objectName } from "./droppedObjects";
import { kagentPlace } from "./kagentObjects";

/** What the settings ask for. */
interface Wanted {
  namespace: string;
  /** The Secret with the key of kagent's provider, as Pulumi knows it; undefined where none is wanted. */
  key?: string;
}

function wantedNow(place: Place): Wanted {
  const settings = fileConfig(configured());
  const provider = settings.get("kagent") === "true" ? settings.get("kagentProvider") : undefined;
  const secret = PROVIDERS[provider ?? ""]?.secret;
  return {
    namespace: place.namespace,
    key: secret && `${kagentPlace(place).namespace}/${secret}`,
  };
}

/**
 * What another one has taken the place of, which is still there and is wanted again: Pulumi would make it anew, and what
 * exists is not made. Not what is in another cluster.
 */
export function leftAndWanted(place: Place, state: State): StateResource[] {
  const wanted = wantedNow(place);
  const all = resourcesOf(state);
  const left = all.filter((one) => one.delete && isWanted(one, wanted));
  const isPresent = ({ urn }: StateResource) =>
    all.some((one) => one.urn === urn && !one.delete && isWanted(one, wanted));
  const isFar = (one: StateResource) =>
    all.some(({ urn, ...other }) => urn === one.urn && !other.delete && !isSameCluster(one, other));
  const isLast = ({ urn }: StateResource, at: number) =>
    left.findLastIndex((one) => one.urn === urn) === at;
  return left.filter((one, at) => !isPresent(one) && !isFar(one) && isLast(one, at));
}

function isWanted(one: StateResource, { namespace, key }: Wanted): boolean {
  if (one.type === NAMESPACE_TYPE || isOwnership(one)) return nameOfNamespace(one) === namespace;
  if (!one.type.startsWith("kubernetes:")) return false;
  return one.id === key || (one.id?.startsWith(`${namespace}/`) ?? false);
}

function isSameCluster(one: StateResource, other: Omit<StateResource, "urn">): boolean {
  if (one.type.startsWith("kubernetes:")) return one.provider === other.provider;
  const contextOf = ({ outputs }: Pick<StateResource, "outputs">) => outputs?.environment?.CONTEXT;
  return contextOf(one) === contextOf(other);
}

/** The state in which that is the stack's again, and goes at the end of the next up what was to take its place. */
export function withTakenBack<Whole extends State>(state: Whole, back: StateResource[]): Whole {
  const urns = new Set(back.map(({ urn }) => urn));
  const resources = resourcesOf(state).map((one) =>
    urns.has(one.urn) ? { ...one, delete: back.includes(one) ? undefined : true } : one,
  );
  return { ...state, deployment: { ...state.deployment, resources } };
}

/** @throws Error where the settings were taken back after a move that did not end. */
export function refuseMoveBack(place: Place, state: State): void {
  const found = leftAndWanted(place, state);
  if (found.length === 0) return;
  const objects = found.filter((one) => !isOwnership(one)).map(objectName);
  const { namespace, context } = place;
  const move = movesIn(state).find(({ from }) => from.name === namespace);
  const left = [...new Set([...(move ? [`namespace ${namespace}`] : []), ...objects])].join(", ");
  const to = move?.to && { namespace: move.to.name, context };
  throw new Error(
    moveNotEnded({ left: `${left} of ${context}`, to }, place, stackName(), stackName()),
  );
}
