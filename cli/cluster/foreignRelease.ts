import {
  APP_SECRET,
  DATABASE_SECRET,
  findNamespace,
  OWNER_LABEL,
  secretLabels,
} from "../../components/cluster/clusterObjects";
import { configCommand, makeCommand } from "../../todo/configCommand";
import { halfDown } from "../../todo/namespace/samePlace";
import { ownerIn } from "../../components/cluster/recordedCluster";
import {
  pendingIn,
  RELEASE_TYPE,
  resourcesOf,
  SECRET_TYPE,
  State,
  wasCutOff,
} from "../../components/process/stackState";
import { helmTo, kubectlTo } from "../../components/cluster/commandLine";
import { configured, type Place, SHELL } from "../stack/place";
import { readRecord } from "../../components/cluster/profileRecord";
import { fileConfig } from "../../todo/configSource";
import { isOfKagent, KINDS_RELEASE, listObjects } from "../../todo/kagentKinds";
import { PROVIDERS } from "../../todo/kagentProviders";
import { releases } from "./helm";
import { KAGENT_RELEASES, kagentPlace, madeKagentNamespace } from "./kagentObjects";
import { type Listed, RELEASE, releaseIn } from "./release";
import { stackName } from "../stack/stack";

/**
 * Stops before a release that is in the way: one that was interrupted, and one that the stack's state does not have.
 * Helm would refuse both minutes later, in words that do not name its owner. Ask only where the API server answers.
 *
 * @throws Error that names the release, and the ways out.
 */
export async function refuseForeignRelease(place: Place, state: State): Promise<void> {
  const release = await releaseIn(place);
  if (!release) return;
  const owner = ownerIn(state);
  const seen = await findNamespace(place, place.namespace);
  const record = place.profile && owner ? readRecord(place.profile, owner) : undefined;
  const isOurs =
    owner !== undefined &&
    (seen?.labels[OWNER_LABEL] === owner ||
      Boolean(record?.namespaces.some(({ uid }) => uid === seen?.uid)) ||
      (await hasOwnSecret(place, state, owner)));
  const message = inTheWay(release, place, state, isOurs);
  if (message) throw new Error(message);
}

/** Whether the app's Secret beside it bears the stack's id, and is lost to the state. */
const hasOwnSecret = async (place: Place, state: State, owner: string) =>
  !knowsSecret(state, place.namespace, APP_SECRET) &&
  (await secretLabels(place, APP_SECRET))?.[OWNER_LABEL] === owner;

const knowsSecret = (state: State, namespace: string, name: string) =>
  resourcesOf(state).some(({ type, id }) => type === SECRET_TYPE && id === `${namespace}/${name}`);

/**
 * Stops before another stack's Secret in a namespace that both were told to use. Ask only where the API server
 * answers.
 *
 * @param config what the stack's file sets, by key.
 * @throws Error that names the way out.
 */
export async function refuseForeignSecret(
  place: Place,
  state: State,
  config: Record<string, unknown> = configured(),
): Promise<void> {
  const makes = config["todo:databaseUrl"] ? [APP_SECRET] : [APP_SECRET, DATABASE_SECRET];
  const unknown = makes.filter((name) => !knowsSecret(state, place.namespace, name));
  if (unknown.length === 0 || !(await findNamespace(place, place.namespace))) return;
  const other = otherNamespace(place.namespace);
  // Of an app that is there, the way to another namespace is its end.
  const isThere = knows(state, `${place.namespace}/${RELEASE}`);
  const leave = isThere
    ? `${makeCommand("down")} (this deletes the app's data), then: ${other} && ${makeCommand("up")}`
    : other;
  for (const name of unknown) await refuseSecret(name, place, state, leave);
}

/**
 * Stops before kagent's releases, and before a Secret with its provider's key, that the stack's state does not have:
 * its namespace has one name, and may be another user's. Ask only where the API server answers.
 *
 * @param config what the stack's file sets, by key.
 * @throws Error that names what is in the way, and the ways out.
 */
