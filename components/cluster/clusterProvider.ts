import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { providerFile } from "./kubeconfig";

/**
 * By which Pulumi reaches a cluster. What the provider would else take from the shell is given: there the user may have
 * told it, for other projects, to seize what exists, to forget what does not answer, or to keep releases elsewhere.
 * None of these inputs makes Pulumi replace a provider that is there; another clusterIdentifier does.
 *
 * @param kubeconfig in the form of KUBECONFIG.
 */
export const clusterProvider = (
  name: string,
  kubeconfig: string,
  cluster: { context: pulumi.Input<string>; clusterIdentifier: pulumi.Input<string> },
  opts: pulumi.ResourceOptions,
): k8s.Provider =>
  new k8s.Provider(
    name,
    {
      ...{ kubeconfig: providerFile(kubeconfig), ...cluster },
      ...{ upsertExistingObjects: false, deleteUnreachable: false, skipUpdateUnreachable: false },
      helmReleaseSettings: { driver: "secret" },
    },
    opts,
  );
