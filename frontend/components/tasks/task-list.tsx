"use client";

import clsx from "clsx";
import { createContext, type KeyboardEvent, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type CustomItemComponentProps, Virtualizer, type VirtualizerHandle } from "virtua";
import { useClock } from "@/hooks/use-clock";
import type { useTasks } from "@/hooks/use-tasks";
import { type Entry, entriesOf, indexOf, rangeOf } from "@/lib/entries";
import type { Rows } from "@/lib/rows";
import type { Task, TaskChange } from "@/lib/tasks";
import { FoldLine, LoadingLine } from "./lines";
import { TaskRow } from "./task-row";

type TaskListProps = Pick<ReturnType<typeof useTasks>, "view" | "busy" | "placed" | "want" | "set" | "remove"> & {
  rows: { open?: Rows; done?: Rows };
};

/** Pixels of a line of one line of text, until it is measured. */
const LINE = 42;
/** Lines that are loaded before they are seen. */
const AHEAD = 30;
const NONE: Rows = [];

/** How many lines there are, of which a few are in the document. */
const Count = createContext(0);

function Line({ index, children, ref, style }: CustomItemComponentProps) {
  return (
    <li ref={ref} style={style} data-index={index} aria-posinset={index + 1} aria-setsize={useContext(Count)}>
      {children}
    </li>
  );
}

/** The tasks, of which only those are drawn that can be seen: there may be thousands. */
export function TaskList({ view, busy, placed, rows, want, set, remove }: TaskListProps) {
  const now = useClock();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const [folded, setFolded] = useState(true);
  const [editing, setEditing] = useState<string | undefined>();
  const [notes, setNotes] = useState<ReadonlySet<string>>(new Set());
  const { open = NONE, done = NONE } = rows;
  const entries = useMemo(
    () => entriesOf({ open, done, fold: view !== "done" && done.length > 0, folded: view !== "done" && folded }),
    [done, folded, open, view],
  );

  const load = useCallback(() => {
    const shown = virtual.current;
    if (!shown) return;
    const from = shown.findItemIndex(shown.scrollOffset) - AHEAD;
    const to = shown.findItemIndex(shown.scrollOffset + shown.viewportSize) + AHEAD;
    want({ open: rangeOf(entries, "open", from, to), done: rangeOf(entries, "done", from, to) });
  }, [entries, want]);
  useEffect(load, [load]);

  /** The line that has the focus, and the one that is to have it; -1 for none. */
  const [focused, setFocused] = useState(-1);
  const wanted = useRef(-1);
  useEffect(() => {
    const clear = () => (wanted.current = -1);
    document.addEventListener("pointerdown", clear);
    return () => document.removeEventListener("pointerdown", clear);
  }, []);
  /** Gives the focus, where it is nowhere, to the line that is to have it, as soon as that is drawn. */
  const giveFocus = () => {
    if (wanted.current < 0 || (document.activeElement && document.activeElement !== document.body)) return;
    const index = Math.min(wanted.current, entries.length - 1);
    scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] :is(input, button)`)?.focus();
  };
  useLayoutEffect(giveFocus);

  useEffect(() => {
    if (!placed) return;
    const index = indexOf(entries, placed.id);
    // What was added and is not loaded is the last.
    if (index < 0 && (placed.focus || view === "done")) return;
    if (placed.focus) wanted.current = index;
    virtual.current?.scrollToIndex(index < 0 ? open.length - 1 : index, { align: "nearest" });
    giveFocus();
    // Once for each.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [placed]);

  /** Something is done from a line that may go with it: the focus goes on to the next then. */
  const leave = (index: number, act: () => void) => {
    wanted.current = index;
    act();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (event.target as HTMLElement).matches("textarea, select, input:not([type=checkbox])")) return;
    const next = focused + step;
    if (next < 0 || next >= entries.length) return;
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    wanted.current = next;
    // Drawn in any case, and so there to be focused.
    setFocused(next);
    virtual.current?.scrollToIndex(next, { align: "nearest" });
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
  const drawn = (entry: Entry, index: number) => {
    if (entry.kind === "fold") return <FoldLine key="fold" count={done.length} folded={folded} onFold={setFolded} />;
    const { section, place, task } = entry;
    return <div key={task?.id ?? `${section} ${place}`}>{task ? rowOf(index, task) : <LoadingLine />}</div>;
  };

  return (
    <div
      ref={scroller}
      aria-busy={busy}
      className={clsx("mt-2 min-h-0 grow overflow-y-auto transition-opacity", busy && "opacity-60")}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const line = event.target.closest<HTMLElement>("[data-index]");
        setFocused(line ? Number(line.dataset.index) : -1);
        wanted.current = -1;
      }}
    >
      <Count value={entries.length}>
        <Virtualizer
          ref={virtual}
          as="ul"
          item={Line}
          data={entries}
          itemSize={LINE}
          // What somebody writes in, or is at by keyboard, stays when it is scrolled away.
          keepMounted={[focused, indexOf(entries, editing), indexOf(entries, placed?.id)].filter((index) => index >= 0 && index < entries.length)}
          onScroll={load}
          onResize={load}
        >
          {drawn}
        </Virtualizer>
      </Count>
    </div>
  );
}
