import { Cluster } from "./cluster";
import { ExistingCluster } from "./existingCluster";
import { MinikubeCluster } from "./minikubeCluster";
import { Settings } from "./settings";

/** The cluster that the settings name: minikube's, or one that is there already. */
export function clusterFor(settings: Settings): Cluster {
  const { cluster, kubeconfig } = settings;
  return cluster.kind === "minikube"
    ? new MinikubeCluster("cluster", { ...cluster, kubeconfig })
    : new ExistingCluster("cluster", { context: cluster.context, kubeconfig });
}
