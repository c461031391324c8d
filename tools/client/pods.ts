/** The one release of the chart in the app's namespace. */
export const RELEASE = "todo-app";

/** The label by which every pod of the release says whose it is. */
export const INSTANCE = "app.kubernetes.io/instance";

/**
 * kubectl's option that chooses the release's pods: of some parts, or all. By `app` alone it would also choose
 * those of others in the namespace.
 */
export function selectorOf(...parts: string[]): string {
  const some = parts.length === 1 ? `app=${parts[0]},` : `app in (${parts.join(", ")}),`;
  return `--selector=${parts.length > 0 ? some : ""}${INSTANCE}=${RELEASE}`;
}
