import type { State } from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { refuseGaps } from "./listGaps";
import { type Place, place, refuseMove, refuseOtherHome } from "./place";
import { readState } from "./stack";
import { refuseUnderWay } from "./underWay";

/**
 * Whether an `up` or a `preview` may begin, as far as settings, state and this machine tell: what needs the cluster is
 * in preflight. Each is asked before what would fail in worse words without it: Pulumi reads no settings with a gap,
 * and a state that is being changed is none to go by.
 *
 * @returns where the settings put the app, and what the state says.
 * @throws Error that names what is in the way; nothing is changed then.
 */
export async function beforehand(
  env: Record<string, string>,
  verb: "up" | "preview",
): Promise<{ where: Place; state: State }> {
  refuseGaps();
  if (verb === "up") refuseUnderWay(env, makeCommand(verb));
  const where = place();
  const state = await readState(env);
  refuseMove(where, state);
  refuseOtherHome(state, makeCommand(verb));
  return { where, state };
}
