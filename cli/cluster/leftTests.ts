/** What a `helm test` that failed, or was interrupted, has left: Helm uninstalls no hooks. */
import * as v from "valibot";
import { at } from "../../components/cluster/clusterObjects";
import { kubectlTo } from "../../components/cluster/commandLine";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { selectorOf } from "../../tools/client/pods";
import { type Place, SHELL } from "../stack/place";

const hooks = v.object({
  items: v.optional(
    v.array(
      v.object({
        kind: v.string(),
        metadata: v.object({
          name: v.string(),
          annotations: v.optional(v.record(v.string(), v.string())),
        }),
      }),
    ),
  ),
});

/**
 * Removes the chart's tests from the namespace that the stack's release was in. What fails is a warning, with the command
 * that does it by hand. Ask only where the API server answers.
 */
export async function removeLeftTests(place: Place): Promise<void> {
  const of = ["--namespace", place.namespace];
  const listed = ["pods,networkpolicies", ...of, selectorOf("test")];
  const step = `removing the pods that the chart's tests left in namespace ${place.namespace}`;
  try {
    const look = ["get", ...listed, "--output=json"];
    const { stdout } = await run("kubectl", [...at(place), ...look], { step, timeoutSeconds: 60 });
    const { items = [] } = readJson(hooks, stdout, step, kubectlTo(place, look, SHELL));
    const left = items
      .filter(({ metadata }) => metadata.annotations?.["helm.sh/hook"] === "test")
      .map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);
    if (left.length === 0) return;
    const remove = ["delete", ...of, ...left, "--ignore-not-found"];
    await run("kubectl", [...at(place), ...remove], { step, timeoutSeconds: 120 });
  } catch (error) {
    console.error(
      `warning: pods of the chart's tests may still exist. To remove them, run: ${kubectlTo(place, ["delete", ...listed], SHELL)}\n` +
        (error as Error).message,
    );
  }
}
