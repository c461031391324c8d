/** The panel's lines: what there is to do, under its days where that is wanted, and what is done, behind a line that folds it away. */
import type { Rows } from "./rows";
import type { Task } from "./tasks";
import type { Section } from "./views";

export type Entry = { kind: "task"; section: Section; place: number; task: Task | undefined } | { kind: "fold" } | { kind: "day"; date: string };

interface Lines {
  open: Rows;
  done: Rows;
  /** There is a line that folds what is done. */
  fold: boolean;
  /** What is done is not shown. */
  folded: boolean;
  /** What there is to do stands under the day on which it is due; it comes by due date then. */
  byDay?: boolean;
}

export function entriesOf({ open, done, fold, folded, byDay = false }: Lines): Entry[] {
  const entries = (section: Section, rows: Rows): Entry[] => rows.map((task, place) => ({ kind: "task", section, place, task }));
  const todo = entries("open", open);
  return [...(byDay ? underDays(todo) : todo), ...(fold ? [{ kind: "fold" } as const] : []), ...(folded ? [] : entries("done", done))];
}

/** Lines with each day before its first task, as far as tasks are loaded: another one's day is not known. */
function underDays(entries: Entry[]): Entry[] {
  let day: string | null = null;
  return entries.flatMap((entry) => {
    const date = entry.kind === "task" ? entry.task?.due_date : undefined;
    if (!date || date === day) return [entry];
    day = date;
    return [{ kind: "day", date } as const, entry];
  });
}

/** The line that a key goes to from another: those that only name a day are passed over. -1 where there is none. */
export function lineFrom(entries: Entry[], index: number, step: number): number {
  let next = index + step;
  while (entries[next]?.kind === "day") next += step;
  return next in entries ? next : -1;
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
