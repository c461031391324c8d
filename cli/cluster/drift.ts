/** What was changed behind the stack's back, and how the next `up` comes to see it. */
import { kubectlTo } from "../../components/cluster/commandLine";
import { at, clusterUid, findNamespace } from "../../components/cluster/clusterObjects";
import { answers, serverOf } from "../../components/cluster/kubeconfig";
import { namespaceRecords } from "../../todo/namespace/namespaceState";
import { identityIn, ownerIn } from "../../components/cluster/recordedCluster";
import { State } from "../../components/process/stackState";
import { notSameCluster, sameCluster } from "../../todo/namespace/samePlace";
import { profileIsKept, readRecord } from "../../components/cluster/profileRecord";
import { run } from "../../components/process/shell";
import { type Place, renaming, SHELL } from "../stack/place";
import { clusterIn, profilesIn } from "../stack/state";

/**
 * What is known of the stack's cluster. `gone`: minikube has no such profile any more. `another`: it answers, and is
 * not the one that the app was put into. `unknown`: it answers, and tells neither that it is that one nor that it is not. `silent`: it may be stopped, or out of reach, and keeps what it has.
 */
export type ClusterState = "gone" | "another" | "unknown" | "silent" | "answers";

/** Looks at the stack's cluster. */
export async function clusterState(place: Place, state: State): Promise<ClusterState> {
  if (place.profile !== undefined && !profileIsKept(place.profile)) return "gone";
  if (!(await isThere(place))) return "silent";
  const noted = namespaceRecords(state);
  if (noted.length === 0) return "answers";
  const then = clusterIn(state);
  const now = then === "" ? "" : await clusterUid(place);
  const hasOwn = now === "" && (await hasOneOf(place, noted));
  const found = sameCluster(then, now, hasOwn);
  return found === "same" ? "answers" : found;
}

/** Whether the cluster of a context is gone too where that of the stack is: a stack that was moving has one more. */
export const goneWith =
  (place: Place, state: State) =>
  (context: string): boolean =>
    context === place.context || (profilesIn(state).includes(context) && !profileIsKept(context));

async function hasOneOf(place: Place, noted: { name: string; uid: string }[]): Promise<boolean> {
  for (const { name, uid } of noted)
    if ((await findNamespace(place, name))?.uid === uid) return true;
  return false;
}

/** @throws Error where it is not the cluster that the stack is in, or it is not known. @param then what was to be run. */
export function refuseOtherCluster(found: ClusterState, place: Place, then: string): void {
  if (found === "another" || found === "unknown")
    throw new Error(notSameCluster(found, place, { then }));
}

/**
 * Whether the objects of the stack can be looked at: its cluster answers, and is the one that it was in.
 *
 * Pulumi takes its own state's word for them, unless it is told to refresh it. A refresh fails where the
 * cluster is stopped; and where minikube's profile is another one, the program makes all anew by itself.
 */
export async function canRefresh(place: Place, state: State): Promise<boolean> {
  return isOwn(place, state) && (await clusterState(place, state)) === "answers";
}

/** Whether the stack's record lies beside the profile: then it is the one that the stack was in. */
export const isOwn = ({ profile }: Place, state: State): boolean =>
  profile === undefined ||
  readRecord(profile, ownerIn(state) ?? "", identityIn(state)) !== undefined;

/**
 * Whether its API server answers. minikube's is asked directly. To another one may lead only what kubectl knows: a
 * proxy of the kubeconfig, a certificate, a name of the company's own.
 */
export const isThere = (place: Place): Promise<boolean> =>
  place.profile === undefined
    ? answersKubectl(place)
    : answers(serverOf(place.kubeconfig, place.context));

const VERSION = ["get", "--raw", "/version", "--request-timeout=15s"];

/** In kubectl's words, what an API server itself has said. */
const FROM_SERVER =
  /Error from server|must be logged in|asked for the client to provide credentials/;

async function answersKubectl(place: Place): Promise<boolean> {
  const { code, stderr } = await run("kubectl", [...at(place), ...VERSION], {
    step: `asking whether ${place.context} answers`,
    allow: () => true,
  });
  return code === 0 || FROM_SERVER.test(stderr);
}

/** The commands by which a user sees why a cluster does not answer, and reaches it by its former name again. */
export function seeWhy(place: Place): string {
  const rename = renaming(place);
  return (
    `To see what kubectl says, run: ${kubectlTo(place, VERSION, SHELL)}` +
    (rename ? `\nIf only the context was renamed, run: ${rename}` : "")
  );
}

/** What can be asked and done about an image, in the engine that builds it and on the nodes. */
export interface ImageActions {
  inEngine(image: string): Promise<boolean>;
  /** Undefined where it is not known. */
  onNode(image: string): Promise<boolean | undefined>;
  /** Builds the images of these parts anew, as the program says. */
  build(parts: string[]): Promise<void>;
  load(image: string): Promise<unknown>;
  say(found: string): void;
}

/**
 * Brings back images that were pruned since the stack delivered them: neither docker.Image nor a command
 * ever looks again whether its work is still there.
 *
 * @param images the stack's images, by the part of the app that each is.
 */
export async function bringBackImages(
  images: Record<string, string>,
  actions: ImageActions,
): Promise<void> {
  const found = await Promise.all(
    Object.entries(images).map(async ([part, image]) => {
      const [built, loaded] = await Promise.all([actions.inEngine(image), actions.onNode(image)]);
      return { part, image, built, loaded };
    }),
  );
  const unbuilt = found.filter(({ built, loaded }) => !built && loaded !== true);
  for (const { image } of unbuilt) actions.say(`${image} is no longer in Docker: building it`);
  if (unbuilt.length > 0) await actions.build(unbuilt.map(({ part }) => part));

  for (const { image } of found.filter(({ loaded }) => loaded === false)) {
    // After an edit the build gave another image, which `up` delivers.
    if (!(await actions.inEngine(image))) continue;
    actions.say(`${image} is no longer on the node: loading it`);
    await actions.load(image);
  }
}
