/** What to say where a program is about to change another place than the one that the stack's state speaks of. */
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { configCommand, makeCommand } from "../configCommand";
import type { ClusterLocation, StackState } from "./namespaceState";

/** A cluster as the settings name it. */
interface Named {
  /** minikube's; "" or undefined where the cluster is not minikube's. */
  profile?: string;
  context: string;
}

const named = ({ profile, context }: Named) =>
  profile ? `profile ${profile}` : `context ${context}`;

/**
 * A stack does not follow its settings out of a cluster in which what it has would not be found again.
 *
 * @param is where the stack is.
 * @param byMake the stack that `make` works on; undefined: pulumi was run plainly.
 * @param rename the command that gives the context its former name, where no kubeconfig has that any more.
 */
export function movedAway(
  is: Named,
  set: Named,
  stack: string,
  byMake?: string,
  rename?: string,
): string {
  const kind = is.profile ? "minikube" : "existing";
  const back = [
    ...(Boolean(is.profile) === Boolean(set.profile) ? [] : [{ set: "todo:cluster", to: kind }]),
    { set: is.profile ? "todo:profile" : "todo:context", to: is.context },
  ].map((change) => configCommand(change, byMake));
  const make = (target: string) => makeCommand(target, { stack });
  return (
    `stack ${stack} is in ${named(is)}, but its settings name ${named(set)}. Nothing was changed.\n` +
    (rename
      ? `No kubeconfig has context ${is.context} any more. If its name is now ${set.context}, run: ${[rename, ...back].join(" && ")}\n`
      : `To stay there, run: ${back.join(" && ")}\n`) +
    `To move, without the app's data: ${make("down")}, then: ${make("up")}`
  );
}

/** What a stack was leaving, and what it was about to be in. */
interface Moving {
  /** As one would say it. */
  left: string;
  /** Where it was to be by the settings of that run; undefined where that is not known. */
  to?: { namespace: string } & Named;
}

/**
 * Of an up that did not end, and whose settings were taken back since: Pulumi would make anew what is still there.
 *
 * @param set where the settings put the stack now. Out of another cluster nothing is taken back.
 * @param byMake as in movedAway.
 */
export function moveNotEnded(
  { left, to }: Moving,
  set: { namespace: string } & Named,
  stack: string,
  byMake?: string,
): string {
  const make = (target: string) => makeCommand(target, { stack });
  const isFar = to !== undefined && to.context !== set.context;
  const changes = to && [
    ...(isFar ? [{ set: to.profile ? "todo:profile" : "todo:context", to: to.context }] : []),
    ...(to.namespace === set.namespace ? [] : [{ set: "todo:namespace", to: to.namespace }]),
  ];
  const on = (changes ?? []).map((change) => configCommand(change, byMake));
  return (
    `the move of stack ${stack} from ${left} was interrupted, and its settings now point there again. Nothing was changed.` +
    (isFar ? "" : `\nTo go back: ${make("recover")}, then: ${make("up")}`) +
    (on.length > 0
      ? `\nTo continue the move, without the app's data: ${on.join(" && ")} && ${make("up")}`
      : "")
  );
}

/**
 * Why the settings may not be followed, by what the state alone says; undefined where it says nothing against them.
 *
 * @param byMake as in movedAway.
 */
export function notBySettings(
  { known, moves }: Pick<StackState, "known" | "moves">,
  set: { namespace: string; profile: string; context: string },
  stack: string,
  byMake?: string,
): string | undefined {
  const locations = known.flatMap(({ location }) => location ?? []);
  const left = locations.find((location) => isLeft(location, set));
  if (left) return movedAway(left, set, stack, byMake);
  const back = moves.find(
    ({ from: { name, location } }) =>
      name === set.namespace && [undefined, set.context].includes(location?.context),
  );
  if (back) {
    const to = back.to && { ...(back.to.location ?? set), namespace: back.to.name };
    const left = `namespace ${set.namespace} of ${set.context}`;
    return moveNotEnded({ left, to }, set, stack, byMake);
  }
  const own = locations.find((location) => isOwnProfile(location, set));
  return own && movedAway(own, set, stack, byMake);
}

/**
 * Whether what the stack has in a cluster would not be found again. A profile that it leaves keeps its record beside it,
 * and what is in there goes by that.
 */
