import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { clusterProvider } from "./clusterProvider";
import { getContexts } from "./commandLine";
import { contextsIn, kubeconfigFiles, kubeconfigFor } from "./kubeconfig";
import { pulumiCommands, UserCommands } from "../process/userCommands";
import { ArgumentError } from "../process/argumentError";
import { stateOnce } from "../process/programState";
import { stackId } from "./stackId";

export interface ExistingClusterArgs {
  /** The kubeconfig context to use. */
  context: string;
  /** Path of the kubeconfig file. If not set or empty: the file in KUBECONFIG that has the context, or ~/.kube/config. */
  kubeconfig?: string;
  /** Commands that messages tell the user to run. Default: Pulumi's own commands. */
  commands?: UserCommands;
}

/**
 * A cluster that is there already: nothing in it is touched but what the program makes there.
 *
 * @param name begins the names of its resources.
 * @param parent the component that they belong to.
 * @param aliases under which the state may know the stack's id.
 * @throws ArgumentError when the kubeconfig has no such context.
 */
export function existingCluster(
  name: string,
  args: ExistingClusterArgs,
  parent: pulumi.ComponentResource,
  aliases: pulumi.Alias[] = [],
): Cluster {
  const { context } = args;
  const commands = args.commands ?? pulumiCommands(pulumi.getStack());
  const kubeconfig = kubeconfigFor(context, args.kubeconfig ?? "");
  const owner = stackId(`${name}-owner`, { parent, aliases });
  requireContext(kubeconfigFiles(args.kubeconfig ?? ""), context);
  const provider = clusterProvider(
    `${name}-provider`,
    kubeconfig,
    { context, clusterIdentifier: context },
    { parent },
  );
  return {
    ...{ provider, owner, commands, kubeconfig, profile: "", exists: true },
    contextName: context,
    identity: pulumi.output(context),
    ref: owner.apply((owner) => ({
      ...{ contextName: context, kubeconfig, profile: "", owner, identity: context, commands },
    })),
    address: pulumi.output(""),
    ready: provider,
    state: stateOnce(),
    // Not known here: the stack did not start it.
    isStopped: () => false,
  };
}

function requireContext(files: string[], context: string): void {
  const known = contextsIn(files);
  if (known.includes(context)) return;
  const choices = known.length > 0 ? `only ${known.join(", ")}` : "no context";
  throw new ArgumentError(
    `context is "${context}": expected a context of ${files.join(", ")}, which has ${choices}. ` +
      `To see the cluster of each, run: ${getContexts(files)}`,
  );
}
