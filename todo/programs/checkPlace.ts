/**
 * Looks, before anything in the cluster is deleted, whether it is still the namespace that the app was put into:
 * what has its name in another cluster, or has been made since, is not the stack's. So is a Secret in the place of the stack's.
 */
import { givenPlace, type Place } from "../../components/cluster/place";
import { findSecret } from "../../components/cluster/clusterObjects";
import { Command, main } from "../../components/process/command";
import { clusterIsGone } from "../../components/cluster/gone";
import { lookAgain, UNTOUCHED } from "../namespace/lookAgain";
import { isSameSecret, replacedNamespace, replacedSecret } from "../namespace/samePlace";
import type { PlaceRecord } from "../namespace/namespaceRecord";

export async function checkPlace({ variable, last }: Command<PlaceRecord>) {
  if (last === undefined || clusterIsGone(variable)) return { same: true };
  const seen = await lookAgain(variable, last);
  if (seen === undefined) return { same: true };
  const place = givenPlace(variable);
  const { name, uid } = last;
  if (seen.uid !== uid) throw new Error(replacedNamespace(place.context, name, UNTOUCHED));
  await checkSecret({ ...place, namespace: name }, last, variable, UNTOUCHED);
  return { same: true };
}

/** In a namespace of the stack's own all is deleted; in an external one what its user made stays, under whatever name. */
async function checkSecret(
  place: Place & { namespace: string },
  { created, secret }: PlaceRecord,
  variable: Command["variable"],
  advice: Parameters<typeof replacedSecret>[2],
): Promise<void> {
  if (created || !secret?.uid) return;
  const seen = await findSecret(place, secret.name);
  if (seen !== undefined && !isSameSecret(secret.uid, seen, variable("OWNER")))
    throw new Error(replacedSecret(place, secret.name, advice));
}

if (require.main === module) main(checkPlace);
