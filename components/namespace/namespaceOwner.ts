import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../cluster/cluster";
import {
  findNamespaceNow,
  Namespace,
  OWNER_LABEL,
  STACK_LABEL,
  stackLabel,
} from "../cluster/clusterObjects";
import type { Place } from "../cluster/place";
import { kubectlTo } from "../cluster/commandLine";
import { Recorded, recordedState } from "./ownState";
import { makeCommand } from "../../todo/configCommand";

/** Whose a namespace is: a stack's (or nobody's yet), or somebody's who made it otherwise. */
export type Owner = "stack" | "somebody";

/**
 * Whether the program declares a namespace. What it declares is created where it is missing, and kept
 * labelled. Whether `destroy` deletes it is another matter, and stands in the state
 * (components/programs/recordNamespace.ts): a wrong answer here deletes nothing, and seizes nothing, for to create what
 * exists is refused.
 *
 * @param leave the command by which a user leaves it to another stack.
 * @throws pulumi.RunError when the cluster does not say, or when the namespace is another stack's.
 */
export function namespaceOwner(cluster: Cluster, namespace: string, leave: string): Owner {
  const { contextName: context, kubeconfig } = cluster;
  return decideOwner(
    {
      exists: cluster.exists,
      find: () => findNamespaceNow({ context, kubeconfig }, namespace),
      isStopped: () => cluster.isStopped(),
      state: () => recordedState(namespace),
    },
    { context, kubeconfig, namespace, stack: pulumi.getStack(), leave },
    (words) => new pulumi.RunError(words),
  );
}

/** What the decision is made from, each asked for only where it matters. */
export interface Evidence {
  exists: boolean;
  /** @throws where the cluster does not say. */
  find(): Pick<Namespace, "uid" | "labels"> | undefined;
  isStopped(): boolean;
  /** What the stack's state says; undefined where there is no state to ask, as under a test's mocks. */
  state(): { owner?: string; cutOff: boolean; namespace: Recorded } | undefined;
}

/**
 * The decision itself.
 *
 * @param refuse makes the error of these words.
 * @throws what `refuse` makes, where nobody can tell whose the namespace is, or where it is another stack's.
 */
export function decideOwner(
  evidence: Evidence,
  {
    namespace,
    stack,
    leave,
    ...place
  }: Place & { namespace: string; stack: string; leave: string },
  refuse: (words: string) => Error,
): Owner {
  const { context } = place;
  // In a cluster that is not there yet, nothing is.
  if (!evidence.exists) return "stack";
  let seen: ReturnType<Evidence["find"]>;
  try {
    seen = evidence.find();
  } catch (error) {
    // One that is known to be stopped keeps what it has: then the state's last word holds.
    if (evidence.isStopped())
      return evidence.state()?.namespace?.created === false ? "somebody" : "stack";
    throw refuse(noAnswer(place, namespace, (error as Error).message));
  }
  if (seen === undefined) return "stack";
  const label = seen.labels[STACK_LABEL];
  const state = evidence.state();
  if (state === undefined) return label === stackLabel(stack) ? "stack" : "somebody";
  if (state.namespace?.uid === seen.uid) return state.namespace.created ? "stack" : "somebody";
  if (label === undefined) return "somebody";
  const mine = state.owner !== undefined && seen.labels[OWNER_LABEL] === state.owner;
  if (!mine) throw refuse(anotherStack(place, namespace, label, leave));
  throw refuse(state.cutOff ? cutOff(context, namespace) : halfDown(context, namespace));
}

const noAnswer = (place: Place, namespace: string, words: string) =>
  `${place.context} does not say whether namespace ${namespace} is there, so nobody knows whose it is. ` +
  `Nothing was changed.\n${words}\nWhen this answers, run it again: ${kubectlTo(place, ["get", "namespaces"])}`;

const cutOff = (context: string, namespace: string) =>
  `namespace ${namespace} of ${context} was made by this stack in a run that was cut off, and is not in its state. ` +
  `Nothing was changed. Run: ${makeCommand("recover")}, then: ${makeCommand("up")}`;

/** Of what this stack made, and a `down` which did not end well has left: a namespace, if it is nothing else. */
export const halfDown = (
  context: string,
  namespace: string,
  what = `namespace ${namespace} of ${context}`,
) =>
  `${what} is left of a make down that did not end well. Nothing was changed. ` +
  `Run: ${makeCommand("down")}, then: ${makeCommand("up")}`;

const anotherStack = (place: Place, namespace: string, stack: string, leave: string) =>
  `namespace ${namespace} of ${place.context} belongs to another stack (${stack}, of another checkout or another state). ` +
  `Nothing was changed.\nTo leave it: ${leave}\n` +
  `If that stack is no more, to use its namespace as it is: ` +
  kubectlTo(place, ["label", "namespace", namespace, `${STACK_LABEL}-`, `${OWNER_LABEL}-`]);
