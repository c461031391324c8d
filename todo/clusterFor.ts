import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../components/cluster/cluster";
import { existingCluster } from "../components/cluster/existingCluster";
import { KubeconfigError } from "../components/cluster/kubeconfig";
import { minikubeCluster } from "../components/cluster/minikubeCluster";
import { ArgumentError } from "../components/process/argumentError";
import { PREFIX } from "./configCommand";
import { Settings } from "./settings";
import { userCommands } from "./userCommands";

type Kind = "MinikubeCluster" | "ExistingCluster";

/** What the cluster's resources belong to. */
class ClusterComponent extends pulumi.ComponentResource {
  constructor(kind: Kind, make: (self: ClusterComponent, known: pulumi.Alias[]) => Cluster) {
    super(`todo:index:${kind}`, "cluster");
    // The stack's id is the same in a cluster of the other kind: by it what the stack made is found.
    const other: Kind = kind === "MinikubeCluster" ? "ExistingCluster" : "MinikubeCluster";
    this.cluster = make(this, [
      { parent: this.urn.apply((urn) => urn.replace(`:index:${kind}::`, `:index:${other}::`)) },
    ]);
    const { contextName: context, address } = this.cluster;
    this.registerOutputs({ context, address });
  }

  readonly cluster: Cluster;
}

/**
 * The cluster that the settings name: minikube's, or one that is there already.
 *
 * @throws pulumi.RunError when the kubeconfig cannot be read, or lacks the context.
 */
export function clusterFor({ cluster, kubeconfig }: Settings): Cluster {
  const addons = cluster.kind === "minikube" ? cluster.addons : [];
  const more = { kubeconfig, commands: userCommands(pulumi.getStack(), addons) };
  try {
    return cluster.kind === "minikube"
      ? new ClusterComponent("MinikubeCluster", (parent, known) =>
          minikubeCluster("cluster", { ...cluster, ...more }, parent, known),
        ).cluster
      : new ClusterComponent("ExistingCluster", (parent, known) =>
          existingCluster("cluster", { context: cluster.context, ...more }, parent, known),
        ).cluster;
  } catch (error) {
    // An argument is a setting of the same name here.
    if (error instanceof ArgumentError) throw new pulumi.RunError(PREFIX + error.message);
    throw error instanceof KubeconfigError ? new pulumi.RunError(error.message) : error;
  }
}
