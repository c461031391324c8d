/** Commands that are printed, as the user's own shell takes them: it knows nothing of what this process was told. */
import * as path from "node:path";
import type { Place } from "./place";
import { kubeconfigFlag, kubeconfigFor, onlyFile } from "./kubeconfig";
import { commandLine } from "../process/typed";

/**
 * A kubectl command for a cluster, or its beginning.
 *
 * @param shell the environment of the user's shell, where it is known: a kubeconfig in which that looks anyway is
 *   not named then. A program that runs with a KUBECONFIG of its own knows nothing of it.
 */
export const kubectlTo = (place: Place, args: string[] = [], shell?: NodeJS.ProcessEnv): string =>
  inKubeconfig("kubectl", unknownTo(shell, place), ["--context", place.context, ...args]);

/** The same of helm. */
export const helmTo = (place: Place, args: string[], shell?: NodeJS.ProcessEnv): string =>
  inKubeconfig("helm", unknownTo(shell, place), ["--kube-context", place.context, ...args]);

/**
 * The same of minikube, which writes the profile's context where KUBECONFIG says.
 *
 * @param shell {} where it is not known.
 */
export const minikubeTo = (place: Place, args: string[], shell: NodeJS.ProcessEnv): string => {
  const kubeconfig = unknownTo(shell, place);
  return commandLine("minikube", args, kubeconfig ? { KUBECONFIG: kubeconfig } : {});
};

/** The command that lists the contexts of kubeconfig files. */
export const getContexts = (files: string[]): string =>
  inKubeconfig("kubectl", files.join(path.delimiter), ["config", "get-contexts"]);

/** The kubeconfig that a shell has to be told; "" where it looks there anyway. */
function unknownTo(shell: NodeJS.ProcessEnv | undefined, { context, kubeconfig = "" }: Place) {
  return shell && kubeconfigFor(context, "", shell) === kubeconfig ? "" : kubeconfig;
}

/** Several files fit into the variable alone. */
const inKubeconfig = (tool: string, kubeconfig: string, args: string[]): string =>
  onlyFile(kubeconfig) === undefined
    ? commandLine(tool, args, { KUBECONFIG: kubeconfig })
    : commandLine(tool, [...kubeconfigFlag(kubeconfig), ...args]);
