"use client";

import clsx from "clsx";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { useClock } from "@/hooks/use-clock";
import { useLineFocus } from "@/hooks/use-line-focus";
import { usePlaces } from "@/hooks/use-places";
import type { useTasks } from "@/hooks/use-tasks";
import { dayWords } from "@/lib/due";
import { type Entry, entriesOf, indexOf, lineFrom, rangeOf } from "@/lib/entries";
import { remembered } from "@/lib/remembered";
import type { Rows } from "@/lib/rows";
import { areOn, taskActionOf } from "@/lib/shortcuts";
import type { Task, TaskChange } from "@/lib/tasks";
import { isByDay, isByHand } from "@/lib/views";
import { Count, DayLine, FoldLine, Line, Lines, LoadingLine } from "./lines";
import { HOW, type Place } from "./places";
import { TaskRow } from "./task-row";

type TaskListProps = Pick<ReturnType<typeof useTasks>, "view" | "shownView" | "search" | "busy" | "placed" | "want" | "set" | "move" | "remove"> & {
  rows: { open?: Rows; done?: Rows };
};

/** Pixels of a line of one line of text, until it is measured. */
const LINE = 42;
/** Lines that are loaded before they are seen. */
const AHEAD = 30;
const NONE: Rows = [];
/** Why a task cannot be moved where it would not be seen between which others it comes. */
const HIDDEN = "Tasks can be moved where all that there is to do is shown: in All or Open, and without a search.";

/** The tasks, of which only those are drawn that can be seen: there may be thousands. */
export function TaskList({ view, shownView, search, busy, placed, rows, want, set, move, remove }: TaskListProps) {
  const now = useClock();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const [folded, setFolded] = useState(true);
  const [editing, setEditing] = useState<string | undefined>();
  const [notes, setNotes] = useState<ReadonlySet<string>>(new Set());
  const { open = NONE, done = NONE } = rows;
  const entries = useMemo(
    () => entriesOf({ open, done, fold: view !== "done" && done.length > 0, folded: view !== "done" && folded, byDay: isByDay(shownView) }),
    [done, folded, open, shownView, view],
  );

  const load = useCallback(() => {
    const shown = virtual.current;
    if (!shown) return;
    const from = shown.findItemIndex(shown.scrollOffset) - AHEAD;
    const to = shown.findItemIndex(shown.scrollOffset + shown.viewportSize) + AHEAD;
    want({ open: rangeOf(entries, "open", from, to), done: rangeOf(entries, "done", from, to) });
  }, [entries, want]);
  useEffect(load, [load]);

  const { focused, setFocused, setWanted, giveFocus, onFocus } = useLineFocus(scroller, entries.length);

  useEffect(() => {
    if (!placed) return;
    const index = indexOf(entries, placed.id);
    // What was added and is not loaded is the last.
    if (index < 0 && (placed.focus || view === "done")) return;
    if (placed.focus) setWanted(index);
    virtual.current?.scrollToIndex(index < 0 ? open.length - 1 : index, { align: "nearest" });
    giveFocus();
    // Once for each.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [placed]);

  /** Something is done from a line that may go with it: the focus goes on to the next then. */
  const leave = (index: number, act: () => void) => {
    setWanted(index);
    act();
  };
  const change = (index: number, task: Task, values: TaskChange) =>
    "completed" in values ? leave(index, () => void set(task.id, values)) : void set(task.id, values);
  /** Does what a key stands for with the task that has the focus. @returns whether it stands for anything. */
  const act = (event: KeyboardEvent<HTMLElement>) => {
    const entry = entries[focused];
    const action = taskActionOf(event);
    const isOff = event.key.length === 1 && !areOn();
    if (!action || isOff || entry?.kind !== "task" || !entry.task || entry.task.id === editing) return false;
    const { task } = entry;
    if (action === "edit") setEditing(task.id);
    else if (action === "delete") leave(focused, () => void remove(task));
    else change(focused, task, action);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).matches("textarea, select, input:not([type=checkbox])")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) {
      if (act(event)) event.preventDefault();
      return;
    }
    if (event.altKey) {
      event.preventDefault();
      const entry = entries[focused];
      if (entry?.kind === "task" && entry.section === "open" && entry.task) put(entry.task.id, entry.place + step);
      return;
    }
    const next = lineFrom(entries, focused, step);
    if (next < 0) return;
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    setWanted(next);
    // Drawn in any case, and so there to be focused.
    setFocused(next);
    virtual.current?.scrollToIndex(next, { align: "nearest" });
  };
  const reason = isByHand(view, search) ? undefined : HIDDEN;
  const onMoved = (to: number) => {
    setFocused(to);
    virtual.current?.scrollToIndex(to, { align: "nearest" });
  };
  const { said, say, drag, grab, put } = usePlaces({ open, reason, scroller, virtual, move, onMoved });
  const unfold = (id: string) =>
    setNotes((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]));

  const placeOf = (index: number, { id }: Task): Place => ({
    reason,
    onGrab: (event) => grab(id, event),
    onAsk: () => say(reason ?? HOW),
    onStep: (by) => put(id, index + by),
  });
  const rowOf = (index: number, task: Task, place: number | undefined) => (
    <TaskRow
      task={task}
      now={now}
      underDay={isByDay(shownView)}
      editing={task.id === editing}
      unfolded={notes.has(task.id)}
      place={place === undefined ? undefined : placeOf(place, task)}
      onEdit={(begun) => setEditing(begun ? task.id : undefined)}
      onUnfold={() => unfold(task.id)}
      onChange={(values) => change(index, task, values)}
      onDelete={() => leave(index, () => void remove(task))}
    />
  );
  const dragged = drag ? indexOf(entries, drag.id) : -1;
  /** What is dragged is faint, and a line is where it would come to lie. */
  const lookOf = (index: number) => {
    if (index === dragged) return "opacity-50";
    if (index !== drag?.over) return undefined;
    return clsx("border-accent", index < dragged ? "-mt-0.5 border-t-2" : "-mb-0.5 border-b-2");
  };
  const drawn = (entry: Entry, index: number) => {
    if (entry.kind === "fold") return <FoldLine key="fold" count={done.length} folded={folded} onFold={setFolded} />;
    if (entry.kind === "day") return <DayLine key={entry.date} words={dayWords(entry.date, now)} />;
    const { section, place, task } = entry;
    return (
      <div key={task?.id ?? `${section} ${place}`} className={lookOf(index)}>
        {task ? rowOf(index, task, section === "open" ? place : undefined) : <LoadingLine />}
      </div>
    );
  };

  return (
    <>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div
        ref={scroller}
        aria-busy={busy}
        className={clsx("mt-2 min-h-0 grow overflow-y-auto transition-opacity", busy && "opacity-60")}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        <Count value={entries.length}>
          <Virtualizer
            ref={virtual}
            as={Lines}
            item={Line}
            data={entries}
            itemSize={LINE}
            // What somebody writes in, or is at by keyboard, stays when it is scrolled away.
            keepMounted={[focused, dragged, indexOf(entries, editing), indexOf(entries, placed?.id)].filter((index) => index >= 0 && index < entries.length)}
            onScroll={load}
            onResize={load}
            // It asks for every line at each turn of the wheel: those that have not changed are not drawn again.
          >
            {remembered(drawn)}
          </Virtualizer>
        </Count>
      </div>
    </>
  );
}
