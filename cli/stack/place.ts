import * as fs from "node:fs";
import { kubeconfigFor } from "../../components/cluster/kubeconfig";
import type { ImageDelivery } from "../../todo/settings";
import { readStackFile } from "./stackFile";
import { configFile } from "./stackName";

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
  const config = configured(file);
  const namespace = config["todo:namespace"] ?? "todo-app";
  const kubeconfigOf = (context: string) => kubeconfigFor(context, config["todo:kubeconfig"]);
  if (config["todo:cluster"] === "existing") {
    const byKind = config["todo:imageDelivery"] === "kind";
    const context = config["todo:context"] ?? "";
    return {
      ...{ context, namespace, kubeconfig: kubeconfigOf(context) },
      ...(byKind
        ? { delivery: { kind: "kind", cluster: config["todo:kindCluster"] ?? "kind" } }
        : {}),
    };
  }
  const profile = config["todo:profile"] ?? "minikube";
  return {
    ...{ profile, context: profile, namespace, kubeconfig: kubeconfigOf(profile) },
    delivery: { kind: "minikube", profile },
  };
}

/** Where the user's own kubectl looks, before anything here tells it otherwise: for commands that are printed. */
export const SHELL = { KUBECONFIG: process.env.KUBECONFIG };

/** Tools that the stack, as it is configured, does without. */
export function needlessTools(file = configFile()): string[] {
  return configured(file)["todo:cluster"] === "existing" ? ["minikube"] : [];
}

/** What the stack's file sets, by key, numbers as Pulumi takes them; the values of secrets are not among it. */
export function configured(file = configFile()): Record<string, string | undefined> {
  if (!fs.existsSync(file)) return {};
  const { config } = (readStackFile(file) ?? {}) as { config?: Record<string, unknown> };
  const asText = (value: unknown) =>
    ["number", "boolean"].includes(typeof value) ? String(value) : value;
  const entries = Object.entries(config ?? {}).map(([key, value]) => [key, asText(value)]);
  return Object.fromEntries(entries);
}
