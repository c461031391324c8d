/** The panel's lines: what there is to do, and what is done, behind a line that folds it away. */
import type { Rows } from "./rows";
import type { Task } from "./tasks";
import type { Section } from "./views";

export type Entry = { kind: "task"; section: Section; place: number; task: Task | undefined } | { kind: "fold" };

interface Lines {
  open: Rows;
  done: Rows;
  /** There is a line that folds what is done. */
  fold: boolean;
  /** What is done is not shown. */
  folded: boolean;
}

export function entriesOf({ open, done, fold, folded }: Lines): Entry[] {
  const entries = (section: Section, rows: Rows): Entry[] => rows.map((task, place) => ({ kind: "task", section, place, task }));
  return [...entries("open", open), ...(fold ? [{ kind: "fold" } as const] : []), ...(folded ? [] : entries("done", done))];
}

/** Where a task's line is; -1 where it is not shown. */
export const indexOf = (entries: Entry[], id: string | undefined) =>
  id === undefined ? -1 : entries.findIndex((entry) => entry.kind === "task" && entry.task?.id === id);

/** The places of a section among the lines from one to another, first and last. */
export function rangeOf(entries: Entry[], section: Section, from: number, to: number): [number, number] | undefined {
  const places = entries
    .slice(Math.max(from, 0), to + 1)
    .flatMap((entry) => (entry.kind === "task" && entry.section === section ? [entry.place] : []));
  return places.length > 0 ? [places[0]!, places.at(-1)!] : undefined;
}
