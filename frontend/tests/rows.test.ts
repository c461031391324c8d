import { describe, expect, it } from "vitest";
import { type Entry, entriesOf, indexOf, lineFrom, rangeOf } from "@/lib/entries";
import { before, moved, pagesOf, rowsOf } from "@/lib/rows";
import type { Task } from "@/lib/tasks";

const task = (id: string) => ({ id }) as Task;
const ids = (rows: readonly (Task | undefined)[]) => rows.map((row) => row?.id);

describe("rows of a list that is loaded in parts", () => {
  it("are as many as there are, and empty where nothing was read", () => {
    expect(ids(rowsOf(4, [{ offset: 2, items: [task("c")] }]))).toEqual([undefined, undefined, "c", undefined]);
  });

  it("keep what was read before, but for a task that is elsewhere now", () => {
    const before = rowsOf(3, [{ offset: 0, items: [task("a"), task("b")] }]);
    expect(ids(rowsOf(3, [{ offset: 2, items: [task("a")] }], before))).toEqual([undefined, "b", "a"]);
  });

  it("are never more than there are", () => {
    expect(ids(rowsOf(1, [{ offset: 0, items: [task("a"), task("b")] }]))).toEqual(["a"]);
  });

  it("lie on pages of a hundred", () => {
    expect([pagesOf(0, 99), pagesOf(99, 100), pagesOf(250, 260)]).toEqual([[0], [0, 1], [2]]);
  });
});

describe("a task at another place", () => {
  const rows = [..."abcd"].map(task);

  it("comes after what is before it there, whichever way it goes", () => {
    expect([ids(moved(rows, "a", 2)), before(rows, "a", 2)]).toEqual([["b", "c", "a", "d"], "c"]);
    expect([ids(moved(rows, "d", 1)), before(rows, "d", 1)]).toEqual([["a", "d", "b", "c"], "a"]);
    expect([ids(moved(rows, "c", 0)), before(rows, "c", 0)]).toEqual([["c", "a", "b", "d"], null]);
  });

  it("is not named where the one before it is not loaded, and one that is not there goes nowhere", () => {
    expect(before([task("a"), undefined, task("c")], "a", 1)).toBeUndefined();
    expect(moved(rows, "x", 1)).toBe(rows);
  });
});

describe("lines", () => {
  const open = [task("a"), task("b")];
  const done = [task("c")];
  const folded = entriesOf({ open, done, fold: true, folded: true });
  const unfolded = entriesOf({ open, done, fold: true, folded: false });

  it("are the open tasks, and the one that folds the others away", () => {
    expect([folded.length, folded[2]]).toEqual([3, { kind: "fold" }]);
    expect([unfolded.length, unfolded[3]]).toEqual([4, { kind: "task", section: "done", place: 0, task: done[0] }]);
  });

  it("are found by their task", () => {
    expect(["a", "c", "x", undefined].map((id) => indexOf(unfolded, id))).toEqual([0, 3, -1, -1]);
    expect(indexOf(folded, "c")).toBe(-1);
  });

  it("say which places of a section they show", () => {
    expect([rangeOf(unfolded, "open", -3, 9), rangeOf(unfolded, "done", 2, 3), rangeOf(folded, "done", 2, 2)]).toEqual([
      [0, 1],
      [0, 0],
      undefined,
    ]);
  });
});

describe("lines under their days", () => {
  const due = (id: string, due_date: string) => ({ id, due_date }) as Task;
  const open = [due("a", "2026-12-01"), due("b", "2026-12-01"), undefined, due("c", "2026-12-03")];
  const entries = entriesOf({ open, done: [], fold: true, folded: true, byDay: true });
  const shown = (entry: Entry) => (entry.kind === "task" ? (entry.task?.id ?? "") : entry.kind === "day" ? entry.date : "fold");

  it("name each day once, before its first task, and none for a task that is not loaded", () => {
    expect(entries.map(shown)).toEqual(["2026-12-01", "a", "b", "", "2026-12-03", "c", "fold"]);
    expect(entriesOf({ open, done: [], fold: false, folded: true }).map(shown)).toEqual(["a", "b", "", "c"]);
  });

  it("still say which places they show", () => {
    expect([rangeOf(entries, "open", 0, 1), rangeOf(entries, "open", 4, 6)]).toEqual([
      [0, 0],
      [3, 3],
    ]);
  });

  it("are gone through by keys from task to task", () => {
    expect([lineFrom(entries, 3, 1), lineFrom(entries, 5, -1), lineFrom(entries, 1, -1), lineFrom(entries, 6, 1)]).toEqual([5, 3, -1, -1]);
  });
});
