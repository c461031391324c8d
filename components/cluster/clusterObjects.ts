/** What the programs ask a cluster, and delete in it: by uid, never by a name alone. */
import { kubectlTo } from "./commandLine";
import { kubeconfigFlag } from "./kubeconfig";
import * as v from "valibot";
import { readJson } from "../process/json";
import type { Place } from "./place";
import { mustAnswer, run, ToolError } from "../process/shell";

/** What of a namespace decides who owns it. */
export interface Namespace {
  name: string;
  uid: string;
  labels: Record<string, string>;
}

/**
 * Labels by which others see that a stack made a namespace: its name, and its id. They prove nothing, for anyone
 * can edit them: the state does.
 */
export const STACK_LABEL = "todo-app/stack";
export const OWNER_LABEL = "todo-app/owner";

/** A stack's name as a label takes it: Pulumi's may be longer, and begin and end otherwise. */
export const stackLabel = (stack: string): string =>
  stack
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, "");

/** How long a cluster may take to answer, in seconds: signing in to one takes its time. */
const TIMEOUT_SECONDS = 60;

const lookup = (name: string) => [
  ...["get", "namespace", name, "--output=json", "--ignore-not-found", "--request-timeout=30s"],
];

const looking = ({ context }: Place, name: string) => ({
  step: `asking for namespace ${name} of ${context}`,
  timeoutSeconds: TIMEOUT_SECONDS,
});

const labels = v.optional(v.record(v.string(), v.string()));

/** What kubectl shows of a namespace. */
const shown = v.object({ metadata: v.object({ name: v.string(), uid: v.string(), labels }) });
/** Without a uid it is there all the same, and no stack's: enough to leave it alone, and to change nothing in it. */
const shownAtLeast = v.object({
  metadata: v.object({ name: v.string(), uid: v.optional(v.string()), labels }),
});
const shownList = v.object({ items: v.array(shown) });

/** The same of a Secret. */
const shownSecret = v.object({
  metadata: v.object({
    uid: v.string(),
    labels,
    creationTimestamp: v.optional(v.string()),
  }),
});

/** The same of what bears a stack's id. */
const labelled = v.object({
  items: v.array(
    v.object({
      kind: v.string(),
      metadata: v.object({ name: v.string(), namespace: v.optional(v.string()), labels }),
    }),
  ),
});

/** kubectl's arguments that name the cluster. */
export const at = ({ kubeconfig, context }: Place) => [
  ...kubeconfigFlag(kubeconfig),
  ...["--context", context],
];

/**
 * A namespace, or undefined where there is none.
 *
 * @throws ToolError when the cluster does not say.
 */
export async function findNamespace(place: Place, name: string): Promise<Namespace | undefined> {
  const { stdout } = await run("kubectl", [...at(place), ...lookup(name)], looking(place, name));
  return readNamespace(stdout, place, name);
}

/**
 * What tells this cluster from another under the same name: the uid of kube-system. "" where the user may not
 * look at that.
 *
 * @throws ToolError when the cluster does not answer.
 */
export async function clusterUid(place: Place): Promise<string> {
  try {
    return (await findNamespace(place, "kube-system"))?.uid ?? "";
  } catch (error) {
    return notToBeSeen(error);
  }
}

/** The same as clusterUid for a program. */
export function clusterUidNow(place: Place): string {
  try {
    return findNamespaceNow(place, "kube-system")?.uid ?? "";
  } catch (error) {
    return notToBeSeen(error);
  }
}

function notToBeSeen(error: unknown): "" {
  if (error instanceof ToolError && /forbidden/i.test(error.words)) return "";
  throw error;
}

/**
 * The namespaces that bear a stack's id.
 *
 * @param names those to look at where the user may not list them.
 * @throws ToolError when the cluster does not say.
 */
export async function namespacesOf(
  place: Place,
  owner: string,
  names: string[],
): Promise<Namespace[]> {
  const step = `asking ${place.context} for the namespaces of this stack`;
  const selector = `--selector=${OWNER_LABEL}=${owner}`;
  const args = ["get", "namespaces", selector, "--output=json", "--request-timeout=30s"];
  try {
    const { stdout } = await run("kubectl", [...at(place), ...args], {
      ...{ step, timeoutSeconds: TIMEOUT_SECONDS },
    });
    return readJson(shownList, stdout, step, kubectlTo(place, args)).items.map(asNamespace);
  } catch (error) {
    if (!(error instanceof ToolError && /forbidden/i.test(error.words))) throw error;
  }
  const seen = await Promise.all(names.map((name) => findNamespace(place, name)));
  return seen.filter(
    (one) => one !== undefined && one.labels[OWNER_LABEL] === owner,
  ) as Namespace[];
}

/** What another stack has made in a cluster. */
export interface Others {
  /** As one would say it. */
  words: string;
  /** kubectl's arguments that delete it. */
  deletion: string[];
}

/**
 * What bears the id of another stack: its namespaces, and its Secrets where it is in an external namespace.
 *
 * @throws ToolError when the cluster does not say.
 */
