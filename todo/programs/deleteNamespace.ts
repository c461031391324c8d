/** Deletes the namespace that this stack made; one that it found stays, and so does another one of that name or cluster. */
import { givenPlace } from "../../components/cluster/place";
import {
  deleteNamespace,
  OWNER_LABEL,
  removeLabels,
  STACK_LABEL,
} from "../../components/cluster/clusterObjects";
import { kubectlTo } from "../../components/cluster/commandLine";
import { readRecord, writeRecord } from "../../components/cluster/profileRecord";
import { Command, main, say } from "../../components/process/command";
import { clusterIsGone } from "../../components/cluster/gone";
import { lookAgain } from "../namespace/lookAgain";
import type { NamespaceRecord } from "../namespace/namespaceRecord";

export async function deleteOwnNamespace({ variable, last }: Command<NamespaceRecord>) {
  if (!last?.created || clusterIsGone(variable)) return { deleted: false };
  const place = givenPlace(variable);
  const { name, uid } = last;
  // Nothing else may be left that has looked: only the objects have places of their own.
  const seen = await lookAgain(variable, last);
  if (variable("KEEP") === "true") {
    // From now on it is its user's, like any other that was there before.
    if (seen?.uid === uid)
      await removeLabels(place, name, [STACK_LABEL, OWNER_LABEL, "app.kubernetes.io/managed-by"]);
    const started = recordOf(variable)?.started;
    say(
      `namespace ${name} is kept, with the database in it (todo:keepDatabase)` +
        `${started ? `, until profile ${variable("PROFILE")} is deleted` : ""}. The next make up uses it. ` +
        `To delete both for good: ${kubectlTo(place, ["delete", "namespace", name])}`,
    );
    forget(variable, name);
    return { deleted: false };
  }
  const deleted = await deleteNamespace(place, last);
  if (!deleted) say(`namespace ${name} is deleted already; another one of that name is kept`);
  forget(variable, name);
  return { deleted };
}

const recordOf = (variable: Command["variable"]) =>
  variable("PROFILE") ? readRecord(variable("PROFILE"), variable("OWNER")) : undefined;

function forget(variable: Command["variable"], name: string): void {
  const record = recordOf(variable);
  if (!record) return;
  const namespaces = record.namespaces.filter((one) => one.name !== name);
  writeRecord(variable("PROFILE"), { ...record, namespaces });
}

if (require.main === module) main(deleteOwnNamespace);
