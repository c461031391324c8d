/** Whether `make up` and `make down` keep what the settings say that they keep. */
import { parseAllDocuments } from "yaml";
import { State } from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { fileConfig } from "../../todo/configSource";
import {
  isKept,
  leftByUp,
  lossByUp,
  toDelete,
  volumeWouldBeDeleted,
} from "../../todo/namespace/keptVolume";
import { releaseNamespaces } from "../../todo/namespace/namespaceState";
import { configured, type Place } from "../stack/place";
import { stackName } from "../stack/stackName";
import { helm } from "./helm";
import { RELEASE, releaseIn } from "./release";

/**
 * Whether the settings keep the database.
 *
 * @param config what the stack's file sets, by key.
 */
export const keepsDatabase = (config: Record<string, unknown> = configured()): boolean =>
  fileConfig(config).get("keepDatabase")?.trim() === "true";

/**
 * Ask only where the API server answers.
 *
 * @throws Error where the settings keep the database, and a removal would delete it.
 */
export async function refuseLoss(place: Place, state: State): Promise<void> {
  const namespace = await unknownKeep(place, state, releaseNamespaces(state));
  if (namespace === undefined) return;
  const down = makeCommand("down");
  throw new Error(
    `${volumeWouldBeDeleted(namespace, place.context)} Run: ${makeCommand("up")}, then: ${down}\n${toDelete(down, stackName())}`,
  );
}

/**
 * The same of an up, which leaves a namespace or a database as a removal does. Ask only where the API server answers.
 *
 * @param place where the settings put the app.
 * @throws Error where the settings keep the database, and by the same up leave it.
 */
export async function refuseLossByUp(place: Place, state: State): Promise<void> {
  const isElsewhere = Boolean(configured()["todo:databaseUrl"]);
  const wanted = { namespace: place.namespace, isElsewhere };
  const namespace = await unknownKeep(place, state, leftByUp(state, wanted));
  if (namespace === undefined) return;
  throw new Error(lossByUp(namespace, place.context, wanted, stackName()));
}

/**
 * The first of these namespaces with a release whose volume was to be kept only since the last up, or since a revision to
 * which a user has rolled back by hand.
 */
async function unknownKeep(
  place: Place,
  state: State,
  namespaces: string[],
): Promise<string | undefined> {
  if (!keepsDatabase()) return undefined;
  for (const namespace of namespaces) {
    const target = { ...place, namespace };
    const release = await releaseIn(target);
    // One that a removal has begun with is not brought back by an up.
    if (release === undefined || release.status === "uninstalling") continue;
    if (!isKept(state) || (await dropsClaim(target))) return namespace;
  }
  return undefined;
}

/** Whether Helm would delete the claim with the release: it goes by what that was made of, not by the claim itself. */
async function dropsClaim(target: Place): Promise<boolean> {
  const { stdout } = await helm(target, `asking what release ${RELEASE} is made of`, [
    ...["get", "manifest", RELEASE],
  ]);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Made | null)
    .some(
      (made) =>
        made?.kind === "PersistentVolumeClaim" &&
        made.metadata?.annotations?.["helm.sh/resource-policy"] !== "keep",
    );
}

interface Made {
  kind?: string;
  metadata?: { annotations?: Record<string, string> };
}
