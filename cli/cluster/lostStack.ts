/** A stack that pulumi does not know, and whose record lies beside a profile of minikube's. */
import { unknownRemoval } from "../../components/image/imageUsers";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { notedBy, ProfileRecord, records } from "../../components/cluster/profileRecord";
import { removalOf } from "../../components/programs/stopCluster";
import { kubeconfigOf } from "../stack/place";
import { readState, stackName, stacks } from "../stack/stack";

/**
 * Before a stack is said to be none: its state may be in another backend, or was deleted without what it made.
 *
 * @param command what is to be run again.
 * @throws Error where a profile knows it, under an id that no stack of this backend has.
 */
export async function refuseLostStack(env: Record<string, string>, command: string): Promise<void> {
  const noted = notedBy(stackName(), process.cwd());
  if (noted.length === 0) return;
  // One that was renamed keeps its id, and its record has the former name.
  const all = await stacks(env);
  const owners = await Promise.all(all.map(async (name) => ownerIn(await readState(env, name))));
  const [lost] = noted.filter(({ record }) => !owners.includes(record.owner));
  if (lost) throw new Error(lostStack(lost.profile, lost.record, command));
}

function lostStack(profile: string, record: ProfileRecord, command: string): string {
  const place = { context: profile, kubeconfig: kubeconfigOf(profile) };
  // With the profile would go what others have in it.
  const isShared = records(profile).length > 1;
  const removal = removalOf(place, { ...record, started: record.started && !isShared });
  return (
    `profile ${profile} has a record of stack ${record.stack} of this checkout, but pulumi does not know the stack: its state ` +
    "is in another backend, or was deleted before its resources were. Nothing was changed.\n" +
    `If it is in another backend, select that backend (PULUMI_BACKEND_URL, pulumi login), then: ${command}\n` +
    `If it was deleted, remove what is in the profile with: ${removal}\n` +
    `Remove its images in Docker with: ${unknownRemoval(record.owner)}`
  );
}
