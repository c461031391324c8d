/** Takes away all that the stack made, then the stack itself. Where there is none, that is said. */
import { stopCluster } from "../components/programs/stopCluster";
import {
  namespaceRecords,
  ownerIn,
  State,
  unrecordedNamespaces,
} from "../components/namespace/ownState";
import { deleteNamespace } from "../components/cluster/clusterObjects";
import { attempt } from "../components/image/imageRemoval";
import {
  engineRemoval,
  removeFromEngine,
  unknownRemoval,
  usedInEngine,
} from "../components/image/imageUsers";
import { isRunning, startAgain } from "../components/cluster/minikube";
import { cutOffStart } from "../components/cluster/minikubeStart";
import {
  profileIsKept,
  profileUuid,
  readRecord,
  records,
  usedBy,
} from "../components/cluster/profileRecord";
import { run } from "../components/process/shell";
import { minikubeTo } from "../components/cluster/commandLine";
import { clusterState, isThere, seeWhy } from "./cluster/drift";
import { refuseLoss } from "./cluster/keptDatabase";
import { refuseUnknownEnds, refuseUnknownNamespaces } from "./cluster/leftBehind";
import { runCommand, stopIfInterrupted } from "./stack/interrupt";
import { needlessTools, Place, presentPlace, refuseOtherHome, SHELL } from "./stack/place";
import { otherCluster, refuseReplacedNamespaces, unknownCluster } from "./cluster/replaced";
import {
  change,
  pulumi,
  pulumiEnvironment,
  readState,
  stackExists,
  stackName,
  writeState,
} from "./stack/stack";
import { profileIn, releaseNamespaces, withoutCluster } from "./stack/state";
import { noteBuiltImages } from "./stack/builtImages";
import { refuseOtherBackend } from "./stack/otherBackend";
import { usePresentPrograms } from "./stack/programPaths";
import { refuseUnderWay } from "./stack/underWay";
import { awaitLeaving } from "./cluster/terminating";
import { bringTools } from "./doctor/download";
import { makeCommand } from "../todo/configCommand";

async function main(): Promise<void> {
  await bringTools(needlessTools());
  process.exitCode = await takeDown(await pulumiEnvironment());
}

/** @returns the command's exit code. */
export async function takeDown(env: Record<string, string>): Promise<number> {
  if (!(await stackExists(env))) {
    await refuseOtherBackend(env, makeCommand("down"));
    console.log(`There is no stack ${stackName()}: nothing to take away.`);
    return 0;
  }
  refuseUnderWay(env, makeCommand("down"));
  const state = await usePresentPrograms(env, await readState(env));
  refuseOtherHome(state, makeCommand("down"));
  const where = presentPlace(state);
  process.env.KUBECONFIG = where.kubeconfig;
  await noteBuiltImages(state);
  const woken = await reach(where, state, (left) => writeState(env, left));
  stopIfInterrupted();
  const code = await change("destroy", ["--yes", "--skip-preview"], env);
  stopIfInterrupted();
  if (code !== 0) {
    console.error(
      `\nSome things are still there. After fixing what is said above, run: ${makeCommand("down")}\n` +
        `If that is refused because of an earlier, interrupted run: ${makeCommand("recover")}, then ${makeCommand("down")}`,
    );
    return code;
  }
  await stopUnknown(where, state);
  await removeUnknown(ownerIn(state));
  // The settings may name another namespace by now, with another stack's pods in it.
  const [first = where.namespace, ...more] = releaseNamespaces(state);
  if (await isThere(where))
    for (const namespace of [first, ...more]) await awaitLeaving({ ...where, namespace });
  // It may have been the stack's own, and gone with all that was in it.
  if (woken && profileIsKept(woken)) await sleepAgain(woken);
  // The configuration and its secrets stay in the stack's file, for the next `make up`.
  return pulumi(["stack", "rm", stackName(), "--yes", "--preserve-config"], env);
}

/**
 * Sees to it that what is in the cluster can be deleted, or is known to be gone with it, and deletes the namespaces
 * that no run has noted.
 *
 * @returns the profile that was started for that, and is to be stopped again.
 * @throws Error where nobody knows what became of it.
 */
