import * as pulumi from "@pulumi/pulumi";
import type { NamespaceRecord } from "./namespaceRecord";
import { OWNER_LABEL } from "../cluster/clusterObjects";
import { mustAnswer } from "../process/shell";

/** A resource as `pulumi stack export` prints it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  // Their shape is the provider's.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  inputs?: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  outputs?: any;
  /** Another one has taken its place already. */
  delete?: boolean;
}

/** An operation whose end Pulumi does not know. */
export interface PendingOperation {
  type: string;
  resource: StateResource;
}

/** What of the state matters here. */
export interface State {
  deployment?: { resources?: StateResource[]; pending_operations?: PendingOperation[] };
}

/** Where a run has put a namespace: the names by which its cluster is found, and what tells it from another. */
export interface Spot {
  /** minikube's; "" where the cluster is not minikube's. */
  profile: string;
  context: string;
  kubeconfig?: string;
  /** The uid of the cluster; "" where nobody may know. */
  cluster: string;
}

/** A namespace that the state speaks of, and where it is; undefined where no run noted that. */
export interface KnownNamespace {
  name: string;
  uid: string;
  spot?: Spot;
}

/** What the stack's state says of itself and of its namespaces. */
export interface StackState {
  owner?: string;
  /** Whether something was being made when the last run was cut off. */
  cutOff: boolean;
  /** The namespace that was asked for. */
  namespace: Recorded;
  /** All of them. */
  known: KnownNamespace[];
}

/** What the state says of a namespace: undefined where it says nothing. */
export type Recorded = { uid: string; created: boolean } | undefined;

export const resourcesOf = (state: State): StateResource[] => state.deployment?.resources ?? [];

/** What the state has, and what was being changed when a run was cut off. */
export const begunIn = (state: State): StateResource[] => [
  ...resourcesOf(state),
  ...pendingIn(state),
];

const pendingIn = (state: State): StateResource[] =>
  (state.deployment?.pending_operations ?? []).map(({ resource }) => resource);

/**
 * The stack's state for its own program; undefined where there is none, as under mocks.
 *
 * The SDK lets a program read the state of other stacks only, so the CLI that runs it is asked.
 *
 * @throws pulumi.RunError when the state cannot be read.
 */
function exportedState(): State | undefined {
  if (!pulumi.runtime.hasEngine()) return undefined;
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    const exported = mustAnswer("pulumi", ["stack", "export", "--stack", stack], {
      step: `reading the state of stack ${stack}`,
      timeoutSeconds: 60,
    });
    return JSON.parse(exported);
  } catch (error) {
    throw new pulumi.RunError((error as Error).message);
  }
}

/** What the stack's state says of itself and of a namespace, read as above. */
export function recordedState(namespace: string): StackState | undefined {
  const state = exportedState();
  return state && stackState(state, namespace);
}

/** The identity of minikube's profile by the stack's state, read as above; undefined where that has none. */
export function recordedIdentity(): string | undefined {
  const state = exportedState();
  return state && identityIn(state);
}

/** What the command that starts the cluster was last given to know the profile by. */
export const identityIn = (state: State): string | undefined =>
  resourcesOf(state).find(({ urn }) => urn.endsWith("::cluster-profile"))?.outputs?.environment
    ?.IDENTITY;

/** @param namespace the one that is asked for. */
export const stackState = (state: State, namespace: string): StackState => ({
  owner: ownerIn(state),
  cutOff: wasCutOff(state),
  namespace: namespaceIn(state, namespace),
  known: knownNamespaces(state),
});

/** Whether something was being made when the last run was cut off. */
export const wasCutOff = ({ deployment }: State): boolean =>
  deployment?.pending_operations?.some(({ type }) => type === "creating") ?? false;

/** The stack's own id; undefined before its first `up`, and in the state of a version before it. */
export function ownerIn(state: State): string | undefined {
  return resourcesOf(state).find(({ urn }) => urn.endsWith("::cluster-owner"))?.outputs?.result;
}

/** What a state says of the namespace of this name; undefined where it says nothing. */
export function namespaceIn(state: State, namespace: string): Recorded {
  const record = namespaceRecords(state).find(({ name }) => name === namespace);
  if (record) return record;
  const made = unrecordedNamespaces(state).find(({ name }) => name === namespace);
  return made && { uid: made.uid, created: true };
}

/**
 * Namespaces that Pulumi declared, and that a run noted nothing of: it was cut off before, or was of a version before
 * the record. Whoever refreshed the state since may have put another one of the name into it: that bears no id of the
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
    .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
    .map(({ id, outputs }) => ({
      ...{ name: id ?? "", uid: outputs?.metadata?.uid ?? "" },
      labels: (outputs?.metadata?.labels ?? {}) as Record<string, string>,
    }))
    .filter(({ name, uid }) => name !== "" && uid !== "");

function knownNamespaces(state: State): KnownNamespace[] {
  const noted = ownerships(state).map(({ record: { name, uid, cluster }, environment }) => {
    const { PROFILE: profile = "", CONTEXT: context, KUBECONFIG: kubeconfig } = environment;
    return { name, uid, spot: context ? { profile, context, kubeconfig, cluster } : undefined };
  });
  const names = noted.map(({ name }) => name);
  return [...noted, ...unrecordedNamespaces(state).filter(({ name }) => !names.includes(name))];
}

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
    .filter(({ type, urn }) => type === "command:local:Command" && urn.endsWith("-ownership"))
    .filter(({ outputs }) => outputs?.stdout)
    .map(({ outputs: { stdout, environment } }) => ({
      record: JSON.parse(stdout),
      environment: environment ?? {},
    }));
