import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { started as startedSchema, type Started } from "./started";
import { Cluster } from "./cluster";
import { clusterProvider } from "./clusterProvider";
import { program, PROGRAMS } from "../process/commandProgram";
import { answers, kubeconfigFor, serverOf } from "./kubeconfig";
import { stoppedNow } from "./minikube";
import {
  earlierRecord,
  isEarlier,
  minikubeHome,
  profileIsKept,
  ProfileRecord,
  randomToken,
  readRecord,
  records,
  startedHere,
} from "./profileRecord";
import { pulumiCommands, UserCommands } from "../process/userCommands";
import { stackId } from "./stackId";
import { stateOnce } from "../process/programState";
import { readAnswer } from "../process/stackState";
import { identityIn } from "./recordedCluster";

export interface MinikubeClusterArgs {
  /** Name of the minikube profile, and of its kubeconfig context. Default: minikube. An existing profile is used. */
  profile?: string;
  /** minikube driver. If not set or empty, minikube chooses. */
  driver?: string;
  /** Number of CPUs of a new profile, at most those of the machine. Default: 2. */
  cpus?: number;
  /** Memory of a new profile in MiB, at most that of the machine. Default: 4096. */
  memoryMiB?: number;
  /** Kubernetes version of a new profile. If not set or empty, minikube's default is used. */
  kubernetesVersion?: string;
  /** Network plugin (CNI) of a new profile. If not set or empty, minikube's default is used. */
  cni?: string;
  /** minikube addons to enable. */
  addons?: string[];
  /** Path of the kubeconfig file. If not set or empty: the file in KUBECONFIG that has the context, or ~/.kube/config. */
  kubeconfig?: string;
  /** Commands that messages tell the user to run. Default: Pulumi's own commands. */
  commands?: UserCommands;
}

/**
 * Starts a minikube profile, or uses it if it already exists. `destroy` deletes the profile only if
 * this stack started it; otherwise it disables the addons that this stack enabled.
 *
 * A command resource cannot see what became of its work. Two tokens in a record beside the profile
 * make up for that: `identity` is lost with a profile that was deleted by hand, and `session` is
 * renewed when the API server does not answer. Either changes the command's environment, and so
 * the next `up` starts what is missing.
 *
 * @param name begins the names of its resources.
 * @param parent the component that they belong to.
 * @param aliases under which the state may know the stack's id.
 */
export function minikubeCluster(
  name: string,
  args: MinikubeClusterArgs,
  parent: pulumi.ComponentResource,
  aliases: pulumi.Alias[] = [],
): Cluster {
  const { profile = "minikube" } = args;
  const commands = args.commands ?? pulumiCommands(pulumi.getStack());
  const kubeconfig = kubeconfigFor(profile, args.kubeconfig ?? "");
  const exists = profileIsKept(profile);
  const owner = stackId(`${name}-owner`, { parent, aliases });
  // The record of a version before the id is known without it, and so is then the cluster: by the state.
  const state = stateOnce();
  const before = records(profile).some(isEarlier) ? identityIn(state() ?? {}) : undefined;
  const earlier = earlierRecord(profile, before);
  const record = earlier ? pulumi.output(earlier) : owner.apply((id) => readRecord(profile, id));
  const { identity, session } = record.apply((found) => currentTokens(found, profile, kubeconfig));

  const started = new command.local.Command(
    `${name}-profile`,
    {
      ...program(PROGRAMS, { create: "startCluster", delete: "stopCluster" }),
      environment: {
        STACK: pulumi.getStack(),
        COMMANDS: JSON.stringify(commands),
        OWNER: owner,
        PROFILE: profile,
        DRIVER: args.driver ?? "",
        CPUS: String(args.cpus ?? 2),
        MEMORY_MIB: String(args.memoryMiB ?? 4096),
        KUBERNETES_VERSION: args.kubernetesVersion ?? "",
        CNI: args.cni ?? "",
        ADDONS: (args.addons ?? []).join(","),
        KUBECONFIG: kubeconfig,
        MINIKUBE_HOME: minikubeHome(),
        IDENTITY: identity,
        SESSION: session,
      },
      // Another profile is another cluster: the old one goes when nothing is in it any more.
      triggers: [profile],
    },
    { parent, customTimeouts: { create: "20m", update: "20m", delete: "10m" } },
  );
  const well = started.stdout.apply((stdout) => startedWell(stdout, `${name}-profile`));
  const provider = clusterProvider(
    `${name}-provider`,
    kubeconfig,
    {
      // Known only once the profile runs: a preview before that asks no API server.
      context: well.apply(() => profile),
      clusterIdentifier: pulumi.interpolate`minikube-${profile}-${identity}`,
    },
    { parent },
  );
  return {
    ...{ provider, identity, owner, exists, commands, profile, kubeconfig, state },
    contextName: profile,
    // Known as soon as the profile was made once; not what it answers, for that is unknown whenever it is asked again.
    ref: pulumi.all([started.id, owner, identity]).apply(([, owner, identity]) => ({
      ...{ contextName: profile, kubeconfig, profile, owner, identity, commands },
    })),
    address: well.apply(({ address }) => address),
    ready: started,
    // What is in a profile that the stack started ends with it: at destroy, and when it was deleted by
    // hand. To delete it again, piece by piece, would hit the profile that has taken its place.
    deletedWith: startedHere(profile, pulumi.getStack(), earlier) ? provider : undefined,
    isStopped: () => stoppedNow(profile),
  };
}

/** @throws pulumi.RunError with what went wrong after the profile had been started. */
function startedWell(stdout: string, name: string): Pick<Started, "address"> {
  const started = readAnswer(v.pick(startedSchema, ["address", "failed"]), stdout, name);
  if (started.failed) throw new pulumi.RunError(started.failed);
  return started;
}

/** The tokens of the profile as it is now; new ones for what is missing. */
async function currentTokens(
  record: ProfileRecord | undefined,
  profile: string,
  kubeconfig: string,
) {
  return tokensFor(record, async () => answers(serverOf(kubeconfig, profile)));
}

/** @param running whether the profile's API server answers; asked for only where the stack has a profile. */
export async function tokensFor(
  record: Pick<ProfileRecord, "identity" | "session"> | undefined,
  running: () => Promise<boolean>,
): Promise<{ identity: string; session: string }> {
  if (record === undefined) return { identity: randomToken(), session: randomToken() };
  // No session: the last start did not get to its end.
  const served = record.session !== "" && (await running());
  return { identity: record.identity, session: served ? record.session : randomToken() };
}
