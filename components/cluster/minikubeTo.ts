import { quoted } from "../../todo/configCommand";
import { typed } from "../process/typed";
import { kubeconfigFor } from "./kubeconfig";
import type { Place } from "./clusterObjects";

/** Where minikube writes by itself, before anything here tells it otherwise. */
const SHELL = { KUBECONFIG: process.env.KUBECONFIG };

/**
 * How a minikube command begins that is printed, and that writes or reads the profile's context.
 *
 * @param shell the user's own environment, or {} where nobody knows it.
 */
export function minikubeTo(
  { context, kubeconfig = "" }: Place,
  shell: NodeJS.ProcessEnv = SHELL,
): string {
  const known = kubeconfig === "" || kubeconfigFor(context, "", shell) === kubeconfig;
  return `${known ? "" : `KUBECONFIG=${quoted(kubeconfig)} `}${typed("minikube")}`;
}
