import * as pulumi from "@pulumi/pulumi";
import type { NamespaceRecord } from "../programs/recordNamespace";
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

/** What the state says of a namespace: undefined where it says nothing. */
export type Recorded = { uid: string; created: boolean } | undefined;

export const resourcesOf = (state: State): StateResource[] => state.deployment?.resources ?? [];

/**
 * What the stack's state says of itself and of a namespace; undefined where there is no state, as under mocks.
 *
 * The SDK lets a program read the state of other stacks only, so the CLI that runs it is asked.
 *
 * @throws pulumi.RunError when the state cannot be read.
 */
export function recordedState(
  namespace: string,
): { owner?: string; cutOff: boolean; namespace: Recorded } | undefined {
  if (!pulumi.runtime.hasEngine()) return undefined;
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    const exported = mustAnswer("pulumi", ["stack", "export", "--stack", stack], {
      step: `reading the state of stack ${stack}`,
      timeoutSeconds: 60,
    });
    const state: State = JSON.parse(exported);
    return {
      owner: ownerIn(state),
      cutOff: wasCutOff(state),
      namespace: namespaceIn(state, namespace),
    };
  } catch (error) {
    throw new pulumi.RunError((error as Error).message);
  }
}

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
  // A version before the record: what Pulumi declared, it had made.
  const uid = resourcesOf(state).find(
    ({ type, id }) => type === "kubernetes:core/v1:Namespace" && id === namespace,
  )?.outputs?.metadata?.uid;
  return uid === undefined ? undefined : { uid, created: true };
}

/** What the stack's runs noted of the namespaces that they made or found. */
export function namespaceRecords(state: State): NamespaceRecord[] {
  return resourcesOf(state)
    .filter(({ type, urn }) => type === "command:local:Command" && urn.endsWith("-ownership"))
    .flatMap(({ outputs }) => (outputs?.stdout ? [JSON.parse(outputs.stdout)] : []));
}
