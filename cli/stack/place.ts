import * as fs from "node:fs";
import { hasContext, kubeconfigFor } from "../../components/cluster/kubeconfig";
import { refuseOtherFolder } from "../../components/cluster/profileRecord";
import { fileConfig } from "../../todo/configSource";
import { readPlace } from "../../todo/placeSettings";
import { type ImageDelivery } from "../../components/image/deliveryKinds";
import type { State } from "../../components/process/stackState";
import { commandLine } from "../../components/process/typed";
import { movedAway } from "../../todo/namespace/samePlace";
import { readStackFile } from "./stackFile";
import { configFile, stackName } from "./stackName";
import { type KnownPlace, placeIn } from "./state";

/** Where the stack puts the app, as it is configured: known also before it was ever up. */
export interface Place {
  /** minikube's, unless todo:cluster is existing. */
  profile?: string;
  context: string;
  /** The kubeconfig file that has the context, or will have it; in the form of KUBECONFIG where it takes several. */
  kubeconfig: string;
  namespace: string;
  /** How images get to its nodes; undefined where they pull from a registry. */
  delivery?: ImageDelivery;
}

export function place(file = configFile()): Place {
  const set = readPlace(fileConfig(configured(file)));
  return { ...set, kubeconfig: kubeconfigFor(set.context, set.kubeconfig) };
}

/**
 * Where the stack is: its state knows, whatever the settings say by now. They speak where it does not, of the
 * namespace, which is no other cluster's, and of a kubeconfig that the state's context is not in any more.
 */
export function presentPlace(state: State, file = configFile()): Place {
  const is = placeIn(state);
  if (is === undefined) return place(file);
  const { namespace, kubeconfig } = readPlace(fileConfig(configured(file)));
  const { profile, context, kubeconfig: noted } = is;
  const set = kubeconfigFor(context, kubeconfig);
  // minikube writes into the one that it was given. Another one may have been moved; the cluster in it is compared.
  const isMoved =
    noted && profile === undefined && !hasContext(noted, context) && hasContext(set, context);
  return { profile, context, namespace, kubeconfig: noted && !isMoved ? noted : set };
}

/** Where a profile's context stands that the state does not speak of. */
export const kubeconfigOf = (profile: string, file = configFile()): string =>
  kubeconfigFor(profile, readPlace(fileConfig(configured(file))).kubeconfig, SHELL);

/** @param command what is to be run again. @throws Error where minikube looks elsewhere than at the last up. */
export function refuseOtherHome(state: State, command: string): void {
  const is = placeIn(state);
  if (is?.profile !== undefined) refuseOtherFolder(is.profile, is.minikubeFolder, command);
}

/**
 * A stack that is up somewhere does not follow its settings to another cluster: what is in the first would be left.
 *
 * @throws Error where they differ, with both ways on; nothing is changed then.
 */
export function refuseMove(set: Place, state: State): void {
  const is = placeIn(state);
  if (is === undefined || (is.profile === set.profile && is.context === set.context)) return;
  throw new Error(movedAway(is, set, stackName(), stackName(), renaming(is, set)));
}

/**
 * The command that gives a context its former name again, by which the state knows it: one that was renamed leads to the
 * same cluster, which is compared then.
 *
 * @param is where the state says that the stack is.
 * @returns undefined where the context is there still, or the settings name none that could be it.
 */
export function renaming(is: KnownPlace, set = place()): string | undefined {
  if (is.profile !== undefined || set.profile !== undefined) return undefined;
  const isIn = (file: string | undefined) => file !== undefined && hasContext(file, is.context);
  if (isIn(is.kubeconfig) || isIn(kubeconfigFor(is.context, set.kubeconfig))) return undefined;
  if (isIn(kubeconfigFor(is.context)) || !hasContext(set.kubeconfig, set.context)) return undefined;
  const isKnown = kubeconfigFor(set.context, "", SHELL) === set.kubeconfig;
  const args = ["config", "rename-context", set.context, is.context];
  return commandLine("kubectl", args, isKnown ? {} : { KUBECONFIG: set.kubeconfig });
}

/** Where the user's own kubectl looks, before anything here tells it otherwise: for commands that are printed. */
export const SHELL = { KUBECONFIG: process.env.KUBECONFIG };

/** Tools that the stack, as it is configured, does without. */
export function needlessTools(file = configFile()): string[] {
  return readPlace(fileConfig(configured(file))).profile === undefined ? ["minikube"] : [];
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
