import { clusterUid, findNamespace, Namespace } from "../../components/cluster/clusterObjects";
import { givenPlace } from "../../components/cluster/place";
import type { Command } from "../../components/process/command";
import type { NamespaceRecord } from "./namespaceRecord";
import { notSameCluster, sameCluster } from "./samePlace";

/** How a deletion that met something else goes on: by itself it cannot tell whether an up or a removal runs it. */
export const UNTOUCHED = {
  then: "the same command again",
  untouched: "Nothing was deleted.",
} as const;

/**
 * What has by now the name of a namespace that was noted; undefined where nothing has.
 *
 * @throws Error where the cluster is another one than the noted one, or that is not known.
 */
export async function lookAgain(
  variable: Command["variable"],
  { name, uid, cluster: then = "" }: NamespaceRecord,
): Promise<Namespace | undefined> {
  const place = givenPlace(variable);
  const now = await clusterUid(place);
  const seen = await findNamespace(place, name);
  const found = sameCluster(then, now, seen?.uid === uid);
  // Where neither run might look at the cluster, a namespace that is not there keeps nothing from being deleted.
  if (found === "another" || (found === "unknown" && seen === undefined && then !== ""))
    throw new Error(notSameCluster(found, { ...place, profile: variable("PROFILE") }, UNTOUCHED));
  return seen;
}
