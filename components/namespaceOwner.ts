import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { findNamespaceNow, Namespace, STACK_LABEL } from "./clusterObjects";
import { recordedNamespace } from "./ownState";

/** Whose a namespace is: a stack's (or nobody's yet), or somebody's who made it otherwise. */
export type Owner = "stack" | "somebody";

/** What the stack's state says of a namespace: undefined where it says nothing. */
export type Recorded = { uid: string; created: boolean } | undefined;

/**
 * Whether the program declares a namespace. What it declares is created where it is missing, and kept
 * labelled. Whether `destroy` deletes it is another matter, and stands in the state
 * (commands/recordNamespace.ts): a wrong answer here deletes nothing, and seizes nothing, for to create what
 * exists is refused.
 *
 * @throws pulumi.RunError when the cluster does not say.
 */
export function namespaceOwner(cluster: Cluster, namespace: string): Owner {
  const { contextName: context, kubeconfig } = cluster;
  return decideOwner(
    {
      exists: cluster.exists,
      find: () => findNamespaceNow({ context, kubeconfig }, namespace),
      isStopped: () => cluster.isStopped(),
      recorded: () => recordedNamespace(namespace),
    },
    pulumi.getStack(),
    (words) => new pulumi.RunError(noAnswer(context, namespace, words)),
  );
}

/** What the decision is made from, each asked for only where it matters. */
export interface Evidence {
  exists: boolean;
  /** @throws where the cluster does not say. */
  find(): Pick<Namespace, "uid" | "labels"> | undefined;
  isStopped(): boolean;
  recorded(): Recorded;
}

/** The decision itself. @throws what `silent` makes of the tool's words, where the cluster does not say. */
export function decideOwner(
  evidence: Evidence,
  stack: string,
  silent: (words: string) => Error,
): Owner {
  // In a cluster that is not there yet, nothing is.
  if (!evidence.exists) return "stack";
  let seen: ReturnType<Evidence["find"]>;
  try {
    seen = evidence.find();
  } catch (error) {
    // One that is known to be stopped keeps what it has: then the state's last word holds.
    if (evidence.isStopped()) return evidence.recorded()?.created === false ? "somebody" : "stack";
    throw silent((error as Error).message);
  }
  return ownerOf(seen, stack, evidence.recorded);
}

/**
 * @param seen the namespace as the cluster has it.
 * @param recorded what the state says of it; asked for only where the label does not tell.
 */
export function ownerOf(
  seen: Pick<Namespace, "uid" | "labels"> | undefined,
  stack: string,
  recorded: () => Recorded,
): Owner {
  if (seen === undefined || seen.labels[STACK_LABEL] === stack) return "stack";
  const record = recorded();
  return record?.created && record.uid === seen.uid ? "stack" : "somebody";
}

const noAnswer = (context: string, namespace: string, words: string) =>
  `${context} does not say whether namespace ${namespace} is there, so nobody knows whose it is. ` +
  `Nothing was changed.\n${words}\nWhen this answers, run it again: kubectl --context ${context} get namespaces`;
