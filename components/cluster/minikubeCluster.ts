import * as command from "@pulumi/command";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Started } from "./started";
import { Cluster } from "./cluster";
import { program } from "../process/commandProgram";
import { answers, kubeconfigFor, onlyFile, serverOf } from "./kubeconfig";
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
import { recordedIdentity } from "./recordedCluster";

export interface MinikubeClusterArgs {
  /** minikube's profile, which is also the kubeconfig context. One that exists is adopted. */
  profile: string;
  /** minikube's driver; empty: minikube chooses. */
  driver: string;
  /** CPUs of a profile that is started; capped to the host's. */
  cpus: number;
  /** Memory of a profile that is started, in MiB; capped to the host's. */
  memoryMiB: number;
  /** Kubernetes version of a profile that is started; empty: minikube's default. */
  kubernetesVersion: string;
  /** Network plugin of a profile that is started; empty: minikube's default. */
  cni: string;
  /** Addons to enable. */
  addons: string[];
  /** By which a user goes on, as messages name them; left out: Pulumi's own. */
  commands?: UserCommands;
  /** Path of the kubeconfig file; empty: the one in KUBECONFIG that has the context, else ~/.kube/config. */
  kubeconfig: string;
}

/**
 * A minikube profile: started where there is none, adopted where there is one. `destroy` deletes it
 * only if this stack started it, and otherwise disables the addons that this stack enabled.
 *
 * A command resource cannot see what became of its work. Two tokens in a record beside the profile
 * make up for that: `identity` is lost with a profile that was deleted by hand, and `session` is
 * renewed when the API server does not answer. Either changes the command's environment, and so
 * the next `up` starts what is missing.
 */
export class MinikubeCluster extends pulumi.ComponentResource implements Cluster {
  readonly provider: k8s.Provider;
  readonly identity: pulumi.Output<string>;
  readonly contextName: string;
  readonly kubeconfig: string;
  readonly owner: pulumi.Output<string>;
  readonly profile: string;
  readonly exists: boolean;
  readonly commands: UserCommands;
  readonly address: pulumi.Output<string>;
  readonly ready: pulumi.Resource;
  readonly goesWith?: pulumi.Resource;

  constructor(name: string, args: MinikubeClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("todo:index:MinikubeCluster", name, {}, opts);
    this.kubeconfig = kubeconfigFor(args.profile, args.kubeconfig);
    this.profile = args.profile;
    this.commands = args.commands ?? pulumiCommands(pulumi.getStack());
    this.exists = profileIsKept(args.profile);
    this.owner = stackId(`${name}-owner`, { parent: this });
    // The record of a version before the id is known without it, and so is then the cluster: by the state.
    const identity = records(args.profile).some(isEarlier) ? recordedIdentity() : undefined;
    const earlier = earlierRecord(args.profile, identity);
    const record = earlier
      ? pulumi.output(earlier)
      : this.owner.apply((owner) => readRecord(args.profile, owner));
    const tokens = record.apply((found) => currentTokens(found, args.profile, this.kubeconfig));
    this.identity = tokens.identity;

    const profile = new command.local.Command(
      `${name}-profile`,
      {
        ...program({
          create: "components/programs/startCluster",
          delete: "components/programs/stopCluster",
        }),
        environment: {
          STACK: pulumi.getStack(),
          COMMANDS: JSON.stringify(this.commands),
          OWNER: this.owner,
          PROFILE: args.profile,
          DRIVER: args.driver,
          CPUS: String(args.cpus),
          MEMORY_MIB: String(args.memoryMiB),
          KUBERNETES_VERSION: args.kubernetesVersion,
          CNI: args.cni,
          ADDONS: args.addons.join(","),
          KUBECONFIG: this.kubeconfig,
          MINIKUBE_HOME: minikubeHome(),
          IDENTITY: tokens.identity,
          SESSION: tokens.session,
        },
        // Another profile is another cluster: the old one goes when nothing is in it any more.
        triggers: [args.profile],
      },
      { parent: this, customTimeouts: { create: "20m", update: "20m", delete: "10m" } },
    );
    this.ready = profile;
    this.contextName = args.profile;
    const started = profile.stdout.apply(startedWell);
    this.address = started.apply(({ address }) => address);
    this.provider = new k8s.Provider(
      `${name}-provider`,
      {
        kubeconfig: onlyFile(this.kubeconfig),
        // Known only once the profile runs: a preview before that asks no API server.
        context: started.apply(() => args.profile),
        clusterIdentifier: pulumi.interpolate`minikube-${args.profile}-${this.identity}`,
      },
      { parent: this },
    );
    // What is in a profile that the stack started ends with it: at destroy, and when it was deleted by
    // hand. To delete it again, piece by piece, would hit the profile that has taken its place.
    if (startedHere(args.profile, pulumi.getStack(), earlier)) this.goesWith = this.provider;
    this.registerOutputs({ context: this.contextName, address: this.address });
  }

  isStopped(): boolean {
    return stoppedNow(this.profile);
  }
}

/** @throws pulumi.RunError with what went wrong after the profile had been started. */
function startedWell(stdout: string): Started {
  const started: Started = JSON.parse(stdout);
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
