"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useClock } from "@/hooks/use-clock";
import type { useTasks } from "@/hooks/use-tasks";
import { countOf, entryAt, indexOf, type Lines, rangeOf } from "@/lib/entries";
import type { Rows } from "@/lib/rows";
import type { Task, TaskChange } from "@/lib/tasks";
import { TaskRow } from "./task-row";

type TaskListProps = Pick<ReturnType<typeof useTasks>, "view" | "busy" | "added" | "want" | "set" | "remove"> & {
  rows: { open?: Rows; done?: Rows };
};

/** Pixels of a line of one line of text, until it is measured. */
const LINE = 42;
const NONE: Rows = [];

/** The tasks, of which only those are drawn that can be seen: there may be thousands. */
export function TaskList({ view, busy, added, rows, want, set, remove }: TaskListProps) {
  const now = useClock();
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState(true);
  const [editing, setEditing] = useState<string | undefined>();
  const [notes, setNotes] = useState<ReadonlySet<string>>(new Set());
  const { open = NONE, done = NONE } = rows;
  const lines = useMemo<Lines>(() => {
    const fold = view !== "done" && done.length > 0;
    return { open, done, fold, folded: view !== "done" && folded };
  }, [done, folded, open, view]);

  /** The line that has the focus, and the one that is to have it. */
  const focused = useRef(-1);
  const wanted = useRef(-1);
  const kept = useCallback(
    (range: Range) => {
      // What somebody writes in, or is at by keyboard, stays when it is scrolled away.
      const own = [focused.current, indexOf(lines, editing)].filter((index) => index >= 0 && index < range.count);
      return [...new Set([...own, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
    },
    [editing, lines],
  );
  // Nothing here is memoized by a compiler, which is what this rule is about.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: countOf(lines),
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 10,
    getItemKey: (index) => {
      const entry = entryAt(lines, index);
      return entry.kind === "fold" ? "fold" : (entry.task?.id ?? `${entry.section} ${entry.place}`);
    },
    rangeExtractor: kept,
  });
  const items = virtual.getVirtualItems();
  const indexes = items.map(({ index }) => index);
  const seen = indexes.join();

  useEffect(() => {
    const places = seen === "" ? [] : seen.split(",").map(Number);
    want({ open: rangeOf(lines, "open", places), done: rangeOf(lines, "done", places) });
  }, [lines, seen, want]);

  const lineAt = (index: number) => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
  const focusAt = (index: number) => {
    wanted.current = index;
    virtual.scrollToIndex(index);
    lineAt(index)?.querySelector<HTMLElement>("input, button")?.focus();
  };
  useEffect(() => {
    const clear = () => (wanted.current = -1);
    document.addEventListener("pointerdown", clear);
    return () => document.removeEventListener("pointerdown", clear);
  }, []);
  useLayoutEffect(() => {
    // Of a line that was just scrolled to, or whose neighbour was ticked or deleted by keyboard.
    if (wanted.current < 0 || (document.activeElement && document.activeElement !== document.body)) return;
    const index = Math.min(wanted.current, countOf(lines) - 1);
    lineAt(index)?.querySelector<HTMLElement>("input, button")?.focus();
  });

  useEffect(() => {
    if (added !== undefined && view !== "done") virtual.scrollToIndex(lines.open.length - 1);
    // Once for each that was added.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [added]);

  /** Something is done from a line that may go with it: the focus goes on to the next then. */
  const leave = (index: number, act: () => void) => {
    wanted.current = index;
    act();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (event.target as HTMLElement).matches("textarea, select, input:not([type=checkbox])")) return;
    const next = focused.current + step;
    if (next < 0 || next >= countOf(lines)) return;
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    focusAt(next);
  };
  const unfold = (id: string) =>
    setNotes((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]));

  const rowOf = (index: number, task: Task) => (
    <TaskRow
      task={task}
      now={now}
      editing={task.id === editing}
      unfolded={notes.has(task.id)}
      onEdit={(begun) => setEditing(begun ? task.id : undefined)}
      onUnfold={() => unfold(task.id)}
      onChange={(values: TaskChange) =>
        "completed" in values ? leave(index, () => void set(task.id, values)) : void set(task.id, values)
      }
      onDelete={() => leave(index, () => void remove(task))}
    />
  );

  return (
    <div
      ref={scroller}
      aria-busy={busy}
      className={clsx("mt-2 min-h-0 grow overflow-y-auto transition-opacity", busy && "opacity-60")}
      onFocus={(event) => {
        const line = event.target.closest<HTMLElement>("[data-index]");
        focused.current = line ? Number(line.dataset.index) : -1;
        wanted.current = -1;
      }}
      onBlur={() => (focused.current = -1)}
    >
      <ul onKeyDown={onKeyDown} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const entry = entryAt(lines, index);
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={countOf(lines)}
              aria-posinset={index + 1}
              className="absolute top-0 left-0 w-full pb-0.5"
              style={{ transform: `translateY(${start}px)` }}
            >
              {entry.kind === "fold" ? (
                <button
                  type="button"
                  aria-expanded={!folded}
                  onClick={() => setFolded(!folded)}
                  className="mt-1 flex h-9 w-full items-center gap-2 rounded-lg px-3 text-left text-sm font-medium text-ink-soft hover:bg-hover hover:text-ink"
                >
                  <ChevronDown aria-hidden className={clsx("size-4 transition-transform", folded && "-rotate-90")} />
                  Done ({done.length})
                </button>
              ) : entry.task ? (
                rowOf(index, entry.task)
              ) : (
                <p className="flex h-10 items-center gap-3 px-3 text-ink-faint">
                  <span className="sr-only">Loading</span>
                  <span aria-hidden className="h-3 w-2/3 animate-pulse rounded bg-raised motion-reduce:animate-none" />
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
