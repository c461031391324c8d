/** The stack's state, as Pulumi keeps it. */
// Not the whole SDK: the commands beside the program would take a second longer to start.
import { RunError } from "@pulumi/pulumi/errors";
import * as v from "valibot";
import { parseJson } from "./json";

/** What Kubernetes' and Helm's objects are to Pulumi. */
export const NAMESPACE_TYPE = "kubernetes:core/v1:Namespace";
export const SECRET_TYPE = "kubernetes:core/v1:Secret";
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/** A resource as `pulumi stack export` prints it. */
const stateResource = v.object({
  urn: v.string(),
  type: v.string(),
  id: v.optional(v.string()),
  // Their shape is the provider's.
  inputs: v.optional(v.any()),
  outputs: v.optional(v.any()),
  /** What manages it: that one's URN and id. */
  provider: v.optional(v.string()),
  /** Another one has taken its place already. */
  delete: v.optional(v.boolean()),
  /** It is deleted already, and another one is to take its place. */
  pendingReplacement: v.optional(v.boolean()),
  /** What it belongs to. */
  parent: v.optional(v.string()),
  dependencies: v.nullish(v.array(v.string())),
  propertyDependencies: v.nullish(v.record(v.string(), v.nullish(v.array(v.string())))),
  deletedWith: v.optional(v.string()),
});
export type StateResource = v.InferOutput<typeof stateResource>;

/** An operation whose end Pulumi does not know. */
const pendingOperation = v.object({ type: v.string(), resource: stateResource });
export type PendingOperation = v.InferOutput<typeof pendingOperation>;

/** What of the resources in a state matters here. */
export const deployment = v.object({
  resources: v.optional(v.array(stateResource)),
  pending_operations: v.optional(v.array(pendingOperation)),
});

/** What of the state matters here. */
export const state = v.object({ deployment: v.nullish(deployment) });
export type State = v.InferOutput<typeof state>;

/**
 * What the program of a command resource in the state answered; undefined where it answered nothing.
 *
 * @param schema the fields that are used of it.
 * @throws RunError where one of them is not as expected.
 */
export const answerOf = <Schema extends v.GenericSchema>(
  schema: Schema,
  { urn, outputs }: StateResource,
): v.InferInput<Schema> | undefined =>
  outputs?.stdout ? readAnswer(schema, outputs.stdout, resourceName(urn)) : undefined;

/** The same of what it printed, or was given: maybe by an earlier version. @param name of the resource. */
export function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  stdout: string,
  name: string,
): v.InferInput<Schema> {
  try {
    return parseJson(schema, stdout);
  } catch (error) {
    throw new RunError(
      `the entry of ${name} in the stack's state cannot be read: ${(error as Error).message}`,
    );
  }
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
