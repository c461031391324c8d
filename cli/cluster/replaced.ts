/** A namespace, or a Secret in an external one, that is not the one that the stack's state speaks of. */
import { findNamespace, findSecret, Namespace } from "../../components/cluster/clusterObjects";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { placeRecord } from "../../todo/namespace/namespaceRecord";
import { namespaceIn, namespacesIn } from "../../todo/namespace/namespaceState";
import {
  answerOf,
  resourceName,
  resourcesOf,
  SECRET_TYPE,
  State,
  StateResource,
} from "../../components/process/stackState";
import { isSameSecret, replacedNamespace, replacedSecret } from "../../todo/namespace/samePlace";
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
 * @throws Error where the stack did not make what is in the way. Ask only where the API server answers.
 */
export async function refuseReplacedNamespaces(
  place: Place,
  state: State,
  then: string,
): Promise<void> {
  const [found] = await replacedNamespaces(place, state);
  if (found) throw new Error(replacedNamespace(place.context, found.name, { then }));
}

/** The stack's Secrets in namespaces that it did not make, that another user has replaced. */
export async function replacedSecrets(
  place: Place,
  state: State,
): Promise<{ urn: string; namespace: string; name: string }[]> {
  const replaced = [];
  for (const { urn, type, id, outputs } of resourcesOf(state)) {
    const [namespace, name] = type === SECRET_TYPE ? (id ?? "").split("/") : [];
    if (!namespace || !name || namespaceIn(state, namespace)?.created !== false) continue;
    const uid = notedUid(state, urn, id!) ?? outputs?.metadata?.uid;
    const seen = uid ? await findSecret({ ...place, namespace }, name) : undefined;
    if (seen && !isSameSecret(uid, seen, ownerIn(state))) replaced.push({ urn, namespace, name });
  }
  return replaced;
}

/**
 * What was noted of a Secret when it was made: a refresh of the state since may have put another one into it. The
 * note of another one, in whose place it is or which is to be in its place, says nothing of it.
 */
function notedUid(state: State, urn: string, id: string): string | undefined {
  const place = resourcesOf(state).find((one) => isPlaceOf(one, urn));
  const { name, secret } = (place && answerOf(placeRecord, place)) ?? {};
  return secret && id === `${name}/${secret.name}` ? secret.uid : undefined;
}

/** Whether a resource is the look that goes before the deletion of the one of this URN. */
export const isPlaceOf = ({ type, urn }: StateResource, of: string): boolean =>
  type === "command:local:Command" && resourceName(urn) === `${resourceName(of)}-place`;

/**
 * @param then the command that was to be run.
 * @throws Error where the stack did not make what is in the way. Ask only where the API server answers.
 */
export async function refuseReplacedSecrets(
  place: Place,
  state: State,
  then: string,
): Promise<void> {
  const [found] = await replacedSecrets(place, state);
  if (found) throw new Error(replacedSecret({ ...place, ...found }, found.name, { then }));
}
