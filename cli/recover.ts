/**
 * Puts a stack right after a run that was interrupted: Pulumi's lock, operations that it does not know the end of, a
 * Helm release that is stuck between two revisions. What was in a cluster that is gone is forgotten; what is in one
 * that merely does not answer is not.
 */
import { findNamespace } from "../components/cluster/clusterObjects";
import { isOwnership, namespaceRecords, releaseNamespaces } from "../todo/namespace/namespaceState";
import { identityIn, ownerIn } from "../components/cluster/recordedCluster";
import { NAMESPACE_TYPE, pendingIn, State, StateResource } from "../components/process/stackState";
import {
  profilesOf,
  profileUuid,
  readRecord,
  writeRecord,
} from "../components/cluster/profileRecord";
import { cutOffStart } from "../components/cluster/minikubeStart";
import { run } from "../components/process/shell";
import { minikubeTo } from "../components/cluster/commandLine";
import { commandLine, typed } from "../components/process/typed";
import { clusterState, ClusterState, goneWith, refuseOtherCluster, seeWhy } from "./cluster/drift";
import { droppedObjects, objectName } from "./cluster/droppedObjects";
import { presentStack } from "./cluster/presentStack";
import { settleReleases } from "./cluster/settleReleases";
import { runCommand, stopIfInterrupted } from "./stack/interrupt";
import { hasKagent, nameKagentLeft } from "./cluster/kagentEnd";
import { kagentPlace, ownKagentReleases } from "./cluster/kagentObjects";
import { leftAndWanted, withTakenBack } from "./cluster/moveBack";
import { isAppOf, pendingObjects } from "./cluster/pendingCreates";
import { needlessTools, Place, SHELL } from "./stack/place";
import { RELEASE } from "./cluster/release";
import { isPlaceOf, replacedNamespaces, replacedSecrets } from "./cluster/replaced";
import { change, pulumiEnvironment, stackName, writeState } from "./stack/stack";
import {
  clusterIn,
  profileIn,
  withObjects,
  withoutCluster,
  withoutNamespace,
  withoutResource,
} from "./stack/state";
import { leftElsewhere } from "./stack/deliveries";
import { noteBuiltImages } from "./stack/builtImages";
import { withKubeconfig } from "./stack/movedKubeconfig";
import { otherPassphrase } from "./stack/otherPassphrase";
import { seesLocks } from "./stack/underWay";
import { bringTools } from "./doctor/download";
import { makeCommand } from "../todo/configCommand";

async function main(): Promise<void> {
  await bringTools(needlessTools());
  process.exitCode = await recover(await pulumiEnvironment());
}

/** @returns the command's exit code. */
export async function recover(env: Record<string, string>): Promise<number> {
  const present = await presentStack(env, "recover");
  if (present === undefined) return 0;
  const { where } = present;
  let { state } = present;
  const found = await clusterState(where, state);
  const gone = isGone(where, found);
  await noteBuiltImages(state);
  // That any lock is left of a run that has ended was seen above. Where none can be seen, it may be a colleague's.
  if (seesLocks(env))
    await run("pulumi", cancelArgs(), { env: { ...process.env, ...env }, allow: () => true });
  const forget = (change: { state: State; forgotten: string[] }, what: string) => {
    if (change.forgotten.length > 0)
      console.log(
        `${what} no longer exists. Removed from the state: ${change.forgotten.join(", ")}`,
      );
    state = change.state;
  };
  let code = 0;
  if (gone) {
    const change = withoutCluster(state, goneWith(where, state));
    const left = leftElsewhere(state, change.state, where.context);
    forget(change, `the cluster of stack ${stackName()}`);
    await write(env, state);
    left.forEach((line) => console.log(line));
  } else {
    // That it answers and is not another one was found above; the namespace that says so may be forgotten next.
    const isKnown = clusterIn(state) !== "";
    const before = state;
    for (const found of await replacedNamespaces(where, state))
      forget(withoutNamespace(state, found), `namespace ${found.name} of stack ${stackName()}`);
    for (const { urn, namespace, name } of await replacedSecrets(where, state))
      forget(
        withoutResource(state, (one) => one.urn === urn || isPlaceOf(one, urn)),
        `Secret ${name} in namespace ${namespace} of stack ${stackName()}`,
      );
    if (hasKagent(before) && !hasKagent(state)) await nameKagentLeft(where);
    restoreRecord(where, state, isKnown);
    const pending = await pendingObjects(where, state);
    const lost = [...pending, ...(await droppedObjects(where, state))];
    if (lost.length > 0) {
      console.log(
        `adding to the state what this stack created: ${lost.map(objectName).join(", ")}`,
      );
      await noteNamespaces(where, state, pending);
      state = withObjects(state, lost);
    }
    const back = leftAndWanted(where, state);
    if (back.length > 0) {
      const objects = back.filter((one) => !isOwnership(one)).map(objectName);
      console.log(`keeping what an interrupted move was about to delete: ${objects.join(", ")}`);
      state = withTakenBack(state, back);
    }
    state = withKubeconfig(state, where) ?? state;
    // At once: Pulumi drops from a state that it is given what a run was interrupted in.
    if (state !== before) await write(env, state);
    for (const namespace of await ownReleases(where, state))
      await settleReleases({ ...where, namespace }, [RELEASE]);
    await settleReleases(kagentPlace(where), await ownKagentReleases(state, where));
    code = await change("refresh", ["--yes", "--skip-preview", "--clear-pending-creates"], env);
  }
  stopIfInterrupted();
  const advice = code === 0 ? "" : ifLocked(env) + (await otherPassphrase(env));
  if (advice) console.error(advice);
  sayUnknownStarts(state);
  if (code === 0) console.log(`\nThe stack is repaired. Run: ${makeCommand("up")}`);
  return code;
}

