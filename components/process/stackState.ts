/** The stack's state, as Pulumi keeps it. */
import * as pulumi from "@pulumi/pulumi";
import { mustAnswer } from "./shell";

/** What Kubernetes' and Helm's objects are to Pulumi. */
export const NAMESPACE_TYPE = "kubernetes:core/v1:Namespace";
export const SECRET_TYPE = "kubernetes:core/v1:Secret";
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

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
  /** What manages it: that one's URN and id. */
  provider?: string;
  /** Another one has taken its place already. */
  delete?: boolean;
  /** It is deleted already, and another one is to take its place. */
  pendingReplacement?: boolean;
  /** What it belongs to. */
  parent?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  deletedWith?: string;
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

/**
 * The stack's state for its own program; undefined where there is none, as under mocks.
 *
 * The SDK lets a program read the state of other stacks only, so the CLI that runs it is asked.
 *
 * @throws pulumi.RunError when the state cannot be read.
 */
export function exportedState(): State | undefined {
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

/**
 * The state as it was at the first call, read no more than once. A program's cluster keeps it, and lives as long as one run:
 * kept for the whole process it would be an earlier run's where one process has several, as with Pulumi's Automation API.
 */
export function stateOnce(): () => State | undefined {
  let state: State | undefined;
  return () => (state ??= exportedState());
}

/** The name that the program gave a resource: the end of its URN. */
export const resourceName = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

export const resourcesOf = (state: State): StateResource[] => state.deployment?.resources ?? [];

/** What a run was doing when it was interrupted. */
export const pendingIn = (state: State): PendingOperation[] =>
  state.deployment?.pending_operations ?? [];

/** What the state has, and what was being changed when a run was interrupted. */
export const begunIn = (state: State): StateResource[] => [
  ...resourcesOf(state),
  ...pendingIn(state).map(({ resource }) => resource),
];

/** Whether something was being made when the last run was interrupted. */
export const wasCutOff = (state: State): boolean =>
  pendingIn(state).some(({ type }) => type === "creating");
