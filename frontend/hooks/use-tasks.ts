"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { wordsOf } from "@/lib/api";
import { Looks } from "@/lib/looks";
import { Moves } from "@/lib/moves";
import { moved, PAGE, pagesOf, type Rows, rowsOf, type Stretch } from "@/lib/rows";
import { tell } from "@/lib/tabs";
import {
  changeTask,
  createTask,
  listTasks,
  type NewTask,
  removeTask,
  restoreTask,
  type Summary,
  summary,
  type TaskChange,
  type TaskQuery,
} from "@/lib/tasks";
import { isByHand, isOfTheDay, queryOf, type Section, type View } from "@/lib/views";
import { useClock } from "./use-clock";
import { useFresh } from "./use-fresh";

interface Shown {
  view: View;
  search: string;
  rows: Partial<Record<Section, Rows>>;
  counts: Summary;
}

/** Places of a section that somebody looks at, first and last; undefined for none. */
export type Range = Record<Section, [number, number] | undefined>;

/** A task that was deleted here. */
export type Deleted = { id: string; title: string };

/** A task that was added here with what its title said, which nobody has seen before; and as it was typed. */
export type Understood = { id: string; added: NewTask; typed: TaskChange };

/** A task that was added or brought back here; whether the focus, where it is nowhere, is to go to it. */
export type Placed = { id: string; focus: boolean };

