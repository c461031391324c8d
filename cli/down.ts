/** Takes away all that the stack made, then the stack itself. Where there is none, that is said. */
import { stopCluster } from "../components/programs/stopCluster";
import {
  namespaceRecords,
  releaseNamespaces,
  unrecordedNamespaces,
} from "../todo/namespace/namespaceState";
import { identityIn, ownerIn } from "../components/cluster/recordedCluster";
import { State } from "../components/process/stackState";
import { deleteNamespace } from "../components/cluster/clusterObjects";
import { attempt } from "../components/image/imageRemoval";
import {
  engineRemoval,
  removeFromEngine,
  unknownRemoval,
  usedInEngine,
} from "../components/image/imageUsers";
import { isRunning, PutBack, putBack, startAgain } from "../components/cluster/minikube";
import { cutOffStart } from "../components/cluster/minikubeStart";
import { refuseOtherStacks } from "../components/cluster/otherStacks";
import {
  profileIsKept,
  profilesOf,
  readRecord,
  records,
  usedBy,
} from "../components/cluster/profileRecord";
import { minikubeTo } from "../components/cluster/commandLine";
import { clusterState, goneWith, isThere, refuseOtherCluster, seeWhy } from "./cluster/drift";
import { hasKagent, nameKagentLeft, refuseKagentLoss, uninstallKagent } from "./cluster/kagentEnd";
import { refuseLoss } from "./cluster/keptDatabase";
import { removeLeftTests } from "./cluster/leftTests";
import { refuseDroppedObjects } from "./cluster/droppedObjects";
import {
  endsWhole,
  refuseUnknownEnds,
  refuseUnknownNamespaces,
  refuseUnknownObjects,
} from "./cluster/leftBehind";
import { presentStack } from "./cluster/presentStack";
import { runCommand, stopIfInterrupted } from "./stack/interrupt";
import { kubeconfigOf, needlessTools, Place, SHELL } from "./stack/place";
import { refuseReplacedNamespaces, refuseReplacedSecrets } from "./cluster/replaced";
import { change, pulumi, pulumiEnvironment, stackName, writeState } from "./stack/stack";
import { endsWithCluster, profileIn, withoutCluster } from "./stack/state";
import { noteBuiltImages } from "./stack/builtImages";
import { useKubeconfig } from "./stack/movedKubeconfig";
import { otherPassphrase } from "./stack/otherPassphrase";
import { usePresentPrograms } from "./stack/programPaths";
import { awaitLeaving } from "./cluster/terminating";
import { bringTools } from "./doctor/download";
import { makeCommand } from "../todo/configCommand";
import { userCommands } from "../todo/userCommands";

async function main(): Promise<void> {
  await bringTools(needlessTools());
  process.exitCode = await takeDown(await pulumiEnvironment());
}

/** @returns the command's exit code. */
export async function takeDown(env: Record<string, string>): Promise<number> {
  const present = await presentStack(env, "down");
  if (present === undefined) return 0;
  const { where } = present;
  const state = await usePresentPrograms(env, present.state);
  await noteBuiltImages(state);
  const startedProfiles: StartedProfile[] = [];
  try {
    return await remove(env, where, state, startedProfiles);
  } finally {
    // The next try starts it again. What has failed, or the user's wish to stop, is not to be lost over this.
    await putBackProfiles(startedProfiles).catch((error: Error) => console.error(error.message));
  }
}

