/** Objects whose creation was cut off: made in the cluster, and not in the state yet. */
import { findNamespace, STACK_LABEL, at } from "../components/clusterObjects";
import type { State } from "../components/ownState";
import { run } from "../components/shell";
import type { Place } from "./place";
import { releaseIn } from "./release";
import { stackName } from "./stack";

interface Operation {
  type: string;
  resource: { urn: string; type: string };
}

const NAMESPACE = "kubernetes:core/v1:Namespace";
const SECRET = "kubernetes:core/v1:Secret";
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Names of the Secrets that the program makes, by the end of their resource's name. */
const SECRETS: Record<string, string> = {
  "secrets-app": "app-secrets",
  "secrets-database": "postgres-credentials",
};

/**
 * What a refresh is to take over, by URN and id: what the cluster has, and what only this stack can have made.
 *
 * @throws Error when the cluster does not say.
 */
export async function pendingImports(place: Place, state: State): Promise<[string, string][]> {
  const pending = (state.deployment?.pending_operations ?? []) as Operation[];
  const imports: [string, string][] = [];
  for (const { type, resource } of pending) {
    if (type !== "creating") continue;
    const id = await idOf(resource, place);
    if (id !== undefined) imports.push([resource.urn, id]);
  }
  return imports;
}

async function idOf(
  { urn, type }: Operation["resource"],
  place: Place,
): Promise<string | undefined> {
  const { namespace } = place;
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  if (type === NAMESPACE && name === "secrets-namespace") {
    const seen = await findNamespace(place, namespace);
    return seen?.labels[STACK_LABEL] === stackName() ? namespace : undefined;
  }
  if (type === SECRET && SECRETS[name]) {
    const { stdout } = await run(
      "kubectl",
      [
        ...at(place),
        ...["get", "secret", SECRETS[name], "--namespace", namespace],
        ...["--ignore-not-found", "--output=json"],
      ],
      { step: `asking for Secret ${SECRETS[name]}`, timeoutSeconds: 60 },
    );
    const labels = stdout.trim() === "" ? {} : (JSON.parse(stdout).metadata.labels ?? {});
    return labels["app.kubernetes.io/managed-by"] === "pulumi"
      ? `${namespace}/${SECRETS[name]}`
      : undefined;
  }
  if (type === RELEASE && name === "app-release")
    return (await releaseIn(place)) ? `${namespace}/todo-app` : undefined;
  return undefined;
}
