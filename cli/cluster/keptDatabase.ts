/** Whether `make up` and `make down` keep what the settings say that they keep. */
import { namespaceRecords } from "../../todo/namespace/namespaceState";
import { resourcesOf, State } from "../../components/process/stackState";
import { configCommand, makeCommand } from "../../todo/configCommand";
import { fileConfig } from "../../todo/configSource";
import { configured, type Place } from "../stack/place";
import { releaseNamespaces } from "../stack/state";
import { stackName } from "../stack/stackName";
import { releaseIn } from "./release";

/**
 * Whether the settings keep the database.
 *
 * @param config what the stack's file sets, by key.
 */
export const keepsDatabase = (config: Record<string, unknown> = configured()): boolean =>
  fileConfig(config).get("keepDatabase")?.trim() === "true";

/**
 * What is kept was decided at the last up, by the chart and by the note of the namespace: a setting that was changed
 * since has told neither. Ask only where the API server answers.
 *
 * @throws Error where the settings keep the database, and a removal would delete it.
 */
export async function refuseLoss(place: Place, state: State): Promise<void> {
  const namespace = await unknownKeep(place, state, releaseNamespaces(state));
  if (namespace === undefined) return;
  throw new Error(
    `${wouldGo(namespace, place)} Run: ${makeCommand("up")}, then: ${makeCommand("down")}\n${toDelete("down")}`,
  );
}

/**
 * The same of an up, which leaves a namespace or a database as a removal does. Ask only where the API server answers.
 *
 * @param place where the settings put the app.
 * @throws Error where the settings keep the database, and by the same up leave it.
 */
export async function refuseLossByUp(place: Place, state: State): Promise<void> {
  const config = configured();
  const isElsewhere = Boolean(config["todo:databaseUrl"]);
  const left = releaseNamespaces(state).filter((name) => isElsewhere || name !== place.namespace);
  const namespace = await unknownKeep(place, state, left);
  if (namespace === undefined) return;
  const back = [
    ...(namespace === place.namespace ? [] : [{ set: "todo:namespace", to: namespace }]),
    ...(isElsewhere ? [{ unset: "todo:databaseUrl" }] : []),
  ].map((change) => configCommand(change, stackName()));
  throw new Error(
    `${wouldGo(namespace, place)} First: ${[...back, makeCommand("up")].join(" && ")}\n` +
      `Then set the other again, and run: ${makeCommand("up")}\n${toDelete("up")}`,
  );
}

/** The first of these namespaces with a release whose volume was to be kept only since the last up. */
async function unknownKeep(
  place: Place,
  state: State,
  namespaces: string[],
): Promise<string | undefined> {
  if (!keepsDatabase() || isKept(state)) return undefined;
  for (const namespace of namespaces) {
    const release = await releaseIn({ ...place, namespace });
    // One that a removal has begun with is not brought back by an up.
    if (release !== undefined && release.status !== "uninstalling") return namespace;
  }
  return undefined;
}

const wouldGo = (namespace: string, { context }: Place) =>
  `todo:keepDatabase is true, and the last up did not know it: the volume in namespace ${namespace} of ` +
  `${context} would go. Nothing was changed.`;

const toDelete = (then: string) =>
  `To delete the database too: ${configCommand({ set: "todo:keepDatabase", to: "false" }, stackName())}, ` +
  `then: ${makeCommand(then)}`;

/** Whether the last up got to its end with it; also where the app has its database elsewhere. */
function isKept(state: State): boolean {
  const release = resourcesOf(state).find(({ urn }) => urn.endsWith("::app-release"));
  const { enabled, storage } = release?.inputs?.values?.postgres ?? {};
  if (enabled === false) return true;
  const noted = namespaceRecords(state).filter(({ name }) => name !== "kagent");
  return noted.every(({ kept }) => kept) && storage?.keep !== false;
}
