import * as pulumi from "@pulumi/pulumi";
import type { NamespaceRecord } from "../commands/recordNamespace";
import type { Recorded } from "./namespaceOwner";
import { mustAnswer } from "./shell";

/** A resource as `pulumi stack export` prints it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  // Their shape is the provider's.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  outputs?: any;
}

/** What of the state matters here. */
export interface State {
  deployment?: { resources?: StateResource[]; pending_operations?: unknown[] };
}

export const resourcesOf = (state: State): StateResource[] => state.deployment?.resources ?? [];

/**
 * What the stack's state says of the namespace of this name; undefined where it says nothing.
 *
 * The SDK lets a program read the state of other stacks only, so the CLI that runs it is asked.
 *
 * @throws pulumi.RunError when the state cannot be read.
 */
export function recordedNamespace(namespace: string): Recorded {
  // Under a test's mocks there is no state.
  if (!pulumi.runtime.hasEngine()) return undefined;
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    const exported = mustAnswer("pulumi", ["stack", "export", "--stack", stack], {
      step: `reading the state of stack ${stack}`,
      timeoutSeconds: 60,
    });
    return namespaceIn(JSON.parse(exported), namespace);
  } catch (error) {
    throw new pulumi.RunError((error as Error).message);
  }
}

/** The same from a state that was read. */
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
