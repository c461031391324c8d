/** The component package: what another program takes from here. Each has its arguments' meaning beside them. */
import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "./cluster/cluster";
import { existingCluster, ExistingClusterArgs } from "./cluster/existingCluster";
import { minikubeCluster, MinikubeClusterArgs } from "./cluster/minikubeCluster";
import { appImage, AppImageArgs } from "./image/appImage";

const type = (name: string) => `minikube-apps:index:${name}`;

/**
 * A minikube profile: started where there is none, adopted where there is one. `destroy` deletes it only if this stack
 * started it, and otherwise disables the addons that this stack enabled.
 */
export class MinikubeCluster extends pulumi.ComponentResource {
  /** The cluster, for an AppImage. */
  readonly ref: pulumi.Output<ClusterRef>;
  /** The kubeconfig context, for a provider of Kubernetes; known once the cluster is there. */
  readonly context: pulumi.Output<string>;
  /** The kubeconfig file that has the context, for that provider. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Address of the node as minikube knows it; not every driver lets this machine reach it. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: MinikubeClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(type("MinikubeCluster"), name, {}, opts);
    const { ref, address } = minikubeCluster(name, args, this);
    this.ref = ref;
    this.context = ref.contextName;
    this.kubeconfig = ref.kubeconfig;
    this.address = address;
    this.registerOutputs({ ref, context: this.context, kubeconfig: this.kubeconfig, address });
  }
}

/** A cluster that is there already, by its kubeconfig context: nothing in it is touched but what the program makes there. */
export class ExistingCluster extends pulumi.ComponentResource {
  /** The cluster, for an AppImage. */
  readonly ref: pulumi.Output<ClusterRef>;
  /** The kubeconfig context, for a provider of Kubernetes. */
  readonly context: pulumi.Output<string>;
  /** The kubeconfig file that has the context, for that provider. */
  readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: ExistingClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(type("ExistingCluster"), name, {}, opts);
    const { ref } = existingCluster(name, args, this);
    this.ref = ref;
    this.context = ref.contextName;
    this.kubeconfig = ref.kubeconfig;
    this.registerOutputs({ ref, context: this.context, kubeconfig: this.kubeconfig });
  }
}

/**
 * An image from source to the cluster's nodes, tagged by the hash of its inputs: the same source is never built or
 * loaded twice, and a changed source has a new tag, which replaces its pods.
 */
export class AppImage extends pulumi.ComponentResource {
  /** The whole name, for a pod: known once every node has the image. */
  readonly name: pulumi.Output<string>;
  /** The hash of its source. */
  readonly tag: pulumi.Output<string>;

  constructor(name: string, args: AppImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super(type("AppImage"), name, {}, opts);
    const image = appImage(name, args, this);
    // Known at every later preview, for its id stays.
    this.name = image.delivered.id.apply(() => image.name);
    this.tag = pulumi.output(image.tag);
    this.registerOutputs({ name: this.name, tag: this.tag });
  }
}
