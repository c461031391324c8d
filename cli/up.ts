/** From a checkout to a running app: tools, doctor, backend, stack, `pulumi up`, addresses. */
import { deliverExistingImage } from "../components/programs/deliverExistingImage";
import { findEngine, FoundEngine } from "../components/cluster/engine";
import { loaderFor, isInEngine, isOnAll } from "../components/image/imageDelivery";
import { useInEngine } from "../components/image/imageUsers";
import { isRunning, startAgain } from "../components/cluster/minikube";
import { unrecordedNamespaces } from "../todo/namespace/namespaceState";
import { ownerIn } from "../components/cluster/recordedCluster";
import { State } from "../components/process/stackState";
import { deleteNamespace } from "../components/cluster/clusterObjects";
import { profileIsKept } from "../components/cluster/profileRecord";
import { addresses, viewFromHere } from "./cluster/addresses";
import { examine, mustBeThere } from "./doctor";
import { bringBackImages, clusterState, isOwn, refuseOtherCluster } from "./cluster/drift";
import { runCommand, stopIfInterrupted } from "./stack/interrupt";
import { beforehand } from "./stack/beforehand";
import { look, waitUntilHealthy } from "./cluster/look";
import { needlessTools, Place, place } from "./stack/place";
import { hasKagent, nameKagentLeft } from "./cluster/kagentEnd";
import { wantsKagent } from "./cluster/kagentObjects";
import { preflight } from "./cluster/preflight";
import { selectStack } from "./stack/selectStack";
import { statusText } from "./cluster/statusReport";
import { usePresentPrograms } from "./stack/programPaths";
import {
  change,
  CHANGE,
  outputs,
  pulumi,
  pulumiEnvironment,
  readState,
  stackName,
} from "./stack/stack";
import { noteBuiltImages } from "./stack/builtImages";
import { useKubeconfig } from "./stack/movedKubeconfig";
import { refuseOtherBackend } from "./stack/otherBackend";
import { otherPassphrase } from "./stack/otherPassphrase";
import { buildOf, databaseImageIn, imagesIn } from "./stack/state";
import { awaitTerminating } from "./cluster/terminating";
import { bringTools } from "./doctor/download";
import { makeCommand } from "../todo/configCommand";

const SHOW = ["--diff", "--policy-pack", "policy"];

const deployFailed = () =>
  `\nThe deployment did not finish. Fix the errors above, then run: ${makeCommand("up")}\n` +
  `If this command stops because an earlier run was interrupted, run: ${makeCommand("recover")}`;

/** Sees to tools, machine and stack. @throws Error when something is missing; nothing is changed then. */
export async function ready(command: string, changes: boolean): Promise<Record<string, string>> {
  await bringTools(needlessTools());
  mustBeThere(await examine(needlessTools(), changes));
  const env = await pulumiEnvironment();
  await refuseOtherBackend(env, command);
  await selectStack(env);
  return env;
}

/**
 * Images that the last `up` brought to the nodes, and that were pruned since. Whether nodes have what a command of
 * the user's brings cannot be asked: what the engine has lost is built, for that command to bring.
 */
async function images(
  env: Record<string, string>,
  { delivery }: Place,
  there: boolean,
  state: State,
) {
  if (!delivery) return;
  const loader = loaderFor(delivery);
  // The same for all of them.
  let engine: FoundEngine | undefined;
  const built = imagesIn(state);
  const onNode = async (image: string) =>
    there
      ? loader
          .find(image)
          .then(isOnAll)
          .catch(() => undefined)
      : undefined;
  await bringBackImages(built, {
    inEngine: isInEngine,
    onNode,
    async build(parts) {
      const only = parts.flatMap((part) => ["--target-replace", buildOf(part, state)]);
      if ((await change("up", [...CHANGE, ...only], env)) !== 0) throw new Error(deployFailed());
      // After an edit they are others than before.
      const now = imagesIn(await readState(env));
      for (const part of parts) await useInEngine(now[part]!, ownerIn(state) ?? "");
    },
    load: (image) => loader.load(image, console.log, () => (engine ??= findEngine())),
    say: console.log,
  });
  const given = databaseImageIn(state);
  if (given && (await onNode(given.UPSTREAM_IMAGE!)) === false)
    await deliverExistingImage({ variable: (name) => given[name] ?? "" });
}

