/** Figures out of what other commands have left: pure functions, each with what it reads. */
import * as v from "valibot";

/** An entry of `pulumi stack history --json`, the newest first. */
const update = v.object({
  kind: v.string(),
  startTime: v.string(),
  endTime: v.string(),
  result: v.string(),
  resourceChanges: v.nullish(v.record(v.string(), v.number())),
});
export const updates = v.array(update);
export type Update = v.InferOutput<typeof update>;

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

/** How long the `up` that made everything took, in seconds. @throws Error when there is none. */
export function firstUp(history: Update[]): number {
  const first = [...history].reverse().find(({ kind }) => kind === "update");
  const created = first?.resourceChanges?.create ?? 0;
  const others = Object.keys(first?.resourceChanges ?? {}).filter((change) => change !== "create");
  if (!first || first.result !== "succeeded" || created === 0 || others.length > 0) {
    throw new Error("the stack's history has no update that made everything at once");
  }
  return seconds(first.startTime, first.endTime);
}

/** A pod, as far as its start is looked at. */
const startedPod = v.object({
  metadata: v.object({ name: v.string() }),
  status: v.object({
    startTime: v.string(),
    conditions: v.array(
      v.object({ type: v.string(), status: v.string(), lastTransitionTime: v.string() }),
    ),
    containerStatuses: v.optional(v.array(v.object({ restartCount: v.number() }))),
  }),
});
export const startedPods = v.object({ items: v.array(startedPod) });
export type StartedPod = v.InferOutput<typeof startedPod>;

/**
 * The slowest start among pods whose containers never had to be started again, in whole seconds from the
 * kubelet's first look at the pod to Ready, migrations included.
 *
 * @throws Error when no pod can tell.
 */
export function slowestStart(pods: StartedPod[]): { pod: string; seconds: number } {
  const starts = pods
    .filter(({ status }) =>
      status.containerStatuses?.every(({ restartCount }) => restartCount === 0),
    )
    .flatMap(({ metadata, status }) => {
      const ready = status.conditions.find(({ type }) => type === "Ready");
      if (ready?.status !== "True") return [];
      return [{ pod: metadata.name, seconds: seconds(status.startTime, ready.lastTransitionTime) }];
    })
    .sort((a, b) => b.seconds - a.seconds);
  if (!starts[0]) throw new Error("no pod is ready, or all were restarted");
  return starts[0];
}

/** What `make faults` has written. @throws Error when nothing is there, or something did not recover. */
export function healed(document: string): string {
  const part = between(document, "faults");
  const date = /Measured on (\d{4}-\d\d-\d\d)/.exec(part)?.[1];
  const writes = /(\d+) writes acknowledged, (\d+) lost/.exec(part);
  const rows = part
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| |\|$/g, "").trim()));
  if (!date || !writes || rows.length === 0) throw new Error("make faults has written nothing yet");
  const times = rows.map(([, recovered]) => (recovered === "at once" ? 0 : parseFloat(recovered!)));
  const late = rows.filter(([, , promised], index) => times[index]! > (parseFloat(promised!) || 0));
  if (late.length > 0) throw new Error(`later than promised: ${late[0]![0]}`);
  if (writes[2] !== "0") throw new Error(`${writes[2]} writes lost`);
  return (
    `${rows.length} faults, the slowest over after ${Math.max(...times)} s; ` +
    `${writes[1]} writes acknowledged, 0 lost (${date})`
  );
}

/** What the walk through the documents has written. @throws Error when nothing is there. */
export function walked(document: string): { minutes: number; words: string } {
  const part = between(document, "walk");
  const found = /the first `make up` in ([\d.]+)\./.exec(part)?.[1];
  const date = /Walked on (\d{4}-\d\d-\d\d)/.exec(part)?.[1];
  if (!found || !date) throw new Error("make walk has written nothing yet");
  return { minutes: Number(found), words: `${found} minutes for \`make up\` (${date})` };
}

/** Headings of the third level below the heading "Workflows". */
export function workflows(document: string): string[] {
  const [, part = ""] = /^## Workflows$([^]*?)(?=^## |$(?![^]))/m.exec(document) ?? [];
  return [...part.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading!);
}

function between(document: string, name: string): string {
  const [, part = ""] = new RegExp(`<!-- ${name} -->([^]*?)<!-- /${name} -->`).exec(document) ?? [];
  return part;
}
