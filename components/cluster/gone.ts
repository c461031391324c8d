import { profileIsKept, refuseOtherFolder } from "./profileRecord";
import type { Command } from "../process/command";
import { givenCommands } from "../process/userCommands";

/**
 * Whether the cluster of a stack is known to be gone: minikube has no profile of its name any more. Silence, or a
 * record that is missing, is no such knowledge.
 *
 * @throws Error where the folder is missing in which minikube kept it.
 */
export function clusterIsGone(variable: Command["variable"]): boolean {
  const profile = variable("PROFILE");
  if (profile === "" || profileIsKept(profile)) return false;
  refuseOtherFolder(profile, variable("MINIKUBE_HOME"), givenCommands(variable).down);
  return true;
}
