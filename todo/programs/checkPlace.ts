/**
 * Looks, before anything in the cluster is deleted, whether it is still the namespace that the app was put into:
 * what has its name in another cluster, or has been made since, is somebody's.
 */
import { givenPlace } from "../../components/cluster/place";
import { clusterUid, findNamespace } from "../../components/cluster/clusterObjects";
import { Command, main } from "../../components/process/command";
import { clusterIsGone } from "../../components/cluster/gone";
import { notSameCluster, replacedNamespace, sameCluster } from "../namespace/samePlace";
import type { NamespaceRecord } from "../namespace/namespaceRecord";
import { makeCommand } from "../configCommand";

export async function checkPlace({ variable, last }: Command<NamespaceRecord>) {
  if (last === undefined || clusterIsGone(variable)) return { same: true };
  const place = givenPlace(variable);
  const { name, uid, cluster: then = "" } = last;
  const now = await clusterUid(place);
  const seen = await findNamespace(place, name);
  const advice = { then: makeCommand("down"), untouched: "Nothing was deleted." } as const;
  const found = sameCluster(then, now, seen?.uid === uid);
  // Where neither run might look at the cluster, a namespace that is not there keeps nothing from being deleted.
  if (found === "another" || (found === "unknown" && seen === undefined && then !== ""))
    throw new Error(notSameCluster(found, { ...place, profile: variable("PROFILE") }, advice));
  if (seen !== undefined && seen.uid !== uid)
    throw new Error(replacedNamespace(place.context, name, advice));
  return { same: true };
}

if (require.main === module) main(checkPlace);
