/** A cluster or a namespace that is not the one that the stack's state speaks of. */
import { findNamespace, Namespace } from "../../components/cluster/clusterObjects";
import { namespacesIn, State } from "../../components/namespace/ownState";
import { replacedNamespace } from "../../components/namespace/samePlace";
import type { Place } from "../stack/place";
import { stackName } from "../stack/stack";
import { makeCommand } from "../../todo/configCommand";

/** What to say where the context leads to another cluster than the one that the app was put into. */
export const otherCluster = ({ context, profile }: Place) =>
  `${profile === undefined ? "context" : "profile"} ${context} is another cluster than the one that this stack is in. ` +
  "Nothing was changed.\n" +
  (profile === undefined
    ? `Let it lead there again. Or, if that cluster is gone: ${makeCommand("recover", "GONE=1")}`
    : `Run: ${makeCommand("recover")}, which forgets what was in the old one, then: ${makeCommand("up")}`);

/** What to say where nobody can tell whether it is that cluster. */
export const unknownCluster = ({ context }: Place) =>
  `${context} does not say whether it is the cluster that this stack is in: namespace kube-system may not be read, and ` +
  "no namespace in it is the stack's. Nothing was changed.\n" +
  "Let the context lead there again, or have reading kube-system allowed. Or, if what this stack made is gone " +
  `for good: ${makeCommand("recover", "GONE=1")}`;

/** The namespaces that took the place of those that the state speaks of, which are gone. */
export async function replacedNamespaces(
  place: Place,
  state: State,
): Promise<Pick<Namespace, "name" | "uid">[]> {
  const replaced: Namespace[] = [];
  for (const { name, uid } of namespacesIn(state)) {
    const seen = await findNamespace(place, name);
    if (seen !== undefined && seen.uid !== uid) replaced.push(seen);
  }
  return replaced;
}

/**
 * @param then what the user wants to do.
 * @throws Error where what is in the way is somebody's. Ask only where the API server answers.
 */
export async function refuseReplacedNamespaces(
  place: Place,
  state: State,
  then: string,
): Promise<void> {
  const [found] = await replacedNamespaces(place, state);
  if (found === undefined) return;
  throw new Error(replacedNamespace(place.context, found.name, stackName(), then));
}
