/**
 * Looks, before anything in the cluster is deleted, whether it is still the namespace that the app was put into:
 * what has its name in another cluster, or has been made since, is somebody's.
 */
import { givenPlace } from "../cluster/place";
import { clusterUid, findNamespace } from "../cluster/clusterObjects";
import { Command, main } from "../process/command";
import { clusterIsGone } from "../cluster/gone";
import type { NamespaceRecord } from "./recordNamespace";
import { makeCommand } from "../../todo/configCommand";

export async function checkPlace({ variable, last }: Command<NamespaceRecord>) {
  if (last === undefined || clusterIsGone(variable)) return { same: true };
  const place = givenPlace(variable);
  const cluster = await clusterUid(place);
  if (last.cluster && cluster && cluster !== last.cluster) {
    throw new Error(
      `context ${place.context} leads to another cluster than the one that this stack is in. Nothing was deleted. ` +
        `Let it lead there again, then: ${makeCommand("down")}. If that cluster is gone: ${makeCommand("recover")}, then: ${makeCommand("down")}`,
    );
  }
  const seen = await findNamespace(place, last.name);
  if (last.cluster && cluster === "" && seen === undefined) {
    throw new Error(
      `context ${place.context} does not say whether it leads to the cluster that this stack is in: namespace ` +
        "kube-system may not be read, and the stack's is not there. Nothing was deleted. Let it lead there again, then: " +
        `${makeCommand("down")}. If what this stack made is gone for good: ${makeCommand("recover", "GONE=1")}, then: ${makeCommand("down")}`,
    );
  }
  if (seen !== undefined && seen.uid !== last.uid) {
    throw new Error(
      `namespace ${last.name} of ${place.context} is not the one that this stack was put into: that was deleted, ` +
        `and this one was made since. Nothing was deleted. Run: ${makeCommand("recover")}, then: ${makeCommand("down")}`,
    );
  }
  return { same: true };
}

if (require.main === module) main(checkPlace);
