import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../components/cluster/cluster";
import { ExistingCluster } from "../components/cluster/existingCluster";
import { KubeconfigError } from "../components/cluster/kubeconfig";
import { MinikubeCluster } from "../components/cluster/minikubeCluster";
import { Settings } from "./settings";
import { userCommands } from "./userCommands";

/**
 * The cluster that the settings name: minikube's, or one that is there already.
 *
 * @throws pulumi.RunError when the kubeconfig cannot be read, or lacks the context.
 */
export function clusterFor(settings: Settings): Cluster {
  const { cluster, kubeconfig } = settings;
  const addons = cluster.kind === "minikube" ? cluster.addons : [];
  const commands = userCommands(pulumi.getStack(), addons);
  try {
    return cluster.kind === "minikube"
      ? new MinikubeCluster("cluster", { ...cluster, kubeconfig, commands })
      : new ExistingCluster("cluster", { context: cluster.context, kubeconfig, commands });
  } catch (error) {
    throw error instanceof KubeconfigError ? new pulumi.RunError(error.message) : error;
  }
}
