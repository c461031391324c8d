/** What the cluster says of the deployment, for `make status` and for the end of `make up`. */
import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "../stack/interrupt";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { INSTANCE, RELEASE } from "../../tools/client/pods";
import { type FullPod, objects } from "./kubectlJson";
import { KAGENT_NAMESPACE } from "../../todo/kagentKinds";
import { kubectlTo } from "../../components/cluster/commandLine";
import { place, SHELL } from "../stack/place";
import { releaseIn } from "./release";
import { Outputs } from "../stack/stack";
import { Seen, statusReport, StatusReport } from "./statusReport";
import { strangers } from "./strangers";

/** How long pods may take to come back by themselves, after a node that was started again for one. */
const TIMEOUT_MS = 120_000;
const PAUSE_MS = 2000;

/** What the cluster alone says. */
type InCluster = Omit<Seen, "visits" | "differs" | "kagent">;

/** The release, the pods, what was told of them, and who else gets their requests. */
export async function look(outputs: Outputs): Promise<InCluster> {
  const [objects, release] = await Promise.all([objectsOf(outputs), releaseIn(outputs)]);
  return { ...objects, release, profile: place().profile ?? "" };
}

/** Of a namespace that others use too, the pods of this release, and every event. */
async function objectsOf({
  context,
  namespace,
}: Outputs): Promise<Pick<Seen, "objects" | "strangers">> {
  const where = ["--context", context, "--namespace", namespace];
  const step = `listing the pods in ${namespace}`;
  // In this order: a pod that is listed behind a Service is looked for afterwards.
  const what = ["get", "endpointslices,pods,events", "--output=json", "--request-timeout=10s"];
  const { stdout } = await run("kubectl", [...where, ...what], { step });
  const { items } = readJson(
    objects,
    stdout,
    step,
    kubectlTo(
      { context, kubeconfig: place().kubeconfig },
      ["--namespace", namespace, ...what],
      SHELL,
    ),
  );
  const pods = items.filter((item) => item.kind === "Pod");
  const slices = items.filter((item) => item.kind === "EndpointSlice");
  const events = items.filter((item) => item.kind === "Event");
  return { objects: [...pods.filter(isOurs), ...events], strangers: strangers(slices, pods) };
}

/** kagent's pods, as far as they are there. */
export async function kagentPods({ context }: Pick<Outputs, "context">): Promise<FullPod[]> {
  const where = ["--context", context, "--namespace", KAGENT_NAMESPACE];
  const step = `listing the pods in ${KAGENT_NAMESPACE}`;
  const what = ["get", "pods", "--output=json", "--request-timeout=10s"];
  const { stdout } = await run("kubectl", [...where, ...what], { step });
  const typed = ["--namespace", KAGENT_NAMESPACE, ...what];
  const { kubeconfig } = place();
  const { items } = readJson(
    objects,
    stdout,
    step,
    kubectlTo({ context, kubeconfig }, typed, SHELL),
  );
  return items.filter((item) => item.kind === "Pod");
}

const isOurs = ({ metadata: { labels } }: FullPod) => labels?.[INSTANCE] === RELEASE;

/**
 * Waits until every pod of the release is ready: where an `up` had nothing to change, nothing else checked.
 *
 * @returns the last report, which may still not be well.
 * @throws what the last look threw, if none succeeded at the end.
 */
export async function waitUntilHealthy(
  seen: () => Promise<InCluster>,
  timeoutMs = TIMEOUT_MS,
  pauseMs = PAUSE_MS,
): Promise<StatusReport> {
  for (
    const end = Date.now() + timeoutMs;
    ;
    await sleep(pauseMs, undefined, { signal: interruption })
  ) {
    try {
      const report = statusReport({ ...(await seen()), visits: [] }, Date.now());
      if (report.ok || Date.now() >= end) return report;
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
  }
}