/** @param startedProfiles becomes the profile that was started for that. */
async function remove(
  env: Record<string, string>,
  where: Place,
  state: State,
  startedProfiles: StartedProfile[],
): Promise<number> {
  let left = state;
  await reach(where, state, async (known) => writeState(env, (left = known)), startedProfiles);
  await useKubeconfig(env, left, where);
  stopIfInterrupted();
  const code = await change("destroy", ["--yes", "--skip-preview"], env);
  stopIfInterrupted();
  if (code !== 0) {
    console.error(
      `\nSome resources still exist. Fix the errors above, then run: ${makeCommand("down")}\n` +
        `If this command stops because an earlier run was interrupted, run: ${makeCommand("recover")}, then ${makeCommand("down")}` +
        (await otherPassphrase(env)),
    );
    return code;
  }
  await stopUnknown(where, state);
  await removeUnknown(ownerIn(state));
  // The settings may name another namespace by now, with another stack's pods in it.
  const had = releaseNamespaces(state);
  const [first = where.namespace, ...more] = had;
  if (await isThere(where)) {
    for (const namespace of had) await removeLeftTests({ ...where, namespace });
    for (const namespace of [first, ...more]) await awaitLeaving({ ...where, namespace });
    if (hasKagent(state)) await nameKagentLeft(where);
  }
  await putBackProfiles(startedProfiles);
  // The configuration and its secrets stay in the stack's file, for the next `make up`.
  return pulumi(["stack", "rm", stackName(), "--yes", "--preserve-config"], env);
}

/** A profile that was started to take things out of it, and how it is put back. */
interface StartedProfile {
  profile: string;
  by: NonNullable<PutBack>;
}

async function putBackProfiles(startedProfiles: StartedProfile[]): Promise<void> {
  for (const { profile, by } of startedProfiles.splice(0))
    // It may have been the stack's own, and gone with all that was in it.
    if (profileIsKept(profile)) await putBack(profile, by, console.log);
}

/**
 * Sees to it that what is in the cluster can be deleted, or is known to be gone with it, and deletes the namespaces
 * that no run has noted.
 *
 * @param startedProfiles gets the profile that is started for that, and is to be put back, also where the rest fails.
 * @throws Error where it is not known what became of it.
 */
export async function reach(
  where: Place,
  state: State,
  forget: (state: State) => Promise<void>,
  startedProfiles: StartedProfile[] = [],
): Promise<void> {
  const { state: left, forgotten } = withoutCluster(state, goneWith(where, state));
  // Where nothing was made, nothing has to be reached; or it was forgotten, of a cluster that has come back since.
  if (forgotten.length === 0) {
    if (await isThere(where)) await refuseWrongEnd(where, state);
    return;
  }
  const found = await clusterState(where, state);
  refuseOtherCluster(found, where, makeCommand("down"));
  const { profile } = where;
  // Pulumi forgets what goes with the profile before that itself goes: what keeps it there is asked first.
  if (profile !== undefined && isDeletedWithStack(profile, state))
    await refuseOtherStacks(profile, where.kubeconfig, ownerIn(state) ?? "", makeCommand("down"));
  switch (found) {
    case "gone":
      console.log(
        `profile ${where.profile} no longer exists. Deleted with it: ${forgotten.join(", ")}`,
      );
      await forget(left);
      return;
    case "silent":
      // A profile that is deleted with all that is in it need not be started first.
      if (needNotAnswer(where.profile, state)) return;
      startedProfiles.push(...(await start(where)));
  }
  await refuseReplacedNamespaces(where, state, makeCommand("down"));
  await refuseReplacedSecrets(where, state, makeCommand("down"));
  await refuseWrongEnd(where, state);
  if (!isDeletedWithProfile(where, state)) await uninstallKagent(where, state);
  // Pulumi only forgets them. Before it does, so that a cluster that falls silent leaves none behind.
  for (const namespace of unrecordedNamespaces(state)) await deleteNamespace(where, namespace);
}

/**
 * @throws Error where something of the stack's would stay, and no record would name it; or would go, and was to be
 *   kept.
 */
async function refuseWrongEnd(where: Place, state: State): Promise<void> {
  if (isDeletedWithProfile(where, state)) return;
  refuseUnknownEnds(state);
  await refuseUnknownNamespaces(where, state);
  await refuseDroppedObjects(where, state, makeCommand("down"), (name) =>
    endsWhole(name, where, state),
  );
  await refuseUnknownObjects(where, state);
  await refuseLoss(where, state);
  await refuseKagentLoss(where, state, makeCommand("down"));
}