const isLeft = (is: ClusterLocation, set: { profile: string; context: string }) =>
  is.profile === "" && (set.profile !== "" || is.context !== set.context);

/** Whether the stack's profile is set as a cluster that is there already: it would go, with what was just put into it. */
const isOwnProfile = (is: ClusterLocation, set: { profile: string; context: string }) =>
  is.profile !== "" && set.profile === "" && is.context === set.context;

/** What a run that met something else did to the stack's things. */
type Untouched = "Nothing was changed." | "Nothing was deleted." | "Nothing in it was changed.";

/** What is said to the user of a place that is not the stack's. */
interface Advice {
  stack?: string;
  /** The command that was to be run. */
  then: string;
  untouched?: Untouched;
}

/** Of a namespace that took the place of one that the state speaks of. */
export const replacedNamespace = (
  context: string,
  name: string,
  { stack, then, untouched = "Nothing was changed." }: Advice,
) =>
  `namespace ${name} of ${context} is not the one that this stack used: the old one was ` +
  `deleted, and a new one with the same name was created. ${untouched}\n` +
  `Run: ${makeCommand("recover", { stack })}, which removes the old one from the state, then: ${then}`;

/** Of a Secret that took the place of one of the stack's, in a namespace that the stack did not make. */
export const replacedSecret = (
  where: { context: string; namespace: string },
  name: string,
  { stack, then, untouched = "Nothing was changed." }: Advice,
) =>
  `Secret ${name} in namespace ${where.namespace} of ${where.context} is not the one that this stack created: the old ` +
  `one was deleted, and a new one with the same name was created. ${untouched}\n` +
  `Run: ${makeCommand("recover", { stack })}, which removes the old one from the state, then: ${then}`;

/**
 * Whether a Secret is the stack's still. One that Pulumi has made anew is not noted yet where that run was interrupted; it
 * bears the stack's id.
 *
 * @param noted the uid that the stack knows.
 */
export const isSameSecret = (
  noted: string,
  seen: { uid: string; labels: Record<string, string> },
  owner: string | undefined,
): boolean => noted === seen.uid || (Boolean(owner) && seen.labels[OWNER_LABEL] === owner);

/** Whether a context or a profile leads to the cluster that it led to at the last run. */
export type SameCluster = "same" | "another" | "unknown";

/**
 * @param then the uid of the cluster at the last run; "" where reading it was not allowed.
 * @param now the same today.
 * @param hasOwn whether a namespace that the state speaks of is there: no other cluster has one of its uid.
 */
export function sameCluster(then: string, now: string, hasOwn: boolean): SameCluster {
  if (then !== "" && now !== "") return then === now ? "same" : "another";
  return hasOwn ? "same" : "unknown";
}

/**
 * What to say where it is not that cluster, or that is not known. A profile has one cluster, so another one has taken the
 * place of the old; a context may lead elsewhere for a while.
 */
export function notSameCluster(
  found: Exclude<SameCluster, "same">,
  where: Named,
  { stack, then, untouched = "Nothing was changed." }: Advice,
): string {
  const gone = `${makeCommand("recover", { stack, variable: "GONE=1" })}, then: ${then}`;
  if (found === "unknown")
    return (
      `it is not known whether ${named(where)} points to the cluster of this stack: your user is not allowed to read ` +
      `namespace kube-system, and this stack's namespace is not there. ${untouched}\n` +
      "Point it to that cluster again, or get permission to read namespace kube-system. If nothing that this stack created exists any more, run: " +
      gone
    );
  return (
    `${named(where)} points to another cluster than the one that this stack is in. ${untouched}\n` +
    (where.profile
      ? `Run: ${makeCommand("recover", { stack })}, which removes the old one from the state, then: ${then}`
      : `Point it to that cluster again. If that cluster no longer exists, run: ${gone}`)
  );
}

/** Of what this stack made, and a `down` which did not end well has left: a namespace, if it is nothing else. */
export const halfDown = (
  context: string,
  namespace: string,
  what = `namespace ${namespace} of ${context}`,
  stack?: string,
) =>
  `${what} was left by a make down that failed. Nothing was changed. ` +
  `Run: ${makeCommand("down", { stack })}, then: ${makeCommand("up", { stack })}`;
