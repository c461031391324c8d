/** A stack whose state is in the checkout, where the shell has chosen another backend. */
import { backendUrl, stateFile } from "./localBackend";
import { stackExists } from "./stack";
import { stackName } from "./stackName";

/** By which a shell chooses another backend than the checkout's. */
const CHOICES = ["PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL"];

/**
 * Before a stack is made, or said to be none: a token of another project in the shell leads to a backend that does not
 * know the stack.
 *
 * @param command what is to be run again.
 * @throws Error where the checkout has the stack, and the backend has not; nothing is changed then.
 */
export async function refuseOtherBackend(
  env: Record<string, string>,
  command: string,
): Promise<void> {
  const file = stateFile();
  if (env.PULUMI_BACKEND_URL === backendUrl() || file === undefined) return;
  if (await stackExists(env)) return;
  const chosen = CHOICES.filter((name) => process.env[name]);
  throw new Error(
    `stack ${stackName()} is in ${file}, but the backend that ${chosen.join(" and ")} selects does not have it. ` +
      `Nothing was changed. Run: env ${chosen.map((name) => `-u ${name}`).join(" ")} ${command}`,
  );
}
