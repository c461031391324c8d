/** What the stack's state says, and what of it is forgotten with a cluster that is gone. */
import * as v from "valibot";
import { started as startedSchema } from "../../components/cluster/started";
import { isDelivery, ledTo, undone } from "./deliveries";
import { namespaceRecord } from "../../todo/namespace/namespaceRecord";
import { namespaceRecords } from "../../todo/namespace/namespaceState";
import {
  answerOf,
  begunIn,
  NAMESPACE_TYPE,
  pendingIn,
  resourceName,
  resourcesOf,
  State,
  StateResource,
} from "../../components/process/stackState";

/** What the command that starts the cluster was last given, and answered. */
export function profileIn(
  state: State,
): { environment: Record<string, string>; started: boolean; addons: string[] } | undefined {
  const found = resourcesOf(state).find(({ urn }) => urn.endsWith("::cluster-profile"));
  const answer = found && answerOf(v.partial(startedSchema), found);
  if (!found || !answer) return undefined;
  const { started = false, addons = [] } = answer;
  return { environment: found.outputs.environment ?? {}, started, addons };
}

/** Where the state says that the stack is. */
export interface KnownPlace {
  /** minikube's; undefined where the cluster is not minikube's. */
  profile?: string;
  context: string;
  kubeconfig?: string;
  /** Where minikube kept the profile. */
  minikubeFolder?: string;
}

/**
 * Where the last run has put the stack, or was about to when it was interrupted. Undefined where the state does not say:
 * nothing was put anywhere yet, or an earlier version wrote it.
 */
export function placeIn(state: State): KnownPlace | undefined {
  const all = begunIn(state).filter((one) => !one.delete);
  const given = (name: RegExp, key: string) =>
    all
      .filter(({ urn }) => name.test(urn))
      .flatMap(({ inputs, outputs }) => outputs?.[key] ?? inputs?.[key] ?? []);
  const places: Partial<KnownPlace>[] = [
    ...given(/::cluster-profile$/, "environment").map(({ PROFILE, KUBECONFIG, MINIKUBE_HOME }) => ({
      ...{ profile: PROFILE, context: PROFILE, kubeconfig: KUBECONFIG },
      minikubeFolder: MINIKUBE_HOME,
    })),
    ...given(/-(ownership|place)$/, "environment").map((found) => ({
      ...{ profile: found.PROFILE || undefined, context: found.CONTEXT },
      ...{ kubeconfig: found.KUBECONFIG, minikubeFolder: found.MINIKUBE_HOME },
    })),
    ...given(/::cluster-provider$/, "context").map((context) => ({ context })),
  ];
  return places.find((one): one is KnownPlace => Boolean(one.context));
}

/** The images that the last run built, by the part of the app that each is. */
export function imagesIn(state: State): Record<string, string> {
  return Object.fromEntries(
    resourcesOf(state).flatMap(({ urn, outputs }) => {
      const part = /::(\w+)-build$/.exec(urn)?.[1];
      const image = outputs?.imageName;
      return part && image ? [[part, image]] : [];
    }),
  );
}

/** What the command was given that brings the database's image to the nodes; undefined where there is none. */
export const databaseImageIn = (state: State): Record<string, string> | undefined =>
  resourcesOf(state).find(({ urn }) => urn.endsWith("::app-database-image"))?.outputs?.environment;

/** The URN of a part's image, by which one names it to Pulumi. */
export const buildOf = (part: string, state: State): string =>
  resourcesOf(state).find(({ urn }) => urn.endsWith(`::${part}-build`))?.urn ?? "";

/** The uid of the cluster that the app was put into; "" where the state does not say. */
export const clusterIn = (state: State): string =>
  namespaceRecords(state).find(({ cluster }) => cluster)?.cluster ?? "";

/** What lies in the cluster itself, or is about it alone. */
const IN_CLUSTER = /::(\S*-ownership|\S*-place|cluster-profile|cluster-provider)$/;

const isInCluster = ({ urn, type }: StateResource) =>
  type.startsWith("kubernetes:") || IN_CLUSTER.test(urn);

/**
 * The state without what was in a cluster that is gone: to delete it again would hit what has its name now. Images
 * of the engine, generated passwords and the stack's id stay.
 *
 * A profile that is made anew has another identity, by which images are brought to it again. A context keeps its name:
 * there their delivery to it is forgotten too, and the engine itself says which images are the stack's.
 *
 * What an `up` that failed half-way has left in the cluster before is not in the one that is gone.
 *
 * @param isGone whether the cluster of a context is.
 * @returns the new state, and the names of what was forgotten.
 */
export function withoutCluster<Whole extends State>(
  state: Whole,
  isGone: (context: string) => boolean,
): { state: Whole; forgotten: string[] } {
  const where = placeIn(state);
  const isMinikubes = where?.profile !== undefined || profileIn(state) !== undefined;
  const wasIn = (resource: StateResource) => {
    const context = contextOf(resource, state);
    return isInCluster(resource) && (context === undefined || isGone(context));
  };
  const brings = (resource: StateResource) => !isMinikubes && isDelivery(resource);
  const goes = (resource: StateResource) =>
    wasIn(resource) || (brings(resource) && ledTo(where?.context ?? "", resource));
  const all = without(state, goes, goes, (one) => (brings(one) ? undone(one) : one));
  // Where nothing was made in it, nothing of it is forgotten.
  return resourcesOf(state).some(wasIn) ? all : without(state, wasIn, wasIn);
}

