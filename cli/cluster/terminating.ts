import * as v from "valibot";
import { at } from "../../components/cluster/clusterObjects";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { selectorOf } from "../../tools/client/pods";
import { kubectlTo } from "../../components/cluster/commandLine";
import { type Place, SHELL } from "../stack/place";
import { makeCommand } from "../../todo/configCommand";

/** How long a namespace usually takes to go, with a pod that ends its streams first, and some. */
const TIMEOUT_SECONDS = 120;

/** A namespace as `kubectl get namespace --output=json` shows it. */
const namespace = v.object({
  metadata: v.object({ name: v.string(), deletionTimestamp: v.optional(v.string()) }),
  status: v.optional(
    v.object({
      conditions: v.optional(
        v.array(v.object({ status: v.string(), message: v.optional(v.string()) })),
      ),
    }),
  ),
});
export type Namespace = v.InferOutput<typeof namespace>;

/**
 * Waits for a namespace that is being deleted: nothing can be made in it any more. Ask only where the
 * API server answers.
 *
 * @throws Error that says what holds it, after two minutes.
 */
export async function awaitTerminating(place: Place, say: (what: string) => void): Promise<void> {
  const { namespace: name } = place;
  const look = async (): Promise<Namespace | undefined> => {
    const args = ["get", "namespace", name, "--output=json", "--ignore-not-found"];
    const shown = await kubectl(place, ...args);
    if (shown.code !== 0 || !shown.stdout) return undefined;
    const step = `looking at namespace ${name}`;
    return readJson(namespace, shown.stdout, step, kubectlTo(place, args, SHELL));
  };
  if (!(await look())?.metadata.deletionTimestamp) return;
  say(`namespace ${name} is being deleted: waiting until it no longer exists`);
  const timeout = `--timeout=${TIMEOUT_SECONDS}s`;
  await kubectl(place, "wait", "--for=delete", `namespace/${name}`, timeout);
  const left = await look();
  if (left?.metadata.deletionTimestamp) throw new Error(heldBack(left, place));
}

/**
 * Waits until the release's pods are gone, which outlive the release while they end their streams. What does not
 * go within two minutes is left to the cluster. Ask only where the API server answers.
 */
export async function awaitLeaving(place: Place): Promise<void> {
  const pods = ["pods", selectorOf()];
  const timeout = `--timeout=${TIMEOUT_SECONDS}s`;
  await kubectl(place, "wait", "--for=delete", "--namespace", place.namespace, ...pods, timeout);
}

const kubectl = (place: Place, ...args: string[]) =>
  run("kubectl", [...at(place), ...args], {
    step: `looking at namespace ${place.namespace}`,
    allow: () => true,
  });

/** Why a namespace that is being deleted stays, in the API server's words, and how to see what is in it. */
export function heldBack({ metadata, status }: Namespace, place: Place): string {
  const reasons = (status?.conditions ?? [])
    .filter((condition) => condition.status === "True" && condition.message)
    .map(({ message }) => `  ${message}`);
  const { name } = metadata;
  return [
    `namespace ${name} of ${place.context} is being deleted, but still exists after two minutes. Nothing was changed.`,
    ...reasons,
    `An object with a finalizer waits for its controller. To list what is left, run: ${kubectlTo(place, ["get", "all,pvc,ingress", "-n", name], SHELL)}`,
    `When it no longer exists, run: ${makeCommand("up")}`,
  ].join("\n");
}
