/** What the stack's state says of its cluster. */
import { resourcesOf, State } from "../process/stackState";

/** The stack's own id; undefined before its first `up`, and in the state of a version before it. */
export function ownerIn(state: State): string | undefined {
  return resourcesOf(state).find(({ urn }) => urn.endsWith("::cluster-owner"))?.outputs?.result;
}

/** What the command that starts the cluster was last given to know the profile by. */
export const identityIn = (state: State): string | undefined =>
  resourcesOf(state).find(({ urn }) => urn.endsWith("::cluster-profile"))?.outputs?.environment
    ?.IDENTITY;
