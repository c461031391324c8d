/** Notes which namespace the app is in, and whether this stack made it: by that its removal goes. */
import { givenPlace } from "../../components/cluster/place";
import { clusterUid, findNamespace } from "../../components/cluster/clusterObjects";
import { readRecord, writeRecord } from "../../components/cluster/profileRecord";
import { Command, main } from "../../components/process/command";
import type { NamespaceRecord } from "../namespace/namespaceRecord";
import { replacedNamespace } from "../namespace/samePlace";
import { makeCommand } from "../configCommand";

export async function recordNamespace({
  variable,
  last,
}: Command<NamespaceRecord>): Promise<NamespaceRecord> {
  const name = variable("NAMESPACE");
  const place = givenPlace(variable);
  const seen = await findNamespace(place, name);
  if (seen === undefined)
    throw new Error(
      `namespace ${name} of ${place.context} was deleted during this run. Run: ${makeCommand("up")}`,
    );
  const { uid } = seen;
  // Pulumi names the uid of what it has created; what this stack made stays so whatever its labels say.
  const created = variable("UID") === uid || (last?.created === true && last.uid === uid);
  const cluster = await clusterUid(place);
  // What was in a profile that the stack has left goes by the record beside that.
  const left = variable("PROFILE") !== "" && last?.cluster && cluster && last.cluster !== cluster;
  if (last && last.uid !== uid && !created && !left)
    throw new Error(
      replacedNamespace(place.context, name, {
        then: makeCommand("up"),
        untouched: "Nothing in it was changed.",
      }),
    );
  if (created) noteBesideProfile(variable, { name, uid }, variable("KEEP") === "true");
  // The same namespace is in the same cluster, also where that does not say so any more.
  const known = last?.uid === uid ? last.cluster : "";
  return { name, uid, created, cluster: cluster || known };
}

/**
 * Beside the profile too: where it stays for another stack, what is in it is taken out by that, but not what is to be
 * kept.
 */
function noteBesideProfile(
  variable: Command["variable"],
  namespace: { name: string; uid: string },
  keep: boolean,
): void {
  const profile = variable("PROFILE");
  const record = profile && readRecord(profile, variable("OWNER"));
  if (!record) return;
  const others = record.namespaces.filter(({ name }) => name !== namespace.name);
  writeRecord(profile, { ...record, namespaces: keep ? others : [...others, namespace] });
}

if (require.main === module) main(recordNamespace);