const cancelArgs = () => ["cancel", "--yes", "--stack", stackName()];

/** What takes away a lock that cannot be read from here; "" where that is done. */
const ifLocked = (env: Record<string, string>) =>
  seesLocks(env)
    ? ""
    : `\nIf the stack is locked, and no other run of it is in progress anywhere, run: ${commandLine("pulumi", cancelArgs())}, ` +
      `then: ${makeCommand("recover")}`;

const write = (env: Record<string, string>, state: State) =>
  writeState(env, state).catch(async (error: Error) => {
    const advice = ifLocked(env) + (await otherPassphrase(env));
    throw new Error(error.message + advice, { cause: error });
  });

/**
 * Whether what is in the stack's cluster may be forgotten.
 *
 * @throws Error where the cluster may still be there.
 */
function isGone(where: Place, found: ClusterState): boolean {
  if (found === "gone") return true;
  if (found === "answers") return false;
  // The user knows what no program can, but for a profile that does not answer: what minikube keeps is there.
  const mayBeGone = where.profile === undefined || found === "unknown";
  if (process.env.GONE === "1" && mayBeGone) return true;
  // A profile has one cluster: another one has taken the place of the old.
  if (found === "another" && where.profile !== undefined) return true;
  refuseOtherCluster(found, where, makeCommand("up"));
  throw new Error(
    where.profile === undefined
      ? `${where.context} does not answer, and may still have everything that this stack created. Nothing was changed. ` +
          `When it answers, run: ${makeCommand("recover")}. If that cluster no longer exists, run: ${makeCommand("recover", { variable: "GONE=1" })}\n${seeWhy(where)}`
      : `profile ${where.profile} does not answer, and still has everything that this stack created. Nothing was changed. ` +
          `Run: ${minikubeTo(where, ["start", "--profile", where.profile], SHELL)}, then: ${makeCommand("recover")}. ` +
          `If nothing in it is needed, run: ${typed("minikube")} delete --profile ${where.profile}, then: ${makeCommand("recover")}`,
  );
}

/**
 * The record beside a profile that is known to be the stack's, where that was lost.
 *
 * @param isKnown whether the cluster in it is the one that the app was put into.
 */
function restoreRecord({ profile }: Place, state: State, isKnown: boolean): void {
  const started = profileIn(state);
  if (profile === undefined || started === undefined) return;
  if (readRecord(profile, ownerIn(state) ?? "", identityIn(state))) return;
  const owner = ownerIn(state) ?? stackName();
  const made = namespaceRecords(state).filter(({ created, kept }) => created && !kept);
  // One that was made anew by hand in the meantime has none of what the stack put into the one before.
  const isSame = isKnown || profileUuid(profile) === owner;
  writeRecord(profile, {
    ...{ owner, stack: stackName(), session: "" },
    // Without an id it is one as the version of that state wrote, which the next up takes over.
    folder: ownerIn(state) === undefined ? "" : process.cwd(),
    identity: started.environment.IDENTITY ?? "",
    started: started.started && isSame,
    addons: isSame ? started.addons : [],
    enabling: [],
    namespaces: made.map(({ name, uid }) => ({ name, uid })),
  });
}

/**
 * Beside the profile that the stack made them, where it was interrupted before it did so itself: `pulumi destroy`, run plainly,
 * would forget them.
 */
async function noteNamespaces(where: Place, state: State, made: StateResource[]): Promise<void> {
  const { profile } = where;
  const owner = ownerIn(state) ?? "";
  for (const { id: name = "" } of made.filter(({ type }) => type === NAMESPACE_TYPE)) {
    const seen = await findNamespace(where, name);
    const record = profile === undefined ? undefined : readRecord(profile, owner);
    if (seen === undefined || record === undefined) continue;
    const others = record.namespaces.filter((one) => one.name !== name);
    writeRecord(profile!, { ...record, namespaces: [...others, { name, uid: seen.uid }] });
  }
}

/**
 * What a start that was interrupted has left, and the state does not know of: `pulumi destroy`, run plainly, forgets the id
 * by which it would be found.
 */
function sayUnknownStarts(state: State): void {
  const owner = ownerIn(state) ?? "";
  const { environment } = profileIn(state) ?? {};
  for (const profile of owner ? profilesOf(owner) : []) {
    if (environment && (environment.PROFILE ?? profile) === profile) continue;
    console.log(
      readRecord(profile, owner)
        ? `profile ${profile}: a run of this stack was interrupted before the profile was in the state. To continue, run: ` +
            `${makeCommand("up")}. To remove it, run: ${makeCommand("down")}; pulumi destroy alone does not find it`
        : cutOffStart(profile, "is kept"),
    );
  }
}

/**
 * Namespaces of releases that are the stack's: its state has them, or they were being made when the run was interrupted.
 * The settings may name another one by now, with another stack's release in it.
 */
async function ownReleases(where: Place, state: State): Promise<string[]> {
  const owner = ownerIn(state);
  const begun = pendingIn(state)
    .filter(({ resource: { urn } }) => urn.endsWith("::app-release"))
    .map(({ resource: { inputs } }): string => inputs?.namespace ?? where.namespace);
  const own = new Set(releaseNamespaces(state));
  for (const namespace of begun)
    if (!own.has(namespace) && (await isAppOf(owner, { ...where, namespace }))) own.add(namespace);
  return [...own];
}

if (require.main === module) runCommand(main, makeCommand("recover"));
