import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { minikubeHome } from "./profileRecord";

/** Where a program of a command resource finds the cluster, and by which id it knows the stack. */
export const placeOf = (cluster: Cluster) => ({
  CONTEXT: cluster.contextName,
  KUBECONFIG: cluster.kubeconfig,
  PROFILE: cluster.profile,
  OWNER: cluster.owner,
  COMMANDS: JSON.stringify(cluster.commands),
  STACK: pulumi.getStack(),
  // In a shell with another one, minikube would have no such profile: what is in it would count as gone.
  ...(cluster.profile === "" ? {} : { MINIKUBE_HOME: minikubeHome() }),
});