/** The task list, kept as the server has it; changes show at once and are taken back when refused. */
export function useTasks() {
  const [view, setView] = useState<View>("all");
  const [search, setSearch] = useState("");
  const [shown, setShown] = useState<Shown | undefined>();
  const [error, setError] = useState("");
  const [deleted, setDeleted] = useState<Deleted[]>([]);
  const [understood, setUnderstood] = useState<Understood[]>([]);
  const [placed, setPlaced] = useState<Placed | undefined>();

  const looks = useRef(new Looks());
  const moves = useRef(new Moves());
  const pages = useRef<Record<Section, number[]>>({ open: [0], done: [] });
  /** Of what is shown; empty where that could not be had. */
  const mark = useRef("");
  /** The tasks to do that were last read, in their order. */
  const order = useRef("");

  const refresh = useCallback(async () => {
    const isNewest = looks.current.begin();
    const part = (section: Section) => read(queryOf(view, section, search), pages.current[section]);
    try {
      const [counts, open, done] = await Promise.all([summary(), part("open"), part("done")]);
      if (!isNewest()) return;
      mark.current = counts.mark;
      order.current = orderOf(open);
      setShown((before) => {
        // Where nothing has changed, what was read before is as good.
        const good = before?.view === view && before.search === search && before.counts.mark === counts.mark;
        const kept = (section: Section) => (good ? before.rows[section] : undefined);
        return {
          view,
          search,
          counts,
          rows: {
            ...(open && { open: rowsOf(open.total, open.read, kept("open")) }),
            ...(done && { done: rowsOf(done.total, done.read, kept("done")) }),
          },
        };
      });
      setError("");
    } catch (problem) {
      if (!isNewest()) return;
      setError(wordsOf(problem));
      mark.current = "";
    }
  }, [search, view]);
  /** Looks whether anything has changed, and only then at what. */
  const look = useCallback(async () => {
    // A move leaves no mark on the task.
    const open = isByHand(view, search) ? read(queryOf(view, "open", search), pages.current.open) : undefined;
    const found = await Promise.all([summary(), open]).catch(() => undefined);
    if (found && (found[0].mark !== mark.current || (open && orderOf(found[1]) !== order.current))) await refresh();
  }, [refresh, search, view]);
  useFresh("tasks", refresh, look);

  useEffect(() => {
    // The first look at the server, and at another part of the list: what it answers is the state.
    pages.current = view === "done" ? { open: [], done: [0] } : { open: [0], done: [] };
    void refresh();
  }, [refresh, view]);

  const { time } = useClock();
  useEffect(() => {
    if (isOfTheDay(view)) void refresh();
  }, [refresh, time, view]);

  /** Has loaded what somebody looks at. */
  const want = useCallback(
    (range: Range) => {
      const next = {
        // Of an empty list the beginning, for what comes.
        open: pagesOf(...(range.open ?? [0, 0])),
        done: range.done ? pagesOf(...range.done) : [],
      };
      if (String([next.open, "", next.done]) === String([pages.current.open, "", pages.current.done])) return;
      const more = (["open", "done"] as const).some((section) => next[section].some((page) => !pages.current[section].includes(page)));
      pages.current = next;
      if (more) void refresh();
    },
    [refresh],
  );

  /** Shows a change, makes it, and looks again: at the truth if it was refused. @returns whether it was made. */
  const change = useCallback(
    async (show: (rows: Rows) => Rows, make: () => Promise<unknown>) => {
      setShown((before) => before && { ...before, rows: ofEach(before.rows, show) });
      let problem: unknown;
      try {
        await looks.current.during(make);
        tell("tasks");
      } catch (caught) {
        problem = caught;
      }
      // What a look that is under way will answer may be from before the change: this one takes its place.
      await refresh();
      if (problem !== undefined) setError(wordsOf(problem));
      return problem === undefined;
    },
    [refresh],
  );

  /** @param typed the task as it was typed, where its title was parsed and nobody has seen what came of it. */
  const add = useCallback(
    async (task: NewTask, typed?: TaskChange) => {
      try {
        const { id } = await createTask(task);
        tell("tasks");
        await refresh();
        setPlaced({ id, focus: false });
        if (typed) setUnderstood((before) => [...before, { id, added: task, typed }]);
        return true;
      } catch (problem) {
        setError(wordsOf(problem));
        return false;
      }
    },
    [refresh],
  );

  const set = useCallback(
    (id: string, values: TaskChange) =>
      change(
        (rows) => rows.map((task) => (task?.id === id ? { ...task, ...values } : task)),
        () => changeTask(id, values),
      ),
    [change],
  );

  /** What was understood stays. */
  const accept = useCallback((id: string) => setUnderstood((before) => before.filter((one) => one.id !== id)), []);

  /** Makes of a task what was typed. */
  const keepTyped = useCallback(
    ({ id, typed }: Understood) => {
      accept(id);
      return set(id, typed);
    },
    [accept, set],
  );

  /** Puts a task to another place in the order by hand. @param after the task that it comes behind there; null for none. */
  const move = useCallback(
    (id: string, to: number, after: string | null) =>
      change(
        (rows) => moved(rows, id, to),
        () => moves.current.send(id, after),
      ),
    [change],
  );

  const remove = useCallback(
    async ({ id, title }: Deleted) => {
      const made = await change(
        (rows) => rows.filter((task) => task?.id !== id),
        () => removeTask(id),
      );
      if (!made) return;
      accept(id);
      setDeleted((before) => [...before, { id, title }]);
    },
    [accept, change],
  );

  /** The deletion stays. */
  const forget = useCallback((id: string) => setDeleted((before) => before.filter((task) => task.id !== id)), []);

  const undo = useCallback(
    async (id: string) => {
      forget(id);
      const made = await change(
        (rows) => rows,
        () => restoreTask(id),
      );
      if (made) setPlaced({ id, focus: true });
    },
    [change, forget],
  );

  return {
    view,
    setView,
    search,
    setSearch,
    rows: shown?.rows,
    /** The view that the rows are of: another one may have been asked for. */
    shownView: shown?.view,
    counts: shown?.counts,
    /** What is shown is not what was asked for yet. */
    busy: shown !== undefined && (shown.view !== view || shown.search !== search),
    error,
    deleted,
    understood,
    placed,
    refresh,
    want,
    add,
    set,
    accept,
    keepTyped,
    move,
    remove,
    forget,
    undo,
  };
}

function ofEach(rows: Shown["rows"], show: (rows: Rows) => Rows): Shown["rows"] {
  return { ...(rows.open && { open: show(rows.open) }), ...(rows.done && { done: show(rows.done) }) };
}

/** Which tasks were read, in their order. */
const orderOf = (part: { read: Stretch[] } | undefined) => String(part?.read.map(({ items }) => items.map(({ id }) => id)));

/** These pages of a query, or how many tasks it has; nothing of none. */
async function read(query: TaskQuery | undefined, pages: number[]): Promise<{ total: number; read: Stretch[] } | undefined> {
  if (!query) return undefined;
  const found = await Promise.all(
    pages.length > 0 ? pages.map((page) => listTasks(query, PAGE, page * PAGE)) : [listTasks(query, 1)],
  );
  const total = Math.min(...found.map((page) => page.total));
  return { total, read: found.map(({ items }, i) => ({ offset: (pages[i] ?? 0) * PAGE, items })) };
}
