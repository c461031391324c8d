/** A list of which only the parts that somebody looks at are here. */
import type { Task } from "./tasks";

/** Each place of the list; undefined where its task is not loaded. */
export type Rows = readonly (Task | undefined)[];

/** Tasks that are asked for at once: places 0 to 99 are page 0. */
export const PAGE = 100;

/** Pages that hold these places, both included. */
export function pagesOf(from: number, to: number): number[] {
  const first = Math.floor(from / PAGE);
  return Array.from({ length: Math.floor(to / PAGE) - first + 1 }, (_, i) => first + i);
}

/** The list with a task at another place; the same where the task is not in it. */
export function moved(rows: Rows, id: string, to: number): Rows {
  const from = rows.findIndex((task) => task?.id === id);
  return from < 0 ? rows : rows.toSpliced(from, 1).toSpliced(to, 0, rows[from]);
}

/** What a task comes after at another place: a task's id, or null for none; undefined where that one is not loaded. */
export function before(rows: Rows, id: string, to: number): string | null | undefined {
  return to === 0 ? null : moved(rows, id, to)[to - 1]?.id;
}

export interface Stretch {
  offset: number;
  items: Task[];
}

/**
 * A list of this length with what was just read, and what was there before where nothing was read.
 * No task is in it twice: where the list has moved on since, the older place is empty, and read again when it is seen.
 */
export function rowsOf(total: number, read: Stretch[], before: Rows = []): Rows {
  const fresh = new Set(read.flatMap(({ items }) => items.map(({ id }) => id)));
  const rows = Array.from({ length: total }, (_, place) => {
    const task = before[place];
    return task && !fresh.has(task.id) ? task : undefined;
  });
  for (const { offset, items } of read) items.forEach((task, i) => offset + i < total && (rows[offset + i] = task));
  return rows;
}
