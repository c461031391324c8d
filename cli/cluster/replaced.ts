/** A namespace that is not the one that the stack's state speaks of. */
import { findNamespace, Namespace } from "../../components/cluster/clusterObjects";
import { namespacesIn } from "../../todo/namespace/namespaceState";
import { State } from "../../components/process/stackState";
import { replacedNamespace } from "../../todo/namespace/samePlace";
import type { Place } from "../stack/place";

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
 * @param then the command that was to be run.
 * @throws Error where what is in the way is somebody's. Ask only where the API server answers.
 */
export async function refuseReplacedNamespaces(
  place: Place,
  state: State,
  then: string,
): Promise<void> {
  const [found] = await replacedNamespaces(place, state);
  if (found) throw new Error(replacedNamespace(place.context, found.name, { then }));
}
