/** The programs of command resources, where a state of an earlier version looks for them. */
import { State } from "../../components/namespace/ownState";
import { writeState } from "./stack";

const PROGRAMS = "components/programs";
const RENAMED: Record<string, string> = { bringImage: "deliverExistingImage" };

/**
 * The state with the programs where they are now. Pulumi ends a resource by the program that its state names, and an
 * earlier version had them in commands/.
 *
 * @returns undefined where there is nothing to change.
 */
export function withPresentPrograms(state: State): State | undefined {
  const before = JSON.stringify(state);
  const after = before.replace(
    /"commands\/(\w+)\.ts"/g,
    (_, name: string) => `"${PROGRAMS}/${RENAMED[name] ?? name}.ts"`,
  );
  return after === before ? undefined : JSON.parse(after);
}

/** Before Pulumi changes or ends anything. @returns the state as it is then. */
export async function usePresentPrograms(
  env: Record<string, string>,
  state: State,
): Promise<State> {
  const present = withPresentPrograms(state);
  if (present) await writeState(env, present);
  return present ?? state;
}
