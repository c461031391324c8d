import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../cluster/cluster";
import { at } from "../cluster/clusterObjects";
import { podsAndEvents, Reason, reasons } from "./rolloutReasons";
import { parseJson } from "../process/json";
import { indent, lastLines, run } from "../process/shell";

/** Milliseconds between two looks, and before the first: a rollout that goes well is not looked at often. */
const PERIOD_MS = 4000;
const LOG_LINES = 10;

export interface RolloutWatchArgs {
  /** Resolves when the release is about to begin. */
  begins: pulumi.Output<unknown>;
  /** Resolves when the release has ended well. */
  ends: pulumi.Output<unknown>;
  cluster: Cluster;
  namespace: string;
  /** Where `pulumi up` shows what was found. Registered already: the release itself is not until it ends. */
  component: pulumi.ComponentResource;
}

/**
 * Shows why pods do not get ready, while Helm waits for them. When Helm gives up, it undoes the
 * release and takes the pods with it: a look only then finds nothing.
 */
export function watchRollout(args: RolloutWatchArgs, periodMs = PERIOD_MS): void {
  if (pulumi.runtime.isDryRun()) return;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  const shown = new Set<string>();
  const look = async () => {
    if (looking) return;
    looking = true;
    for (const reason of await currentReasons(args).catch(() => [])) {
      const text = `${reason.pod}: ${reason.text}`;
      if (shown.has(text)) continue;
      shown.add(text);
      const log = await logOf(args, reason);
      if (timer) await pulumi.log.warn(text + log, args.component);
    }
    looking = false;
  };
  args.begins.apply(() => {
    timer = setInterval(look, periodMs).unref();
  });
  args.ends.apply(() => {
    clearInterval(timer);
    timer = undefined;
  });
}

const kubectl = (args: RolloutWatchArgs, ...rest: string[]) =>
  run(
    "kubectl",
    [
      ...at({ kubeconfig: args.cluster.kubeconfig, context: args.cluster.contextName }),
      ...["--namespace", args.namespace, ...rest],
    ],
    { timeoutSeconds: 10 },
  );

async function currentReasons(args: RolloutWatchArgs): Promise<Reason[]> {
  const { stdout } = await kubectl(args, "get", "pods,events", "--output=json");
  const { items } = parseJson(podsAndEvents, stdout);
  return reasons(items, args.cluster.profile, args.cluster.commands.up);
}

/** The last lines of a container, of the one before it if it was started again. */
async function logOf(args: RolloutWatchArgs, reason: Reason): Promise<string> {
  if (!reason.container) return "";
  const log = (...more: string[]) =>
    kubectl(
      args,
      "logs",
      reason.pod,
      "--container",
      reason.container!,
      `--tail=${LOG_LINES}`,
      ...more,
    );
  const { stdout } = await log("--previous").catch(() => log().catch(() => ({ stdout: "" })));
  return stdout.trim() === ""
    ? ""
    : `\nIts last log lines:\n${indent(lastLines(stdout, LOG_LINES))}`;
}