/**
 * Namespaces that a run which was interrupted has made, and that the settings name no more: Pulumi would forget them. One
 * that was noted goes by its note.
 */
async function removeUnwanted(where: Place, state: State): Promise<void> {
  const kagent = wantsKagent() ? ["kagent"] : [];
  const wanted = [where.namespace, ...kagent];
  for (const left of unrecordedNamespaces(state).filter(({ name }) => !wanted.includes(name))) {
    console.log(`deleting namespace ${left.name}, which an interrupted run left behind`);
    await deleteNamespace(where, left);
  }
}

/** A profile that is stopped says nothing of what is in it: `up` starts it in any case, so it does so first. */
async function startIfStopped({ profile }: Place): Promise<void> {
  if (profile === undefined || !profileIsKept(profile) || (await isRunning(profile))) return;
  await startAgain(profile, console.log);
}

async function main(): Promise<void> {
  const [verb, ...more] = process.argv.slice(2);
  const env = await ready(makeCommand(verb ?? "up"), verb !== "preview");
  process.exitCode = await (verb === "preview" ? deploy(env, false, more) : up(env, more));
}

/**
 * Deploys, waits until the app is ready, and says where to open it.
 *
 * @param timeoutMs longest wait for that.
 * @returns the command's exit code.
 */
export async function up(
  env: Record<string, string>,
  more: string[],
  timeoutMs?: number,
): Promise<number> {
  const code = await deploy(env, true, more);
  const found = code === 0 ? await outputs(env) : undefined;
  if (!found) return code;
  process.env.KUBECONFIG = place().kubeconfig;
  const report = await waitUntilHealthy(() => look(found), timeoutMs);
  if (!report.ok) {
    console.error(
      `\n${statusText(report, `The pods may still be starting: ${makeCommand("status")}`)}`,
    );
    return 1;
  }
  console.log(`\n${addresses(found, await viewFromHere(found))}`);
  return 0;
}

/**
 * Looks at what is there, and lets Pulumi change it, or show what it would change.
 *
 * @returns the command's exit code.
 * @throws Error when something is in the way; nothing is changed then.
 */
export async function deploy(
  env: Record<string, string>,
  changes: boolean,
  more: string[] = [],
): Promise<number> {
  const verb = changes ? "up" : "preview";
  const { where, state } = await beforehand(env, verb);
  // minikube writes the context there, and takes a profile that is not in it for misconfigured.
  if (where.profile !== undefined) process.env.KUBECONFIG = where.kubeconfig;
  if (changes) await startIfStopped(where);
  const cluster = await clusterState(where, state);
  refuseOtherCluster(cluster, where, makeCommand(verb));
  if (changes && cluster === "answers") {
    await awaitTerminating(where, console.log);
    await preflight(where, state);
    await removeUnwanted(where, state);
  }
  stopIfInterrupted();
  if (changes) {
    await noteBuiltImages(state);
    const present = await usePresentPrograms(env, state);
    if (cluster === "answers") await useKubeconfig(env, present, where);
  }
  const there = cluster === "answers" && isOwn(where, state);
  if (changes) await images(env, where, there, state);
  const options = [...(changes ? CHANGE : SHOW), ...(there ? ["--refresh"] : [])];
  const code = changes
    ? await change("up", [...options, ...more], env)
    : await pulumi(["preview", "--stack", stackName(), ...options, ...more], env);
  stopIfInterrupted();
  if (code !== 0 && changes) console.error(deployFailed() + (await otherPassphrase(env)));
  if (code === 0 && there && changes && hasKagent(state) && !wantsKagent())
    await nameKagentLeft(where);
  return code;
}

if (require.main === module) runCommand(main, makeCommand(process.argv[2] ?? "up"));
