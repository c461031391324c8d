import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../components/cluster/cluster";
import { existingCluster } from "../components/cluster/existingCluster";
import { KubeconfigError } from "../components/cluster/kubeconfig";
import { minikubeCluster } from "../components/cluster/minikubeCluster";
import { ArgumentError } from "../components/process/argumentError";
import { PREFIX } from "./configCommand";
import { Settings } from "./settings";
import { userCommands } from "./userCommands";

/** What the cluster's resources belong to. */
class ClusterComponent extends pulumi.ComponentResource {
  constructor(
    kind: "MinikubeCluster" | "ExistingCluster",
    make: (self: ClusterComponent) => Cluster,
  ) {
    super(`todo:index:${kind}`, "cluster");
    this.cluster = make(this);
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
      ? new ClusterComponent("MinikubeCluster", (parent) =>
          minikubeCluster("cluster", { ...cluster, ...more }, parent),
        ).cluster
      : new ClusterComponent("ExistingCluster", (parent) =>
          existingCluster("cluster", { context: cluster.context, ...more }, parent),
        ).cluster;
  } catch (error) {
    // An argument is a setting of the same name here.
    if (error instanceof ArgumentError) throw new pulumi.RunError(PREFIX + error.message);
    throw error instanceof KubeconfigError ? new pulumi.RunError(error.message) : error;
  }
}