export async function reach(
  where: Place,
  state: State,
  forget: (state: State) => Promise<void>,
): Promise<string | undefined> {
  const { state: left, forgotten } = withoutCluster(state);
  // Where nothing was made, nothing has to be reached; or it was forgotten, of a cluster that has come back since.
  if (forgotten.length === 0) {
    if (await isThere(where)) await refuseWrongEnd(where, state);
    return undefined;
  }
  let woken: string | undefined;
  switch (await clusterState(where, state)) {
    case "answers":
      break;
    case "another":
      throw new Error(otherCluster(where).replace(makeCommand("up"), makeCommand("down")));
    case "unknown":
      throw new Error(`${unknownCluster(where)}, then ${makeCommand("down")}`);
    case "gone":
      console.log(`profile ${where.profile} is gone, and with it: ${forgotten.join(", ")}`);
      await forget(left);
      return undefined;
    case "silent":
      woken = await start(where, state);
      // What goes as a whole stays as silent as it was.
      if (woken === undefined) return undefined;
  }
  await refuseReplacedNamespaces(where, state, makeCommand("down"));
  await refuseWrongEnd(where, state);
  // Pulumi only forgets them. Before it does, so that a cluster that falls silent leaves none behind.
  for (const namespace of unrecordedNamespaces(state)) await deleteNamespace(where, namespace);
  return woken;
}

/**
 * @throws Error where something of the stack's would stay, and nobody would know of it; or would go, and was to be
 *   kept.
 */
async function refuseWrongEnd(where: Place, state: State): Promise<void> {
  if (where.profile !== undefined && goesWithStack(where.profile, state)) return;
  refuseUnknownEnds(state);
  await refuseUnknownNamespaces(where, state);
  await refuseLoss(where, state);
}

async function start(where: Place, state: State): Promise<string | undefined> {
  const { profile, context } = where;
  if (profile === undefined) {
    throw new Error(
      `${context} does not answer, so nothing in it can be removed. Nothing was changed. When it answers, ` +
        `run: ${makeCommand("down")}. Or, if that cluster is gone: ${makeCommand("recover", "GONE=1")}, then ${makeCommand("down")}\n${seeWhy(where)}`,
    );
  }
  // What is in a profile that goes as a whole need not be reached.
  if (goesAsAWhole(profile, state) || profileIn(state) === undefined) return undefined;
  if (await isRunning(profile)) {
    throw new Error(
      `profile ${profile} runs, and its API server does not answer. Nothing was changed. ` +
        `Run: ${minikubeTo(where, ["stop", "--profile", profile], SHELL)}, then: ${makeCommand("down")}`,
    );
  }
  console.log(`What this stack has in profile ${profile} can be removed only where that runs.`);
  await startAgain(profile, console.log);
  return profile;
}

const goesAsAWhole = (profile: string, state: State): boolean =>
  goesWithStack(profile, state) &&
  namespaceRecords(state).every(({ created, kept }) => created && !kept);

/** Whether a profile is the stack's, and no other uses it. */
function goesWithStack(profile: string, state: State): boolean {
  const all = records(profile);
  const own = all.find(({ owner }) => owner === (ownerIn(state) ?? stackName()));
  return own?.started === true && all.length === 1;
}

/** A start that was cut off may have left a profile that the state does not know of: its record or its id tell. */
async function stopUnknown({ profile, kubeconfig }: Place, state: State): Promise<void> {
  const OWNER = ownerIn(state);
  if (profile === undefined || OWNER === undefined) return;
  const values: Record<string, string> = {
    ...{ PROFILE: profile, STACK: stackName(), OWNER, KUBECONFIG: kubeconfig },
  };
  if (readRecord(profile, OWNER)) {
    await stopCluster({ variable: (name) => values[name] ?? "" });
    return;
  }
  const begun = profileUuid(profile) === OWNER && profileIn(state) === undefined;
  if (!begun) return;
  const users = records(profile).map((record) => `, and ${usedBy(record)}`);
  console.log(cutOffStart(profile, `stays${users.join("")}`));
}

/** A delivery that failed may have left an image that the state does not know of; the engine does. */
async function removeUnknown(owner = ""): Promise<void> {
  const images = await usedInEngine(owner).catch((error: Error) => {
    // The stack's id goes with the stack: nobody finds them by it later.
    console.error(
      `warning: nobody knows which images a delivery has left in the engine. When it answers, by hand: ` +
        `${unknownRemoval(owner)}\n${error.message}`,
    );
    return [];
  });
  for (const image of images)
    await attempt(removeFromEngine(image, owner), engineRemoval(image, owner), console.error);
}

async function sleepAgain(profile: string): Promise<void> {
  console.log(`stopping profile ${profile} again`);
  await run("minikube", ["stop", "--profile", profile], {
    step: `stopping minikube profile ${profile}`,
  });
}

if (require.main === module) runCommand(main, makeCommand("down"));
