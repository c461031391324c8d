import * as fs from "node:fs";
import { parse } from "yaml";
import { kubeconfigFor } from "../../components/cluster/kubeconfig";
import { fileConfig } from "../../todo/configSource";
import { type ImageDelivery, readPlace } from "../../todo/settings";
import { typed } from "../../components/process/typed";
import { configFile } from "./stack";

/** Where the stack puts the app, as it is configured: known also before it was ever up. */
export interface Place {
  /** minikube's, unless the cluster is one that somebody else runs. */
  profile?: string;
  context: string;
  /** The kubeconfig file that has the context, or will have it; in the form of KUBECONFIG where it takes several. */
  kubeconfig: string;
  namespace: string;
  /** How images get to its nodes; undefined where only the user's own command or the registry knows. */
  delivery?: ImageDelivery;
}

export function place(file = configFile()): Place {
  const set = readPlace(fileConfig(configured(file)));
  return { ...set, kubeconfig: kubeconfigFor(set.context, set.kubeconfig) };
}

/** Where kubectl looks by itself, before anything here tells it otherwise. */
const SHELL = { KUBECONFIG: process.env.KUBECONFIG };

/** How a kubectl command for this cluster begins, in the user's own shell. */
export function kubectlTo(
  { kubeconfig, context }: Pick<Place, "kubeconfig" | "context">,
  shell: NodeJS.ProcessEnv = SHELL,
): string {
  const known = kubeconfigFor(context, "", shell) === kubeconfig;
  return `${typed("kubectl")}${known ? "" : ` --kubeconfig ${kubeconfig}`} --context ${context}`;
}

/** Tools that the stack, as it is configured, does without. */
export function needlessTools(file = configFile()): string[] {
  return readPlace(fileConfig(configured(file))).profile === undefined ? ["minikube"] : [];
}

/** What the stack's file sets, by key; the values of secrets are not among it. */
export function configured(file = configFile()): Record<string, string | undefined> {
  return fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8"))?.config ?? {}) : {};
}
