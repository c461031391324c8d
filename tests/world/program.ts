/** The stack's program, as index.ts and its components have it: what it declares, in order. */
import { tokensFor } from "../../components/cluster/minikubeCluster";
import { decideOwner, notedBeside } from "../../todo/namespace/namespaceOwner";
import { stackState } from "../../todo/namespace/namespaceState";
import { State } from "../../components/process/stackState";
import {
  minikubeHome,
  profileIsKept,
  readRecord,
  startedHere,
} from "../../components/cluster/profileRecord";
import { COMMANDS } from "../support/standIn";
import { configCommand } from "../../todo/configCommand";
import { lookup } from "./objects";
import type { Kind, Options, Resource, Settings } from "./resources";
import { DATABASE_IMAGE, PROFILE, World } from "./world";

const SERVER = new URL(`https://${PROFILE}.world`);

/** What the program knows of its stack, and how it declares a resource. */
interface Stack {
  name: string;
  world: World;
  state: State;
  settings(): Settings;
  /** What a build of the source gives. */
  image: string;
  /** Whether its pods get ready. */
  good: boolean;
  declare(
    kind: Kind,
    name: string,
    inputs: Record<string, string>,
    options?: Options,
  ): Promise<Resource>;
}

export async function program(stack: Stack): Promise<void> {
  const { namespace, keep } = stack.settings();
  const { world, image } = stack;
  const leave = configCommand({ set: "todo:namespace", to: `${namespace}-2` });
  const declared =
    decideOwner(
      {
        exists: profileIsKept(PROFILE),
        find: (name) => lookup(world, name),
        // It has one profile, and the stacks stay in it.
        findIn: () => undefined,
        clusterUid: () => world.cluster(PROFILE).clusterUid,
        isStopped: () => world.profiles.get(PROFILE)?.running === false,
        noted: (uid) => notedBeside(PROFILE, uid),
        state: () => stackState(stack.state, namespace),
      },
      { context: PROFILE, profile: PROFILE, namespace, stack: stack.name, leave },
      (words) => new Error(words),
    ) === "stack";
  const deletedWith = startedHere(PROFILE, stack.name) ? "cluster-provider" : undefined;

  const uuid = await stack.declare("uuid", "cluster-owner", {});
  const owner: string = uuid.outputs.result;
  const record = readRecord(PROFILE, owner);
  const tokens = await tokensFor(record, () => world.answers(SERVER));
  const profile = await stack.declare("command", "cluster-profile", {
    ...{ STACK: stack.name, OWNER: owner, PROFILE, CPUS: "4", MEMORY_MIB: "8192" },
    ...{ MINIKUBE_HOME: minikubeHome(), COMMANDS: COMMANDS(stack.name) },
    ...{ ADDONS: "ingress", IDENTITY: tokens.identity, SESSION: tokens.session },
  });
  const { failed } = JSON.parse(profile.outputs.stdout);
  if (failed) throw new Error(failed);
  await stack.declare("provider", "cluster-provider", { identity: tokens.identity });
  const inCluster = { deletedWith: declared && !keep ? deletedWith : undefined };
  const place = { CONTEXT: PROFILE, PROFILE, OWNER: owner, MINIKUBE_HOME: minikubeHome() };

  await stack.declare("image", "backend-build", { image });
  await stack.declare("command", "backend-load", {
    ...{ ...place, NAMESPACE: namespace, RELEASE: "todo-app" },
    ...{ IMAGE: image, CLUSTER: tokens.identity },
    DELIVERY: JSON.stringify({ kind: "minikube", profile: PROFILE }),
  });
  const made = declared
    ? await stack.declare(
        "namespace",
        "secrets-namespace",
        { namespace, label: stack.name, owner },
        { ...inCluster, retainOnDelete: true },
      )
    : undefined;
  const space = lookup(world, namespace);
  if (!declared && space?.maker && space.maker !== owner) space.adopted = true;
  const ownership = await stack.declare(
    "command",
    "secrets-ownership",
    {
      ...{ ...place, NAMESPACE: namespace, CLUSTER: tokens.identity, KEEP: `${keep}` },
      UID: made?.outputs.metadata.uid ?? "",
    },
    inCluster,
  );
  const RECORD = ownership.outputs.stdout;
  const secret = await stack.declare("secret", "secrets-app", { namespace, owner }, inCluster);
  const { name, uid } = secret.outputs.metadata;
  const OBJECT = JSON.stringify({ name, uid });
  await stack.declare("command", "secrets-app-place", { ...place, RECORD, OBJECT }, inCluster);
  await stack.declare("command", "app-database-image", {
    ...{ ...place, UPSTREAM_IMAGE: DATABASE_IMAGE, CLUSTER: tokens.identity },
    DELIVERY: JSON.stringify({ kind: "minikube", profile: PROFILE }),
  });
  const wanted = { namespace, image, good: `${stack.good}`, keep: `${keep}` };
  await stack.declare("release", "app-release", wanted, inCluster);
  await stack.declare("command", "app-place", { ...place, RECORD }, inCluster);
}
