/** Whether `make down` keeps what the settings say that it keeps. */
import { namespaceRecords } from "../../todo/namespace/namespaceState";
import { resourcesOf, State } from "../../components/process/stackState";
import { configCommand, makeCommand } from "../../todo/configCommand";
import { configured, type Place } from "../stack/place";
import { releaseNamespaces } from "../stack/state";
import { stackName } from "../stack/stackName";
import { releaseIn } from "./release";

/**
 * What is kept was decided at the last up, by the chart and by the note of the namespace: a setting that was changed
 * since has told neither. Ask only where the API server answers.
 *
 * @throws Error where the settings keep the database, and a removal would delete it.
 */
export async function refuseLoss(place: Place, state: State): Promise<void> {
  if (`${configured()["todo:keepDatabase"]}`.trim() !== "true" || isKept(state)) return;
  for (const namespace of releaseNamespaces(state)) {
    const release = await releaseIn({ ...place, namespace });
    // One that a removal has begun with is not brought back by an up.
    if (release === undefined || release.status === "uninstalling") continue;
    throw new Error(
      `todo:keepDatabase is true, and the last up did not know it: the volume in namespace ${namespace} of ` +
        `${place.context} would go. Nothing was changed. Run: ${makeCommand("up")}, then: ${makeCommand("down")}\n` +
        `To delete the database too: ${configCommand({ set: "todo:keepDatabase", to: "false" }, stackName())}, ` +
        `then: ${makeCommand("down")}`,
    );
  }
}

/** Whether the last up got to its end with it; also where the app has its database elsewhere. */
function isKept(state: State): boolean {
  const release = resourcesOf(state).find(({ urn }) => urn.endsWith("::app-release"));
  const { enabled, storage } = release?.inputs?.values?.postgres ?? {};
  if (enabled === false) return true;
  const noted = namespaceRecords(state).filter(({ name }) => name !== "kagent");
  return noted.every(({ kept }) => kept) && storage?.keep !== false;
}