export async function refuseForeignKagent(
  place: Place,
  state: State,
  config: Record<string, unknown> = configured(),
): Promise<void> {
  const at = kagentPlace(place);
  const settings = fileConfig(config);
  if (settings.get("kagent") !== "true") return;
  const leave = configCommand({ set: "todo:kagent", to: "false" }, stackName());
  await refuseForeignKinds(at, leave);
  if (!(await findNamespace(at, at.namespace))) return;
  const isOurs = await madeKagentNamespace(state, place);
  for (const found of await releases(at)) {
    if (!Object.values(KAGENT_RELEASES).includes(found.name)) continue;
    const message = inTheWay(found, at, state, isOurs, { name: found.name, leave });
    if (message) throw new Error(message);
  }
  const secret = PROVIDERS[settings.get("kagentProvider") ?? ""]?.secret;
  if (secret && !knowsSecret(state, at.namespace, secret) && !isOurs)
    await refuseSecret(secret, at, state, leave);
}

/** A kind of kagent's: the chart of its kinds has it in every version. */
const KIND = "agents.kagent.dev";

/** Its kinds are there once in a cluster: Helm refuses those of another release, or of none. */
async function refuseForeignKinds(place: Place, leave: string): Promise<void> {
  const defined = await listObjects(place, ["customresourcedefinitions"]);
  const found = defined.find(({ name }) => name === KIND);
  if (found === undefined || (isOfKagent(found) && found.release === KINDS_RELEASE)) return;
  const { release, releaseNamespace } = found;
  const of = release ? `release ${release} in namespace ${releaseNamespace}` : "no Helm release";
  const removal = release
    ? helmTo(place, ["uninstall", release, "--namespace", releaseNamespace], SHELL)
    : kubectlTo(place, ["delete", "customresourcedefinition", KIND], SHELL);
  throw new Error(
    `CustomResourceDefinition ${KIND} already exists in ${place.context}, from ${of}: this stack did not install it. Nothing was changed.\n` +
      `To keep it: ${leave}\nTo replace it, and delete all objects of that kind: ${removal}`,
  );
}

async function refuseSecret(
  name: string,
  place: Place,
  state: State,
  leave: string,
): Promise<void> {
  const { context, namespace } = place;
  const labels = await secretLabels(place, name);
  if (labels === undefined) return;
  const what = `Secret ${name} in namespace ${namespace} of ${context}`;
  const owner = ownerIn(state);
  if (owner !== undefined && labels[OWNER_LABEL] === owner)
    throw new Error(
      wasCutOff(state)
        ? `${what} was left by an interrupted run. Run: ${makeCommand("recover")}`
        : halfDown(context, namespace, what),
    );
  throw new Error(
    `${what} is not in the stack's state: another stack or user created it. Nothing was changed.\n` +
      `To keep it: ${leave}\n` +
      `To delete it: ${kubectlTo(place, ["--namespace", namespace, "delete", "secret", name], SHELL)}`,
  );
}

/**
 * What to say of a release that is there; undefined where the state has it.
 *
 * @param isOurs whether its namespace is one that this stack made.
 * @param which its name, and the command by which a user leaves it.
 */
export function inTheWay(
  { status }: Pick<Listed, "status">,
  place: Pick<Place, "context" | "kubeconfig" | "namespace">,
  state: State,
  isOurs = false,
  which = { name: RELEASE, leave: otherNamespace(place.namespace) },
): string | undefined {
  const { context, namespace } = place;
  const { name, leave } = which;
  const what = `release ${name} in namespace ${namespace} of ${context}`;
  const known = knows(state, `${namespace}/${name}`);
  const begun = pendingIn(state).some(({ resource }) => resource.type === RELEASE_TYPE);
  if (begun || (known && status.startsWith("pending")))
    return `${what} is ${status}: a run was interrupted. Nothing was changed. Run: ${makeCommand("recover")}`;
  if (known && status === "uninstalling") return halfDown(context, namespace, what);
  if (known) return undefined;
  if (isOurs) return halfDown(context, namespace, what);
  return (
    `${what} (${status}) is not in the stack's state: another stack, another user or an interrupted run installed it. ` +
    "Nothing was changed.\n" +
    `To keep it: ${leave}\n` +
    `To uninstall it: ${helmTo(place, ["uninstall", name, "--namespace", namespace], SHELL)}`
  );
}

/** Whether a stack's state has the release of this id. */
function knows(state: State, id: string): boolean {
  return resourcesOf(state).some((one) => one.type === RELEASE_TYPE && one.id === id);
}

const otherNamespace = (namespace: string) =>
  configCommand({ set: "todo:namespace", to: `${namespace}-2` }, stackName());
