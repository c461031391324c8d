import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { ask } from "./shell";

/** Whose a namespace is: a stack's (or nobody's yet), or somebody's who made it otherwise. */
export type Owner = "stack" | "somebody";

/**
 * Asks the cluster. The program has to know before it says what it wants: a Namespace that it
 * declares is one that `destroy` deletes. No cluster, no answer: then it is the stack's to make.
 */
export function namespaceOwner(cluster: Cluster, namespace: string): Owner {
  const answer = ask("kubectl", [
    ...["--kubeconfig", cluster.kubeconfig, "--context", cluster.contextName],
    ...["get", "namespace", namespace, "--request-timeout=3s"],
    ...["--ignore-not-found", "--output=json"],
  ]);
  return ownerOf(answer, pulumi.getStack());
}

/** The label by which a stack knows the namespace that it made. */
export const STACK_LABEL = "todo-app/stack";

/** Reads the answer of `kubectl get namespace --output=json`. */
export function ownerOf(answer: string | undefined, stack: string): Owner {
  if (!answer?.trim()) return "stack";
  const labels: Record<string, string> = JSON.parse(answer).metadata.labels ?? {};
  return labels[STACK_LABEL] === stack ? "stack" : "somebody";
}
