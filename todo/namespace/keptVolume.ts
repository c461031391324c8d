/** Whether a change keeps the database's volume, where the settings say that it is kept. */
import { RunError } from "@pulumi/pulumi/errors";
import type { Cluster } from "../../components/cluster/cluster";
import { resourcesOf, State } from "../../components/process/stackState";
import { BY_MAKE, configCommand, makeCommand } from "../configCommand";
import { namespaceRecords, releaseNamespaces } from "./namespaceState";

/**
 * Whether the last up got to its end with the volume kept; also where the app has its database elsewhere. What is kept
 * is decided by the chart and by the note of the namespace: a setting that was changed since has told neither.
 */
export function isKept(state: State): boolean {
  const release = resourcesOf(state).find(({ urn }) => urn.endsWith("::app-release"));
  const { enabled, storage } = release?.inputs?.values?.postgres ?? {};
  if (enabled === false) return true;
  const noted = namespaceRecords(state).filter(({ name }) => name !== "kagent");
  return noted.every(({ kept }) => kept) && storage?.keep !== false;
}

/** Where the settings put the app, and its database. */
export interface Wanted {
  namespace: string;
  /** Whether the database is elsewhere. */
  isElsewhere: boolean;
}

/** Namespaces with the app's release that an up leaves, or in which it leaves the database. */
export const leftByUp = (state: State, { namespace, isElsewhere }: Wanted): string[] =>
  releaseNamespaces(state).filter((name) => isElsewhere || name !== namespace);

/** What an error begins with. */
export const volumeWouldBeDeleted = (namespace: string, context: string) =>
  `todo:keepDatabase is true, but the installed release does not have this setting yet: the volume in namespace ${namespace} of ` +
  `${context} would be deleted. Nothing was changed.`;

/** @param byMake the stack that `make` works on; undefined: pulumi was run plainly. */
export const toDelete = (then: string, byMake?: string) =>
  `To delete the database too: ${configCommand({ set: "todo:keepDatabase", to: "false" }, byMake)}, ` +
  `then: ${then}`;

/**
 * @param left the namespace whose volume would go with an up.
 * @param byMake as in toDelete.
 */
export function lossByUp(left: string, context: string, wanted: Wanted, byMake?: string): string {
  const up = makeCommand("up", byMake === undefined ? {} : { stack: byMake });
  const back = [
    ...(left === wanted.namespace ? [] : [{ set: "todo:namespace", to: left }]),
    ...(wanted.isElsewhere ? [{ unset: "todo:databaseUrl" }] : []),
  ].map((change) => configCommand(change, byMake));
  return (
    `${volumeWouldBeDeleted(left, context)} First: ${[...back, up].join(" && ")}\n` +
    `Then change the other setting again, and run: ${up}\n${toDelete(up, byMake)}`
  );
}

/**
 * For the program: `make up` asks the cluster too, and before anything is begun.
 *
 * @throws RunError where the database is to be kept, and by the same update left.
 */
export function refuseLossNow(
  { contextName: context, state: stateNow }: Pick<Cluster, "contextName" | "state">,
  wanted: Wanted,
): void {
  const state = stateNow();
  if (state === undefined || isKept(state)) return;
  const [left] = leftByUp(state, wanted);
  if (left === undefined) return;
  throw new RunError(lossByUp(left, context, wanted, process.env[BY_MAKE]));
}
