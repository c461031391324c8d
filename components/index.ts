/** The component package: what other Pulumi programs use. The type of each component's arguments describes them. */
import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "./cluster/cluster";
import { existingCluster, ExistingClusterArgs } from "./cluster/existingCluster";
import { minikubeCluster, MinikubeClusterArgs } from "./cluster/minikubeCluster";
import { appImage, AppImageArgs } from "./image/appImage";

const type = (name: string) => `minikube-apps:index:${name}`;

/**
 * Starts a minikube profile, or uses it if it already exists. `destroy` deletes the profile only if this stack started it;
 * otherwise it disables the addons that this stack enabled.
 */
export class MinikubeCluster extends pulumi.ComponentResource {
  /** The cluster, for an AppImage. */
  readonly ref: pulumi.Output<ClusterRef>;
  /** The kubeconfig context, for a Kubernetes provider. Known when the cluster is running. */
  readonly context: pulumi.Output<string>;
  /** The kubeconfig file that has the context, for that provider. */
  readonly kubeconfig: pulumi.Output<string>;
  /** IP address of the node, as minikube reports it. With some drivers, this machine cannot reach it. */
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

/** Uses an existing cluster, selected by a kubeconfig context. Only objects that the program creates there are changed. */
export class ExistingCluster extends pulumi.ComponentResource {
  /** The cluster, for an AppImage. */
  readonly ref: pulumi.Output<ClusterRef>;
  /** The kubeconfig context, for a Kubernetes provider. */
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
 * Builds an image from source, tags it with the hash of its inputs, and makes it available on the cluster's nodes. If the
 * source did not change, the image is not built or loaded again. A changed source has a new tag, which replaces its pods.
 */
export class AppImage extends pulumi.ComponentResource {
  /** The name of the image with its tag, for a pod. Known when all nodes have the image. */
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