const isDeletedWithProfile = ({ profile }: Place, state: State): boolean =>
  profile !== undefined && isDeletedWithStack(profile, state);

async function start(where: Place): Promise<StartedProfile[]> {
  const { profile, context } = where;
  if (profile === undefined) {
    throw new Error(
      `${context} does not answer, so nothing in it can be removed. Nothing was changed. When it answers, ` +
        `run: ${makeCommand("down")}. If that cluster no longer exists, run: ${makeCommand("recover", { variable: "GONE=1" })}, then ${makeCommand("down")}\n${seeWhy(where)}`,
    );
  }
  if (await isRunning(profile)) {
    throw new Error(
      `profile ${profile} runs, but its API server does not answer. Nothing was changed. ` +
        `Run: ${minikubeTo(where, ["stop", "--profile", profile], SHELL)}, then: ${makeCommand("down")}`,
    );
  }
  console.log(
    `The objects of this stack in profile ${profile} can be removed only while the profile runs.`,
  );
  const by = await startAgain(profile, console.log);
  return by ? [{ profile, by }] : [];
}

const needNotAnswer = (profile: string | undefined, state: State): boolean =>
  profile !== undefined && (isDeletedEntirely(profile, state) || profileIn(state) === undefined);

const isDeletedEntirely = (profile: string, state: State): boolean =>
  isDeletedWithStack(profile, state) &&
  endsWithCluster(state) &&
  namespaceRecords(state).every(({ created, kept }) => created && !kept);

/** Whether a profile is the stack's, and no other uses it. */
function isDeletedWithStack(profile: string, state: State): boolean {
  const own = readRecord(profile, ownerIn(state) ?? "", identityIn(state));
  return own?.started === true && records(profile).length === 1;
}

/**
 * A start that was interrupted, or failed, may have left a profile that the state does not know of, under whatever name the
 * settings had then: its record or its id tell.
 */
async function stopUnknown(where: Place, state: State): Promise<void> {
  const OWNER = ownerIn(state);
  if (OWNER === undefined) return;
  for (const profile of profilesOf(OWNER)) {
    const kubeconfig = profile === where.profile ? where.kubeconfig : kubeconfigOf(profile);
    const values: Record<string, string> = {
      ...{ PROFILE: profile, STACK: stackName(), OWNER, KUBECONFIG: kubeconfig },
      COMMANDS: JSON.stringify(userCommands(stackName(), [])),
    };
    // minikube takes the profile's context out of it.
    process.env.KUBECONFIG = kubeconfig;
    if (readRecord(profile, OWNER)) {
      await stopCluster({ variable: (name) => values[name] ?? "" });
      continue;
    }
    const known = profileIn(state);
    const others = records(profile);
    // One that the stack has left goes with the last of those that use it.
    const hasEnd = (environment: Record<string, string | undefined>) =>
      (environment.PROFILE ?? profile) === profile || others.some(({ started }) => started);
    if (known && hasEnd(known.environment)) continue;
    const users = others.map((record) => `, and ${usedBy(record)}`);
    console.log(cutOffStart(profile, `is kept${users.join("")}`));
  }
  process.env.KUBECONFIG = where.kubeconfig;
}

/** A delivery that failed may have left an image that the state does not know of; the engine does. */
async function removeUnknown(owner = ""): Promise<void> {
  const images = await usedInEngine(owner).catch((error: Error) => {
    // The stack's id is deleted with the stack: they are not found by it later.
    console.error(
      `warning: Docker did not list the images of this stack. When Docker answers, run: ` +
        `${unknownRemoval(owner)}\n${error.message}`,
    );
    return [];
  });
  for (const image of images)
    await attempt(removeFromEngine(image, owner), engineRemoval(image, owner), console.error);
}

if (require.main === module) runCommand(main, makeCommand("down"));
