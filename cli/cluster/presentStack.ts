/** The stack that is taken away or repaired: what `make down` and `make recover` begin with. */
import type { State } from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { refuseOtherBackend } from "../stack/otherBackend";
import { type Place, presentPlace, refuseOtherHome } from "../stack/place";
import { otherStacks, readState, stackExists } from "../stack/stack";
import { stackName } from "../stack/stackName";
import { refuseUnderWay } from "../stack/underWay";
import { refuseLostStack } from "./lostStack";

const NONE = {
  down: () => `There is no stack ${stackName()}: nothing to remove.`,
  recover: () => `There is no stack ${stackName()}: nothing to recover.`,
};

/**
 * The stack's state, and where it is; tools look for its kubeconfig there from then on. Where there is no stack, that is said.
 *
 * @returns undefined where there is none.
 * @throws Error where the stack may be in another backend, another run changes it, or minikube looks elsewhere than at the
 *   last up; nothing is changed then.
 */
export async function presentStack(
  env: Record<string, string>,
  target: keyof typeof NONE,
): Promise<{ state: State; where: Place } | undefined> {
  const command = makeCommand(target);
  if (!(await stackExists(env))) {
    await refuseOtherBackend(env, command);
    await refuseLostStack(env, command);
    console.log(NONE[target]() + (await otherStacks(env, target)));
    return undefined;
  }
  refuseUnderWay(env, command);
  const state = await readState(env);
  refuseOtherHome(state, command);
  const where = presentPlace(state);
  process.env.KUBECONFIG = where.kubeconfig;
  return { state, where };
}
