/** The programs of command resources, where a state of an earlier version looks for them, and what it lacks for them. */
import * as fs from "node:fs";
import { resourcesOf, State, StateResource, wasCutOff } from "../../components/process/stackState";
import { RELEASE } from "../../tools/client/pods";
import { writeState } from "./stack";

/** Where they are now. */
const FOLDERS = ["components/programs", "todo/programs"];
/** Where earlier versions had them: one of the namespace's may be named in the first of today's, too. */
const NAMED = /"(?:commands|components\/programs)\/(\w+)\.ts"/g;
const RENAMED: Record<string, string> = { bringImage: "deliverExistingImage" };

/**
 * The state with the programs where they are now: Pulumi ends a resource by the program that its state names.
 *
 * @returns undefined where there is nothing to change.
 */
export function withPresentPrograms(state: State): State | undefined {
  if (resourcesOf(state).length === 0) return undefined;
  const before = JSON.stringify(state);
  const moved: State = JSON.parse(
    before.replace(NAMED, (was, name: string) => presentFile(name) ?? was),
  );
  const resources = resourcesOf(moved).map(withRelease);
  const after = { ...moved, deployment: { ...moved.deployment, resources } };
  return JSON.stringify(after) === before ? undefined : after;
}

/**
 * Pods of the app's release keep no image in place once that goes. Earlier versions did not tell the delivery which
 * release is the app's.
 */
function withRelease(one: StateResource): StateResource {
  const { environment } = one.outputs ?? {};
  if (!one.urn.endsWith("-load") || !environment?.IMAGE || environment.RELEASE !== undefined)
    return one;
  return { ...one, outputs: { ...one.outputs, environment: { ...environment, RELEASE } } };
}

function presentFile(name: string): string | undefined {
  const files = FOLDERS.map((folder) => `${folder}/${RENAMED[name] ?? name}.ts`);
  const file = files.find((file) => fs.existsSync(file));
  return file && `"${file}"`;
}

/**
 * Before Pulumi changes or ends anything. Not where a run was interrupted: Pulumi drops from a state that it is given what
 * was being made then, and `make recover` has to know it.
 *
 * @returns the state as it is then.
 */
export async function usePresentPrograms(
  env: Record<string, string>,
  state: State,
): Promise<State> {
  const present = wasCutOff(state) ? undefined : withPresentPrograms(state);
  if (present) await writeState(env, present);
  return present ?? state;
}
