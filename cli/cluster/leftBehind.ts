/** What `make down` would leave in the cluster, because no state and no record knows it. */
import {
  namespacesOf,
  OWNER_LABEL,
  STACK_LABEL,
  type Namespace,
} from "../../components/cluster/clusterObjects";
import { kubectlTo } from "../../components/cluster/commandLine";
import { readRecord } from "../../components/cluster/profileRecord";
import { namespacesIn } from "../../todo/namespace/namespaceState";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { State } from "../../components/process/stackState";
import { makeCommand } from "../../todo/configCommand";
import { type Place, SHELL } from "../stack/place";
import { stackName } from "../stack/stackName";

/**
 * Pulumi's lock keeps `destroy` from a run that was cut off, unless `pulumi cancel` took it away: then that goes on
 * with a warning, and what was being made is forgotten with the stack.
 *
 * @throws Error where it may be there.
 */
export function refuseUnknownEnds(state: State): void {
  const begun = (state.deployment?.pending_operations ?? [])
    .filter(({ type, resource }) => type === "creating" && resource.type.startsWith("kubernetes:"))
    .map(({ resource: { urn } }) => urn.slice(urn.lastIndexOf("::") + 2));
  if (begun.length === 0) return;
  throw new Error(
    `stack ${stackName()} was making ${begun.join(", ")} when a run was cut off, and does not know whether it is ` +
      `there. Nothing was changed. Run: ${makeCommand("recover")}, then: ${makeCommand("down")}`,
  );
}

/**
 * A label proves nothing, so nothing is deleted by it; but the id is gone with the stack, and nobody would find the
 * namespace by it later. Ask only where the API server answers.
 *
 * @throws Error where one bears the stack's id, and neither its state nor its record knows it.
 */
export async function refuseUnknownNamespaces(place: Place, state: State): Promise<void> {
  const owner = ownerIn(state);
  if (owner === undefined) return;
  const record = place.profile === undefined ? undefined : readRecord(place.profile, owner);
  const known = [...namespacesIn(state), ...(record?.namespaces ?? [])].map(({ uid }) => uid);
  const names = [place.namespace, "kagent"];
  const found = await namespacesOf(place, owner, names);
  const left = found.filter(({ uid }) => !known.includes(uid));
  if (left.length > 0) throw new Error(unknown(left, place));
}

function unknown(left: Namespace[], place: Place): string {
  const names = left.map(({ name }) => name);
  return (
    `namespace ${names.join(", ")} of ${place.context} bears the id of this stack, whose state does not know it. ` +
    "Nothing was changed.\n" +
    `If nobody needs what is in it: ${kubectlTo(place, ["delete", "namespace", ...names], SHELL)}\n` +
    `To leave it: ${kubectlTo(place, ["label", "namespace", ...names, `${STACK_LABEL}-`, `${OWNER_LABEL}-`], SHELL)}\n` +
    `Then: ${makeCommand("down")}`
  );
}
