/** The programs of command resources, where a state of an earlier version looks for them. */
import * as fs from "node:fs";
import { State, wasCutOff } from "../../components/process/stackState";
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
  const before = JSON.stringify(state);
  const after = before.replace(NAMED, (was, name: string) => presentFile(name) ?? was);
  return after === before ? undefined : JSON.parse(after);
}

function presentFile(name: string): string | undefined {
  const files = FOLDERS.map((folder) => `${folder}/${RENAMED[name] ?? name}.ts`);
  const file = files.find((file) => fs.existsSync(file));
  return file && `"${file}"`;
}

/**
 * Before Pulumi changes or ends anything. Not where a run was cut off: Pulumi drops from a state that it is given what
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