export async function othersIn(place: Place, owner: string): Promise<Others[]> {
  const step = `asking ${place.context} what other stacks have in it`;
  const args = [
    ...["get", "namespaces,secrets", "--all-namespaces", `--selector=${OWNER_LABEL}`],
    ...["--output=json", "--ignore-not-found", "--request-timeout=30s"],
  ];
  const { stdout } = await run("kubectl", [...at(place), ...args], {
    ...{ step, timeoutSeconds: TIMEOUT_SECONDS },
  });
  // So kubectl says that there is none, told to ignore what is not found.
  if (stdout.trim() === "") return [];
  const { items } = readJson(labelled, stdout, step, kubectlTo(place, args));
  const theirs = items.filter(({ metadata }) => metadata.labels?.[OWNER_LABEL] !== owner);
  const spaces = theirs
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata: { name, labels = {} } }) => ({ name, labels }));
  return [
    ...spaces.map(({ name, labels }) => ({
      words: `namespace ${name} of ${labels[STACK_LABEL] ? `stack ${labels[STACK_LABEL]}` : "another stack"}`,
      deletion: ["delete", "namespace", name],
    })),
    ...theirs.flatMap(({ kind, metadata: { name, namespace = "" } }) =>
      kind !== "Secret" || spaces.some((space) => space.name === namespace)
        ? []
        : {
            words: `Secret ${name} in namespace ${namespace}`,
            deletion: ["delete", "secret", name, "--namespace", namespace],
          },
    ),
  ];
}

/**
 * The same as findNamespace for a program, which has to know before it says what it wants. The uid is "" where the
 * cluster shows none.
 */
export function findNamespaceNow(place: Place, name: string): Namespace | undefined {
  const answer = mustAnswer("kubectl", [...at(place), ...lookup(name)], looking(place, name));
  return readNamespace(answer, place, name, shownAtLeast);
}

function readNamespace(
  answer: string,
  place: Place,
  name: string,
  schema: typeof shown | typeof shownAtLeast = shown,
): Namespace | undefined {
  if (answer.trim() === "") return undefined;
  const { step } = looking(place, name);
  const command = kubectlTo(place, lookup(name));
  // Where a kubectl gives a list for a name that is not there.
  const { items } = readJson(maybeList, answer, step, command);
  return items?.length === 0 ? undefined : asNamespace(readJson(schema, answer, step, command));
}

const maybeList = v.partial(v.object({ items: v.array(v.unknown()) }));

const asNamespace = ({
  metadata: { name, uid = "", labels = {} },
}: v.InferOutput<typeof shownAtLeast>): Namespace => ({ name, uid, labels });

/**
 * Deletes a namespace with all that is in it, and waits until it is gone. The API server compares the uid:
 * another namespace of the same name stays.
 *
 * @returns whether it was deleted, and not gone or another one already.
 * @throws ToolError when the cluster does not answer, or something holds the namespace.
 */
export async function deleteNamespace(
  place: Place,
  { name, uid }: Pick<Namespace, "name" | "uid">,
): Promise<boolean> {
  if ((await findNamespace(place, name))?.uid !== uid) return false;
  const step = `deleting namespace ${name} of ${place.context}`;
  const options = { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid } };
  try {
    await run(
      "kubectl",
      [...at(place), "delete", "--raw", `/api/v1/namespaces/${name}`, "--filename=-"],
      { step, timeoutSeconds: TIMEOUT_SECONDS, input: JSON.stringify(options) },
    );
  } catch (error) {
    // It went, or was replaced, in that moment.
    if (!(error instanceof ToolError) || !/NotFound|not found|Conflict/.test(error.words))
      throw error;
  }
  await run(
    "kubectl",
    [...at(place), "wait", "--for=delete", `namespace/${name}`, "--timeout=300s"],
    { step, allow: () => true },
  );
  if ((await findNamespace(place, name))?.uid === uid)
    throw new Error(
      `namespace ${name} of ${place.context} is still there after five minutes. What holds it: ` +
        kubectlTo(place, ["get", "namespace", name, "-o", "yaml"]),
    );
  return true;
}

/** The Secret of every deployment of the app: its labels tell which stack owns that. */
export const APP_SECRET = "app-secrets";

/** The Secret of its own Postgres; a deployment with a database elsewhere has none. */
export const DATABASE_SECRET = "postgres-credentials";

/** What of a Secret decides who owns it. */
export interface SecretSeen {
  uid: string;
  labels: Record<string, string>;
  /** When it was made, by the cluster's own clock, as text that sorts by time. */
  created: string;
}

/** A Secret; undefined where there is none. @throws ToolError when the cluster does not say. */
export async function findSecret(
  place: Place & { namespace: string },
  name: string,
): Promise<SecretSeen | undefined> {
  const step = `asking for Secret ${name}`;
  const args = [
    ...["get", "secret", name, "--namespace", place.namespace],
    ...["--ignore-not-found", "--output=json"],
  ];
  const { stdout } = await run("kubectl", [...at(place), ...args], {
    step,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  if (stdout.trim() === "") return undefined;
  const { metadata } = readJson(shownSecret, stdout, step, kubectlTo(place, args));
  const { uid, labels = {}, creationTimestamp: created = "" } = metadata;
  return { uid, labels, created };
}

/** Labels of a Secret; undefined where there is none. @throws ToolError when the cluster does not say. */
export const secretLabels = async (
  place: Place & { namespace: string },
  name: string,
): Promise<Record<string, string> | undefined> => (await findSecret(place, name))?.labels;

/** Takes labels off a namespace. */
export async function removeLabels(place: Place, name: string, labels: string[]): Promise<void> {
  await run(
    "kubectl",
    [...at(place), "label", "namespace", name, ...labels.map((label) => `${label}-`)],
    { step: `removing labels from namespace ${name}`, timeoutSeconds: TIMEOUT_SECONDS },
  );
}
