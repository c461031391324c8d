import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { State } from "../process/stackState";
import type { UserCommands } from "../process/userCommands";

/** What others have to know of a cluster to bring something there. */
export interface ClusterRef {
  /** The kubeconfig context. */
  contextName: string;
  /** The kubeconfig file that has the context, in the form of KUBECONFIG where it takes several. */
  kubeconfig: string;
  /** minikube's profile; "" where the cluster is not minikube's. */
  profile: string;
  /** The stack's own id, by which what it made is known again. */
  owner: string;
  /** Changes when the cluster is another one than at the last `up`. */
  identity: string;
  /** By which a user goes on, as messages name them. */
  commands: UserCommands;
}

/** What the rest of the stack knows of a cluster, whichever kind it is. */
export interface Cluster {
  /** Makes every object of the stack, in this cluster and in no other. */
  readonly provider: k8s.Provider;
  /** Changes when the cluster is another one than at the last `up`: what was in it is made again. */
  readonly identity: pulumi.Output<string>;
  /** The kubeconfig context, as a name that is known before the cluster is there. */
  readonly contextName: string;
  /** The kubeconfig file that has the context, in the form of KUBECONFIG where it takes several. */
  readonly kubeconfig: string;
  /** The stack's own id, by which what it made is known again; it survives a rename. */
  readonly owner: pulumi.Output<string>;
  /** minikube's profile; "" where the cluster is not minikube's. */
  readonly profile: string;
  /** Whether it is there already, running or not: one that is not has nothing in it. */
  readonly exists: boolean;
  /**
   * The stack's state as it was before this run of the program; undefined where there is none, as under mocks.
   *
   * @throws pulumi.RunError when it cannot be read.
   */
  state(): State | undefined;
  /** Whether it is known not to run. A cluster that merely does not answer is not. */
  isStopped(): boolean;
  /** Address of a node as seen from this machine; empty where none is known. */
  readonly address: pulumi.Output<string>;
  /** By which a user goes on, as messages name them. */
  readonly commands: UserCommands;
  /** The cluster for others, once it is there. */
  readonly ref: pulumi.Output<ClusterRef>;
  /** What images have to wait for. */
  readonly ready: pulumi.Resource;
  /** The resource whose deletion also deletes the objects in the cluster; Pulumi does not delete them one by one then. */
  readonly deletedWith?: pulumi.Resource;
}
