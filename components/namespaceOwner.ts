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
  const recorded = () => recordedNamespace(namespace);
  if (!cluster.exists) return "stack";
  let seen: Namespace | undefined;
  try {
    seen = findNamespaceNow({ context, kubeconfig }, namespace);
  } catch (error) {
    // One that is known to be stopped keeps what it has: then the state's last word holds.
    if (cluster.isStopped()) return recorded()?.created === false ? "somebody" : "stack";
    throw new pulumi.RunError(noAnswer(context, namespace, (error as Error).message));
  }
  return ownerOf(seen, pulumi.getStack(), recorded);
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
