/** The database's volume, where it is not this stack's. */
import * as v from "valibot";
import { at } from "../../components/cluster/clusterObjects";
import { kubectlTo } from "../../components/cluster/commandLine";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { resourcesOf, State } from "../../components/process/stackState";
import { configCommand } from "../../todo/configCommand";
import { configured, type Place, SHELL } from "../stack/place";
import { stackName } from "../stack/stackName";
import { keepsDatabase } from "./keptDatabase";
import { RELEASE } from "./release";

/** The claim of the chart's Postgres. */
const CLAIM = "postgres-data";

/**
 * Helm takes over a claim that an earlier release of the name has left, and deletes it with its own, unless it is told to
 * keep it: what another user kept (todo:keepDatabase) would be deleted with the next stack of the namespace. Ask only where the API
 * server answers.
 *
 * @param config what the stack's file sets, by key.
 * @throws Error that names the claim, and the ways out.
 */
export async function refuseForeignVolume(
  place: Place,
  state: State,
  config: Record<string, unknown> = configured(),
): Promise<void> {
  if (config["todo:databaseUrl"] || hasMade(state, place.namespace)) return;
  const claim = await findClaim(place);
  if (claim === undefined || claim.deletionTimestamp) return;
  const isKept = isOfChart(claim, place.namespace);
  if (isKept && keepsDatabase(config)) return;
  const { context, namespace } = place;
  const change = (set: string, to: string) => configCommand({ set, to }, stackName());
  throw new Error(
    `PersistentVolumeClaim ${CLAIM} in namespace ${namespace} of ${context} was not created by this stack: it may contain ` +
      "another database, or a database that was kept. Nothing was changed.\n" +
      (isKept
        ? `To use it, and keep it at make down: ${change("todo:keepDatabase", "true")}\n`
        : "") +
      `To keep it: ${change("todo:namespace", `${namespace}-2`)}\n` +
      `To delete it and all its data: ${kubectlTo(place, ["--namespace", namespace, "delete", "persistentvolumeclaim", CLAIM], SHELL)}`,
  );
}

/** Whether the stack has a release there that brought the claim along. */
const hasMade = (state: State, namespace: string): boolean =>
  resourcesOf(state).some(
    ({ urn, id, inputs }) =>
      urn.endsWith("::app-release") &&
      id === `${namespace}/${RELEASE}` &&
      inputs?.values?.postgres?.enabled !== false,
  );

/** What kubectl shows of a claim decides about it. */
const claim = v.object({
  metadata: v.object({
    deletionTimestamp: v.optional(v.string()),
    labels: v.optional(v.record(v.string(), v.string())),
    annotations: v.optional(v.record(v.string(), v.string())),
  }),
});
type Claim = v.InferOutput<typeof claim>["metadata"];

/** Whether Helm would take it over for a release of the app: it refuses any other. */
const isOfChart = ({ labels, annotations }: Claim, namespace: string): boolean =>
  labels?.["app.kubernetes.io/managed-by"] === "Helm" &&
  annotations?.["meta.helm.sh/release-name"] === RELEASE &&
  annotations["meta.helm.sh/release-namespace"] === namespace;

/** @throws ToolError when the cluster does not say. */
async function findClaim(place: Place): Promise<Claim | undefined> {
  const step = `asking for PersistentVolumeClaim ${CLAIM} in namespace ${place.namespace}`;
  const args = [
    ...["get", "persistentvolumeclaim", CLAIM, "--namespace", place.namespace],
    ...["--ignore-not-found", "--output=json"],
  ];
  const { stdout } = await run("kubectl", [...at(place), ...args], { step, timeoutSeconds: 60 });
  if (stdout.trim() === "") return undefined;
  return readJson(claim, stdout, step, kubectlTo(place, args, SHELL)).metadata;
}
