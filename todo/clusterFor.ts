import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../components/cluster/cluster";
import { ExistingCluster } from "../components/cluster/existingCluster";
import { KubeconfigError } from "../components/cluster/kubeconfig";
import { MinikubeCluster } from "../components/cluster/minikubeCluster";
import { Settings } from "./settings";

/**
 * The cluster that the settings name: minikube's, or one that is there already.
 *
 * @throws pulumi.RunError when the kubeconfig cannot be read, or lacks the context.
 */
export function clusterFor(settings: Settings): Cluster {
  const { cluster, kubeconfig } = settings;
  try {
    return cluster.kind === "minikube"
      ? new MinikubeCluster("cluster", { ...cluster, kubeconfig })
      : new ExistingCluster("cluster", { context: cluster.context, kubeconfig });
  } catch (error) {
    throw error instanceof KubeconfigError ? new pulumi.RunError(error.message) : error;
  }
}
