import { resourcesOf, State } from "../components/ownState";
import type { Place } from "./place";
import { type Listed, RELEASE, releaseIn } from "./release";

/**
 * Stops before a release that is in the way: one that was cut off, and one that the stack's state does not have.
 * Helm would refuse both minutes later, in words that do not say whose it is. Ask only where the API server answers.
 *
 * @throws Error that names the release, and the ways out.
 */
export async function refuseForeignRelease(place: Place, state: State): Promise<void> {
  const release = await releaseIn(place);
  if (!release) return;
  const message = inTheWay(release, place, state);
  if (message) throw new Error(message);
}

/** What to say of a release that is there; undefined where the state has it. */
export function inTheWay(
  { status }: Pick<Listed, "status">,
  { context, namespace }: Pick<Place, "context" | "namespace">,
  state: State,
): string | undefined {
  const what = `release ${RELEASE} in namespace ${namespace} of ${context}`;
  if (status.startsWith("pending"))
    return `${what} is ${status}: a run was cut off. Nothing was changed. Run: make recover`;
  if (knows(state, `${namespace}/${RELEASE}`)) return undefined;
  return (
    `${what} (${status}) is not in the stack's state: somebody else installed it, or a run that was cut off. ` +
    "Nothing was changed.\n" +
    `To leave it: pulumi config set todo:namespace ${namespace}-2\n` +
    `To take its place: helm uninstall ${RELEASE} --kube-context ${context} --namespace ${namespace}`
  );
}

/** Whether a stack's state has the release of this id. */
function knows(state: State, id: string): boolean {
  return resourcesOf(state).some(
    (one) => one.type === "kubernetes:helm.sh/v3:Release" && one.id === id,
  );
}
