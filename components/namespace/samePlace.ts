/** What to say where a program is about to change another place than the one that the stack's state speaks of. */
import { configCommand, makeCommand } from "../../todo/configCommand";
import type { KnownNamespace } from "./ownState";

/** A cluster as the settings name it. */
interface Named {
  /** minikube's; "" or undefined where the cluster is not minikube's. */
  profile?: string;
  context: string;
}

const named = ({ profile, context }: Named) =>
  profile ? `profile ${profile}` : `context ${context}`;

/**
 * A stack does not follow its settings out of a cluster in which nobody would look for what it has there.
 *
 * @param is where the stack is.
 * @param byMake the stack that `make` works on; undefined: pulumi was run plainly.
 */
export function movedAway(is: Named, set: Named, stack: string, byMake?: string): string {
  const kind = is.profile ? "minikube" : "existing";
  const back = [
    ...(Boolean(is.profile) === Boolean(set.profile) ? [] : [{ set: "todo:cluster", to: kind }]),
    { set: is.profile ? "todo:profile" : "todo:context", to: is.context },
  ].map((change) => configCommand(change, byMake));
  const make = (target: string) => makeCommand(target, undefined, stack);
  return (
    `stack ${stack} is in ${named(is)}, and its settings name ${named(set)}. Nothing was changed.\n` +
    `To stay there, run: ${back.join(" && ")}\nTo move, without its data: ${make("down")}, then: ${make("up")}`
  );
}

/** Of a namespace that took the place of one that the state speaks of. @param then what is to be run after recover. */
export const replacedNamespace = (context: string, name: string, stack: string, then: string) =>
  `namespace ${name} of ${context} is not the one that this stack was put into: that was ` +
  "deleted, and this one was made since. Nothing was changed.\n" +
  `Run: ${makeCommand("recover", undefined, stack)}, which forgets what was in the old one, then: ${then}`;

/**
 * Whether a context leads to another cluster than at the last run, or does not say; undefined where it is that one: a
 * namespace of the stack's tells as well, for no other cluster has one of its uid.
 *
 * @param known what the state speaks of, with the uid of what has its name now.
 * @param clusterUid "" where nobody may look at it.
 * @returns what to say.
 */
export function otherCluster(
  known: (KnownNamespace & { now?: string })[],
  context: string,
  stack: string,
  clusterUid: () => string,
): string | undefined {
  const noted = known.filter(({ spot }) => spot !== undefined);
  if (noted.length === 0 || noted.some(({ uid, now }) => uid === now)) return undefined;
  const then = noted.find(({ spot }) => spot?.cluster)?.spot?.cluster ?? "";
  const now = then === "" ? "" : clusterUid();
  if (now !== "" && now === then) return undefined;
  const gone = `${makeCommand("recover", "GONE=1", stack)}, then: ${makeCommand("up", undefined, stack)}`;
  return now === ""
    ? `context ${context} does not say whether it leads to the cluster that this stack is in: namespace kube-system ` +
        "may not be read, and no namespace in it is the stack's. Nothing was changed.\n" +
        "Let it lead there again, or have reading kube-system allowed. Or, if what this stack made is gone for good: " +
        gone
    : `context ${context} leads to another cluster than the one that this stack is in. Nothing was changed.\n` +
        `Let it lead there again. Or, if that cluster is gone: ${gone}`;
}
