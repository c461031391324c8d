"use client";

import { type RefObject, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { before, type Rows } from "@/lib/rows";
import { useDrag } from "./use-drag";

interface List {
  /** What there is to do. */
  open: Rows;
  /** Why none of it can be moved; undefined where it can. */
  reason: string | undefined;
  scroller: RefObject<HTMLElement | null>;
  virtual: RefObject<VirtualizerHandle | null>;
  move(id: string, to: number, after: string | null): unknown;
  /** A task is at another place now. */
  onMoved(to: number): void;
}

/** Puts tasks to other places in the order by hand, by a handle that is dragged or by a step; and says where they are. */
export function usePlaces({ open, reason, scroller, virtual, move, onMoved }: List) {
  const [said, setSaid] = useState("");

  const put = (id: string, wanted: number) => {
    const place = open.findIndex((task) => task?.id === id);
    const task = open[place];
    if (!task) return;
    if (reason !== undefined) return setSaid(reason);
    const to = Math.min(Math.max(wanted, 0), open.length - 1);
    // Beside a task that is still loading there is no place to name.
    const after = before(open, id, to);
    if (after === undefined) return;
    setSaid(`“${task.title}” is at place ${to + 1} of ${open.length}.`);
    if (to === place) return;
    void move(id, to, after);
    onMoved(to);
  };
  const lineAt = (y: number) => {
    const { current: list } = virtual;
    const top = scroller.current?.getBoundingClientRect().top ?? 0;
    const line = list?.findItemIndex(list.scrollOffset + y - top) ?? 0;
    return Math.min(Math.max(line, 0), open.length - 1);
  };
  const { drag, grab } = useDrag({ scroller, lineAt, onDrop: put });
  return { said, say: setSaid, drag, grab, put };
}
