import * as pulumi from "@pulumi/pulumi";
import { ClusterRef } from "./cluster";
import { minikubeHome } from "./profileRecord";

/** Where a program of a command resource finds the cluster, and by which id it knows the stack. */
export function placeOf(cluster: pulumi.Input<ClusterRef>): Record<string, pulumi.Input<string>> {
  const ref = pulumi.output(cluster);
  return {
    CONTEXT: ref.contextName,
    KUBECONFIG: ref.kubeconfig,
    PROFILE: ref.profile,
    OWNER: ref.owner,
    COMMANDS: ref.commands.apply((commands) => JSON.stringify(commands)),
    STACK: pulumi.getStack(),
    // In a shell with another one, minikube would have no such profile: what is in it would count as gone.
    // What is undefined is no input at all.
    MINIKUBE_HOME: ref.profile.apply((profile) => (profile === "" ? undefined! : minikubeHome())),
  };
}
