import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { getContexts } from "./commandLine";
import { contextsIn, kubeconfigFiles, kubeconfigFor, onlyFile } from "./kubeconfig";
import { pulumiCommands, UserCommands } from "../process/userCommands";
import { stackId } from "./stackId";

export interface ExistingClusterArgs {
  /** The kubeconfig context to use. */
  context: string;
  /** By which a user goes on, as messages name them; left out: Pulumi's own. */
  commands?: UserCommands;
  /** Path of the kubeconfig file; empty: the one in KUBECONFIG that has the context, else ~/.kube/config. */
  kubeconfig: string;
}

/** A cluster that somebody else runs: nothing in it is touched but the app's own namespace. */
export class ExistingCluster extends pulumi.ComponentResource implements Cluster {
  readonly provider: k8s.Provider;
  readonly identity: pulumi.Output<string>;
  readonly contextName: string;
  readonly kubeconfig: string;
  readonly owner: pulumi.Output<string>;
  readonly profile = "";
  readonly exists = true;
  readonly commands: UserCommands;
  readonly address = pulumi.output("");
  readonly ready: pulumi.Resource;

  /** @throws pulumi.RunError when the kubeconfig has no such context. */
  constructor(name: string, args: ExistingClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("todo:index:ExistingCluster", name, {}, opts);
    this.commands = args.commands ?? pulumiCommands(pulumi.getStack());
    this.kubeconfig = kubeconfigFor(args.context, args.kubeconfig);
    this.owner = stackId(`${name}-owner`, { parent: this });
    requireContext(kubeconfigFiles(args.kubeconfig), args.context);
    this.contextName = args.context;
    this.identity = pulumi.output(args.context);
    this.provider = new k8s.Provider(
      `${name}-provider`,
      {
        kubeconfig: onlyFile(this.kubeconfig),
        context: args.context,
        clusterIdentifier: args.context,
      },
      { parent: this },
    );
    this.ready = this.provider;
    this.registerOutputs({ context: this.contextName });
  }

  /** Nobody here can know: somebody else runs it. */
  isStopped(): boolean {
    return false;
  }
}

function requireContext(files: string[], context: string): void {
  const known = contextsIn(files);
  if (known.includes(context)) return;
  const choices = known.length > 0 ? `only ${known.join(", ")}` : "no context at all";
  throw new pulumi.RunError(
    `todo:context is "${context}": expected a context of ${files.join(", ")}, where there is ${choices}. ` +
      `Which cluster each one leads to: ${getContexts(files)}`,
  );
}
