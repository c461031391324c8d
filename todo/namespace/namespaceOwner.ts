import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../components/cluster/cluster";
import {
  clusterUidNow,
  findNamespaceNow,
  Namespace,
  OWNER_LABEL,
  STACK_LABEL,
  stackLabel,
} from "../../components/cluster/clusterObjects";
import type { Place } from "../../components/cluster/place";
import { kubectlTo } from "../../components/cluster/commandLine";
import { quoted } from "../../components/process/quoted";
import { stoppedNow } from "../../components/cluster/minikube";
import {
  profileIsKept,
  ProfileRecord,
  recordFile,
  records,
} from "../../components/cluster/profileRecord";
import { ClusterLocation, KnownNamespace, stackState, StackState } from "./namespaceState";
import {
  halfDown,
  movedAway,
  notBySettings,
  notSameCluster,
  replacedNamespace,
  sameCluster,
} from "./samePlace";
import { BY_MAKE, makeCommand } from "../configCommand";

/** Who owns a namespace: this stack, which also creates one that is missing, or someone outside of it. */
export type Owner = "stack" | "external";

/**
 * Whether the program declares a namespace. What it declares is created where it is missing, and kept
 * labelled. Whether `destroy` deletes it is another matter, and stands in the state
 * (todo/programs/recordNamespace.ts): a wrong answer here deletes nothing and takes over nothing, since to
 * create what exists is refused.
 *
 * @param leave the command by which a user leaves it to another stack.
 * @throws pulumi.RunError when the cluster does not say, when the namespace is another stack's, or when the stack's
 *   state speaks of another cluster, or of another namespace that had the name of one that is there.
 */
export function namespaceOwner(cluster: Cluster, namespace: string, leave: string): Owner {
  const { contextName: context, kubeconfig, profile } = cluster;
  const place = { context, kubeconfig };
  return decideOwner(
    {
      exists: cluster.exists,
      find: (name) => findNamespaceNow(place, name),
      findIn: (name, location) => findInProfile(name, location),
      clusterUid: () => clusterUidNow(place),
      isStopped: () => cluster.isStopped(),
      noted: (uid) => notedBeside(profile, uid),
      state() {
        const state = cluster.state();
        return state && stackState(state, namespace);
      },
    },
    { ...place, profile, namespace, stack: pulumi.getStack(), leave },
    (words) => new pulumi.RunError(words),
  );
}

/** In a profile that the stack is about to leave. In one that is gone, or does not run, nothing can be deleted. */
function findInProfile(name: string, location: ClusterLocation): Namespace | undefined {
  const isThere = profileIsKept(location.profile) && !stoppedNow(location.profile);
  return isThere ? findNamespaceNow(location, name) : undefined;
}

/** The record beside a profile by which a stack made the namespace of this uid: no label is needed then. */
export const notedBeside = (profile: string, uid: string): ProfileRecord | undefined =>
  profile === ""
    ? undefined
    : records(profile).find(({ namespaces }) => namespaces.some((noted) => noted.uid === uid));

type Seen = Pick<Namespace, "uid" | "labels"> | undefined;

/** What the decision is made from, each asked for only where it matters. */
export interface Evidence {
  exists: boolean;
  /** @throws where the cluster does not say. */
  find(namespace: string): Seen;
  /** The same in another profile, in which the state knows the namespace. */
  findIn(namespace: string, location: ClusterLocation): Seen;
  /** Tells the cluster from another under the same context; "" where reading that is not allowed. */
  clusterUid(): string;
  isStopped(): boolean;
  /** The record beside the profile by which a stack, this or another one, made the namespace of this uid. */
  noted(uid: string): ProfileRecord | undefined;
  /** What the stack's state says; undefined where there is no state to ask, as under a test's mocks. */
  state(): StackState | undefined;
}

interface Asked extends Place {
  /** minikube's; "" where the cluster is not minikube's. */
  profile: string;
  namespace: string;
  stack: string;
  leave: string;
}

/**
 * The decision itself. What the state speaks of under any name is looked at as well: Pulumi deletes what is in there by
 * its name alone, once the settings name another one.
 *
 * @param refuse makes the error of these words.
 * @throws what `refuse` makes, where the owner of the namespace is not known, or is another stack.
 */
