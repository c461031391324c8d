import { answers, serverOf } from "../components/kubeconfig";
import { run } from "../components/shell";
import type { Place } from "./place";

/** The one release of the chart in a namespace. */
const NAME = "todo-app";

/**
 * Stops before a release that is in the way: one that was cut off, and one that the stack's state does not have.
 * Helm would refuse both minutes later, in words that do not say whose it is.
 *
 * @param state what `pulumi stack export` prints; asked for only where there is a release.
 * @throws Error that names the release, and the ways out.
 */
export async function refuseForeignRelease(
  place: Place,
  state: () => Promise<string>,
): Promise<void> {
  if (!(await answers(serverOf(place.kubeconfig, place.context)))) return;
  const where = ["--kubeconfig", place.kubeconfig, "--kube-context", place.context];
  const list = ["list", "--all", "--output=json", "--namespace", place.namespace, ...where];
  const { stdout } = await run("helm", list, { step: "listing the releases", timeoutSeconds: 30 });
  const found: Listed[] = JSON.parse(stdout || "[]");
  const release = found.find(({ name }) => name === NAME);
  if (!release) return;
  const message = inTheWay(
    release,
    place,
    release.status.startsWith("pending") ? "" : await state(),
  );
  if (message) throw new Error(message);
}

/** A release as `helm list --output=json` shows it. */
interface Listed {
  name: string;
  status: string;
}

/** What to say of a release that is there; undefined where the state has it. */
export function inTheWay(
  { status }: Listed,
  { context, namespace }: Pick<Place, "context" | "namespace">,
  state: string,
): string | undefined {
  const what = `release ${NAME} in namespace ${namespace} of ${context}`;
  if (status.startsWith("pending"))
    return `${what} is ${status}: a run was cut off. Nothing was changed. Run: make recover`;
  if (knows(state, `${namespace}/${NAME}`)) return undefined;
  return (
    `${what} (${status}) is not in the stack's state: somebody else installed it, or a run that was cut off. ` +
    "Nothing was changed.\n" +
    `To leave it: pulumi config set todo:namespace ${namespace}-2\n` +
    `To take its place: helm uninstall ${NAME} --kube-context ${context} --namespace ${namespace}`
  );
}

/** Whether a stack's exported state has the release of this id. */
function knows(state: string, id: string): boolean {
  const resources: { type: string; id?: string }[] =
    JSON.parse(state || "{}").deployment?.resources ?? [];
  return resources.some((one) => one.type === "kubernetes:helm.sh/v3:Release" && one.id === id);
}
