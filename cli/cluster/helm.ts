/** helm at a cluster, by what Helm 3 and Helm 4 both have. */
import * as v from "valibot";
import { kubeconfigFlag } from "../../components/cluster/kubeconfig";
import { helmTo } from "../../components/cluster/commandLine";
import { SHELL } from "../stack/place";
import { readJson } from "../../components/process/json";
import { Finished, run } from "../../components/process/shell";

/** kubeconfig is in the form of KUBECONFIG; absent, helm reads that. */
export interface HelmTarget {
  context: string;
  namespace: string;
  kubeconfig?: string;
}

/** A release as `helm list --output=json` shows it. */
const listed = v.object({ name: v.string(), status: v.string(), revision: v.string() });
export type Listed = v.InferOutput<typeof listed>;

/**
 * The statuses that `helm list` has a flag for; `pending` is those of every operation. Helm 3 lists only some of them
 * unasked, and all with --all; Helm 4 lists all unasked, and has no --all.
 */
const STATUSES = [
  "deployed",
  "failed",
  "pending",
  "superseded",
  "uninstalled",
  "uninstalling",
] as const;
type Status = (typeof STATUSES)[number];

/** Releases of a namespace, each at its last revision. @throws ToolError */
export async function releases(
  target: HelmTarget,
  statuses: readonly Status[] = STATUSES,
): Promise<Listed[]> {
  const flags = statuses.map((status) => `--${status}`);
  const list = ["list", ...flags, "--output=json"];
  const step = "listing the releases";
  const { stdout } = await helm(target, step, list, 30);
  return readJson(
    v.array(listed),
    stdout || "[]",
    step,
    helmTo(target, [...list, "--namespace", target.namespace], SHELL),
  );
}

/** Runs helm. @param step what it is doing, for its error. @throws ToolError */
export function helm(
  { context, namespace, kubeconfig }: HelmTarget,
  step: string,
  args: string[],
  timeoutSeconds = 120,
): Promise<Finished> {
  const where = [
    ...["--namespace", namespace],
    ...kubeconfigFlag(kubeconfig),
    ...["--kube-context", context],
  ];
  return run("helm", [...args, ...where], { step, timeoutSeconds });
}