/** The context of the cluster that a resource is in; undefined where the state does not say. */
function contextOf({ type, inputs, outputs, provider }: StateResource, state: State) {
  const given = (key: string) => outputs?.[key] ?? inputs?.[key];
  if (!type.startsWith("kubernetes:"))
    return given("context") || given("environment")?.PROFILE || given("environment")?.CONTEXT;
  const by = begunIn(state).find(({ urn, id }) => provider === `${urn}::${id}`);
  return by?.outputs?.context ?? by?.inputs?.context;
}

/** Every profile of minikube that the state speaks of, also one that the stack was about to leave. */
export const profilesIn = (state: State): string[] =>
  begunIn(state)
    .filter(({ urn }) => urn.endsWith("::cluster-profile"))
    .flatMap(({ inputs, outputs }) => (outputs?.environment ?? inputs?.environment)?.PROFILE ?? []);

/**
 * The state without what was in a namespace that is gone, while its cluster is there. What was being made when a run
 * was interrupted is of the namespace that took its place, and may be there; so is what Pulumi declared by its uid.
 *
 * @param found the one that took its place.
 */
export function withoutNamespace<Whole extends State>(
  state: Whole,
  found: { name: string; uid: string },
) {
  const isInNamespace = (one: StateResource) => {
    const { urn, type, id, outputs } = one;
    if (type === NAMESPACE_TYPE) return id === found.name && outputs?.metadata?.uid !== found.uid;
    if (type.startsWith("kubernetes:")) return id?.startsWith(`${found.name}/`) ?? false;
    if (!/-(ownership|place)$/.test(urn)) return false;
    return answerOf(namespaceRecord, one)?.name === found.name;
  };
  return without(state, isInNamespace, () => false);
}

/** The state without a resource that another user has replaced, and without what looks after it. */
export const withoutResource = <Whole extends State>(
  state: Whole,
  goes: (resource: StateResource) => boolean,
) => without(state, goes, () => false);

/** Whether all that lies in the cluster ends with it, by what the last run declared, and nothing is deleted by itself. */
export const endsWithCluster = (state: State): boolean =>
  resourcesOf(state)
    .filter((one) => isInCluster(one) && !/::cluster-(profile|provider)$/.test(one.urn))
    .every(({ deletedWith }) => Boolean(deletedWith));

/**
 * @param ends which of the operations that a run was interrupted in are forgotten as well.
 * @param left how one that stays stands there then.
 */
function without<Whole extends State>(
  state: Whole,
  goes: (resource: StateResource) => boolean,
  ends: (resource: StateResource) => boolean,
  left: (resource: StateResource) => StateResource = (resource) => resource,
) {
  // One that was replaced, and is still to be deleted, has the URN of what took its place.
  const kept = new Set(
    resourcesOf(state)
      .filter((resource) => !goes(resource))
      .map(({ urn }) => urn),
  );
  const gone = new Set(
    resourcesOf(state)
      .filter(goes)
      .map(({ urn }) => urn),
  );
  const stays = (urn: string) => kept.has(urn) || !gone.has(urn);
  const resources = resourcesOf(state)
    .filter((resource) => !goes(resource))
    .map((resource) => linkedTo(left(resource), stays));
  const forgotten = [...gone].map(resourceName);
  const pending_operations = pendingIn(state).filter(({ resource }) => !ends(resource));
  const deployment = { ...state.deployment, resources, pending_operations };
  return { state: { ...state, deployment }, forgotten };
}

/** A resource with those of its links alone that lead somewhere: Pulumi takes no state in which one does not. */
function linkedTo(resource: StateResource, stays: (urn: string) => boolean): StateResource {
  const { dependencies, propertyDependencies, deletedWith, ...rest } = resource;
  const byProperty = Object.entries(propertyDependencies ?? {}).map(
    ([property, urns]) => [property, urns?.filter(stays)] as const,
  );
  return {
    ...rest,
    ...(dependencies ? { dependencies: dependencies.filter(stays) } : {}),
    ...(propertyDependencies ? { propertyDependencies: Object.fromEntries(byProperty) } : {}),
    ...(deletedWith && stays(deletedWith) ? { deletedWith } : {}),
  };
}

/**
 * The state with objects that it did not know, as if their creation had ended well; a refresh then reads what they are.
 * Every command that looks at the place before a removal waits for all of them: none goes before it has looked.
 */
export function withObjects<Whole extends State>(state: Whole, objects: StateResource[]): Whole {
  const taken = new Map(objects.map(({ urn, id }) => [urn, id]));
  const others = resourcesOf(state)
    .filter(({ urn, id, pendingReplacement }) =>
      taken.has(urn) ? !pendingReplacement && id !== taken.get(urn) : true,
    )
    // What it was to replace goes, as after any creation.
    .map((one) => (taken.has(one.urn) ? { ...one, delete: true } : one));
  const looks = others.filter(isPlace).map((one) => ({
    ...one,
    dependencies: [...new Set([...(one.dependencies ?? []), ...taken.keys()])],
  }));
  const resources = others.filter((one) => !isPlace(one));
  for (const object of objects) {
    const known = new Set(resources.map(({ urn }) => urn));
    const { parent, ...rest } = linkedTo(object, (urn) => known.has(urn));
    resources.push({ ...rest, ...(parent && known.has(parent) ? { parent } : {}) });
  }
  const pending_operations = pendingIn(state).filter(({ resource }) => !taken.has(resource.urn));
  const deployment = {
    ...state.deployment,
    resources: [...resources, ...looks],
    pending_operations,
  };
  return { ...state, deployment };
}

const isPlace = ({ type, urn }: StateResource) =>
  type === "command:local:Command" && urn.endsWith("-place");