export function decideOwner(
  evidence: Evidence,
  { namespace, stack, leave, profile, ...place }: Asked,
  refuse: (words: string) => Error,
): Owner {
  const { context } = place;
  const state = evidence.state();
  const known = state?.known ?? [];
  const set = { namespace, profile, context };
  const refused = state && notBySettings(state, set, stack, process.env[BY_MAKE]);
  if (refused) throw refuse(refused);
  const refuseMove = (location: ClusterLocation) =>
    refuse(movedAway(location, set, stack, process.env[BY_MAKE]));
  const isHere = ({ location }: KnownNamespace) =>
    location === undefined || location.profile === profile;
  const answer = <Answer>(at: Place, name: string, ask: () => Answer): Answer => {
    try {
      return ask();
    } catch (error) {
      throw refuse(noAnswer(at, name, (error as Error).message));
    }
  };
  const refuseReplaced = ({ name, uid, location }: KnownNamespace, seen: Seen) => {
    const then = makeCommand("up", { stack });
    if (seen !== undefined && seen.uid !== uid)
      throw refuse(replacedNamespace(location?.context ?? context, name, { stack, then }));
  };
  // A profile that the stack leaves may go with it: not with what was just put into it by another name.
  const { location: before } =
    known.find(({ location }) => profile === "" && location?.profile) ?? {};
  if (before && evidence.exists) {
    const now = answer(place, "kube-system", () => evidence.clusterUid());
    if (sameCluster(before.cluster, now, false) !== "another") throw refuseMove(before);
  }
  for (const one of known.filter((one) => !isHere(one)))
    refuseReplaced(
      one,
      answer(one.location!, one.name, () => evidence.findIn(one.name, one.location!)),
    );

  // In a cluster that is not there yet, nothing is.
  if (!evidence.exists) return "stack";
  const near = known.filter(isHere);
  const recorded = near.some(({ name }) => name === namespace) ? state?.namespace : undefined;
  let seen: Seen;
  try {
    seen = evidence.find(namespace);
  } catch (error) {
    // One that is known to be stopped keeps what it has: then the state's last word holds.
    if (evidence.isStopped()) return recorded?.created === false ? "external" : "stack";
    throw refuse(noAnswer(place, namespace, (error as Error).message));
  }
  const find = ({ name }: KnownNamespace) =>
    name === namespace ? seen : answer(place, name, () => evidence.find(name));
  const looked = near.map((one) => ({ one, seen: find(one) }));
  const noted = looked.filter(({ one }) => one.location !== undefined);
  const hasOwn = noted.some(({ one, seen }) => one.uid === seen?.uid);
  // A profile that was made anew is known by its record, and the programs look at its cluster.
  if (profile === "" && noted.length > 0 && !hasOwn) {
    const before = noted.find(({ one }) => one.location?.cluster)?.one.location?.cluster ?? "";
    const now = before && answer(place, "kube-system", () => evidence.clusterUid());
    const found = sameCluster(before, now, hasOwn);
    const then = makeCommand("up", { stack });
    if (found !== "same") throw refuse(notSameCluster(found, { context }, { stack, then }));
  }
  for (const { one, seen } of looked) refuseReplaced(one, seen);

  if (seen === undefined) return "stack";
  // The settings may lead to the same cluster by another way, which nothing of the stack's goes by.
  const otherWay = known.find((one) => !isHere(one) && one.uid === seen.uid);
  if (otherWay) throw refuseMove(otherWay.location!);
  const label = seen.labels[STACK_LABEL];
  if (state === undefined) return label === stackLabel(stack) ? "stack" : "external";
  if (recorded?.uid === seen.uid) return recorded.created ? "stack" : "external";
  const { owner } = state;
  const record = evidence.noted(seen.uid);
  const mine =
    owner !== undefined && (seen.labels[OWNER_LABEL] === owner || record?.owner === owner);
  if (!mine && label !== undefined) throw refuse(anotherStack(place, namespace, label, leave));
  if (!mine && record !== undefined)
    throw refuse(notedByAnother(place, namespace, { profile, record }, leave));
  if (!mine) return "external";
  throw refuse(
    state.cutOff
      ? cutOff(context, namespace, stack)
      : halfDown(context, namespace, undefined, stack),
  );
}

const noAnswer = (place: Place, namespace: string, words: string) =>
  `${place.context} does not say whether namespace ${namespace} exists, so its owner is not known. ` +
  `Nothing was changed.\n${words}\nRun the same command again when this one answers: ${kubectlTo(place, ["get", "namespaces"])}`;

const cutOff = (context: string, namespace: string, stack: string) =>
  `namespace ${namespace} of ${context} was created by this stack in an interrupted run, and is not in its state. ` +
  `Nothing was changed. Run: ${makeCommand("recover", { stack })}, then: ${makeCommand("up", { stack })}`;

/** Of one that has lost its labels: that stack deletes it, with all that is in it. */
const notedByAnother = (
  { context }: Place,
  namespace: string,
  { profile, record }: { profile: string; record: ProfileRecord },
  leave: string,
) =>
  `namespace ${namespace} of ${context} belongs to another stack (${record.stack}` +
  `${record.folder ? ` of ${record.folder}` : ""}), which created it. Nothing was changed.\nTo keep it: ${leave}\n` +
  `If that stack no longer exists, use its namespace with: rm ${quoted(recordFile(profile, record.owner))}`;

const anotherStack = (place: Place, namespace: string, stack: string, leave: string) =>
  `namespace ${namespace} of ${place.context} belongs to another stack (${stack}, of another checkout or another state). ` +
  `Nothing was changed.\nTo keep it: ${leave}\n` +
  `If that stack no longer exists, use its namespace with: ` +
  kubectlTo(place, ["label", "namespace", namespace, `${STACK_LABEL}-`, `${OWNER_LABEL}-`]);
