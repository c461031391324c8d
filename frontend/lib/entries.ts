/** The panel's lines: what there is to do, and what is done, behind a line that folds it away. */
import type { Rows } from "./rows";
import type { Task } from "./tasks";
import type { Section } from "./views";

export type Entry = { kind: "task"; section: Section; place: number; task: Task | undefined } | { kind: "fold" };

/** Which lines there are. */
export interface Lines {
  open: Rows;
  done: Rows;
  /** There is a line that folds what is done. */
  fold: boolean;
  /** What is done is not shown. */
  folded: boolean;
}

/** How many. */
export const countOf = ({ open, done, fold, folded }: Lines) => open.length + (fold ? 1 : 0) + (folded ? 0 : done.length);

/** The line at a place. */
export function entryAt({ open, done, fold }: Lines, index: number): Entry {
  if (index < open.length) return { kind: "task", section: "open", place: index, task: open[index] };
  if (fold && index === open.length) return { kind: "fold" };
  const place = index - open.length - (fold ? 1 : 0);
  return { kind: "task", section: "done", place, task: done[place] };
}

/** Where a task's line is; -1 where it is not shown. */
export function indexOf({ open, done, fold, folded }: Lines, id: string | undefined): number {
  if (id === undefined) return -1;
  const place = open.findIndex((task) => task?.id === id);
  if (place >= 0 || folded) return place;
  const after = done.findIndex((task) => task?.id === id);
  return after < 0 ? -1 : open.length + (fold ? 1 : 0) + after;
}

/** The places of a section among these lines, first and last. */
export function rangeOf(lines: Lines, section: Section, indexes: number[]): [number, number] | undefined {
  const places = indexes.flatMap((index) => {
    const entry = entryAt(lines, index);
    return entry.kind === "task" && entry.section === section ? [entry.place] : [];
  });
  return places.length > 0 ? [Math.min(...places), Math.max(...places)] : undefined;
}
