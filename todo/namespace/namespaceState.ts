import { namespaceRecord, type NamespaceRecord } from "./namespaceRecord";
import { ownerIn } from "../../components/cluster/recordedCluster";
import {
  answerOf,
  NAMESPACE_TYPE,
  resourcesOf,
  State,
  StateResource,
  wasCutOff,
} from "../../components/process/stackState";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";

/** Where a run has put a namespace: the names by which its cluster is found, and what tells it from another. */
export interface ClusterLocation {
  /** minikube's; "" where the cluster is not minikube's. */
  profile: string;
  context: string;
  kubeconfig?: string;
  /** The uid of the cluster; "" where reading that is not allowed. */
  cluster: string;
}

/** A namespace that the state speaks of, and where it is; undefined where no run noted that. */
export interface KnownNamespace {
  name: string;
  uid: string;
  location?: ClusterLocation;
}

/** What the stack's state says of itself and of its namespaces. */
export interface StackState {
  owner?: string;
  /** Whether something was being made when the last run was interrupted. */
  cutOff: boolean;
  /** The namespace that was asked for. */
  namespace: Recorded;
  /** All of them. */
  known: KnownNamespace[];
  /** Moves that did not end. */
  moves: Move[];
}

/** A namespace that the stack was leaving, and the one that it was about to be in, where that is known. */
export interface Move {
  from: NamespaceLocation;
  to?: NamespaceLocation;
}

/** A namespace and its cluster, as far as a run noted that. */
interface NamespaceLocation {
  name: string;
  location?: Pick<ClusterLocation, "profile" | "context">;
}

/** What the state says of a namespace: undefined where it says nothing. */
export type Recorded = { uid: string; created: boolean } | undefined;

/**
 * What the stack's state says of itself and of a namespace.
 *
 * @param namespace the one that is asked for.
 */
export const stackState = (state: State, namespace: string): StackState => ({
  owner: ownerIn(state),
  cutOff: wasCutOff(state),
  namespace: namespaceIn(state, namespace),
  known: knownNamespaces(state),
  moves: movesIn(state),
});

/** What a state says of the namespace of this name; undefined where it says nothing. */
export function namespaceIn(state: State, namespace: string): Recorded {
  const record = namespaceRecords(state).find(({ name }) => name === namespace);
  if (record) return record;
  const made = unrecordedNamespaces(state).find(({ name }) => name === namespace);
  return made && { uid: made.uid, created: true };
}

/**
 * Namespaces that Pulumi declared, and that a run noted nothing of: it was interrupted before, or was of a version before
 * the record. A refresh of the state since may have put another one of the name into it: that bears no id of the
 * stack. A version before the id labelled none.
 */
export function unrecordedNamespaces(state: State): { name: string; uid: string }[] {
  const owner = ownerIn(state);
  const recorded = namespaceRecords(state).map(({ uid }) => uid);
  return declaredNamespaces(state)
    .filter(({ uid }) => !recorded.includes(uid))
    .filter(({ labels }) => owner === undefined || labels[OWNER_LABEL] === owner);
}

/** Every namespace that the state speaks of, by the uid that it last knew. */
export function namespacesIn(state: State): { name: string; uid: string }[] {
  const records = namespaceRecords(state);
  const names = records.map(({ name }) => name);
  return [...records, ...unrecordedNamespaces(state).filter(({ name }) => !names.includes(name))];
}

const declaredNamespaces = (state: State) =>
  resourcesOf(state)
    .filter(({ type }) => type === NAMESPACE_TYPE)
    .map(({ id, outputs }) => ({
      ...{ name: id ?? "", uid: outputs?.metadata?.uid ?? "" },
      labels: (outputs?.metadata?.labels ?? {}) as Record<string, string>,
    }))
    .filter(({ name, uid }) => name !== "" && uid !== "");

function knownNamespaces(state: State): KnownNamespace[] {
  const noted = ownerships(state).map(({ record: { name, uid, cluster }, environment }) => {
    const { PROFILE: profile = "", CONTEXT: context, KUBECONFIG: kubeconfig } = environment;
    return { name, uid, location: context ? { profile, context, kubeconfig, cluster } : undefined };
  });
  const names = noted.map(({ name }) => name);
  return [...noted, ...unrecordedNamespaces(state).filter(({ name }) => !names.includes(name))];
}

/**
 * An up that fails, or is interrupted, leaves both in the state: Pulumi has made the new one, and deletes the old one in the
 * end.
 */
export function movesIn(state: State): Move[] {
  const all = resourcesOf(state).filter((one) => one.type === NAMESPACE_TYPE || isOwnership(one));
  return all
    .filter((one) => one.delete)
    .flatMap((one) => {
      const from = namespaceLocation(one);
      const to = all
        .filter(({ urn, delete: isLeft }) => urn === one.urn && !isLeft)
        .map(namespaceLocation)[0];
      const isSame = from.name === to?.name && from.location?.context === to.location?.context;
      return isSame || from.name === "" ? [] : { from, to };
    });
}

function namespaceLocation(one: StateResource): NamespaceLocation {
  const { PROFILE: profile = "", CONTEXT: context } = one.outputs?.environment ?? {};
  return { name: nameOfNamespace(one), location: context ? { profile, context } : undefined };
}

/** The name of the namespace that Pulumi declared, or that a run noted; "" where none is known. */
export function nameOfNamespace(one: StateResource): string {
  if (one.type === NAMESPACE_TYPE) return one.id ?? "";
  return answerOf(namespaceRecord, one)?.name ?? "";
}

/** The namespaces that the app's release is in, each once: the one that took another's place, and that, may both be there. */
export const releaseNamespaces = (state: State): string[] => [
  ...new Set(
    resourcesOf(state)
      .filter(({ urn, id }) => urn.endsWith("::app-release") && id?.includes("/"))
      .map(({ id }) => id!.split("/")[0]!),
  ),
];

/** What the stack's runs noted of the namespaces that they made or found, and whether each is to be kept. */
export const namespaceRecords = (state: State): (NamespaceRecord & { kept: boolean })[] =>
  ownerships(state).map(({ record, environment }) => ({
    ...record,
    kept: environment.KEEP === "true",
  }));

const ownerships = (
  state: State,
): { record: NamespaceRecord; environment: Record<string, string | undefined> }[] =>
  resourcesOf(state)
    .filter(isOwnership)
    .flatMap((one) => {
      const record = answerOf(namespaceRecord, one);
      return record ? [{ record, environment: one.outputs.environment ?? {} }] : [];
    });

/** Whether a resource is the note of a namespace. */
export const isOwnership = ({ type, urn }: StateResource): boolean =>
  type === "command:local:Command" && urn.endsWith("-ownership");
