import { profileIsKept } from "./profileRecord";
import type { Command } from "../process/command";

/**
 * Whether the cluster of a stack is known to be gone: minikube has no profile of its name any more. Silence, or a
 * record that is missing, is no such knowledge.
 */
export function clusterIsGone(variable: Command["variable"]): boolean {
  const profile = variable("PROFILE");
  return profile !== "" && !profileIsKept(profile);
}
