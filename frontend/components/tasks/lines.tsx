"use client";

import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { createContext, useContext } from "react";
import type { CustomContainerComponentProps, CustomItemComponentProps } from "virtua";

/** How many lines there are, of which a few are in the document. */
export const Count = createContext(0);

export function Line({ index, children, ref, style }: CustomItemComponentProps) {
  return (
    <li ref={ref} style={style} data-index={index} aria-posinset={index + 1} aria-setsize={useContext(Count)}>
      {children}
    </li>
  );
}

/** What holds the lines. virtua lets no pointer through while it scrolls and 150 ms after: a click that comes then is meant. */
export function Lines({ children, ref, style }: CustomContainerComponentProps) {
  return (
    <ul ref={ref} style={{ ...style, pointerEvents: undefined }}>
      {children}
    </ul>
  );
}

interface FoldLineProps {
  count: number;
  folded: boolean;
  onFold(folded: boolean): void;
}

/** What is done, in a number, until it is asked for. */
export function FoldLine({ count, folded, onFold }: FoldLineProps) {
  return (
    <button
      type="button"
      aria-expanded={!folded}
      onClick={() => onFold(!folded)}
      className="mt-1 flex h-9 w-full items-center gap-2 rounded-lg px-3 text-left text-sm font-medium text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ChevronDown aria-hidden className={clsx("size-4 transition-transform", folded && "-rotate-90")} />
      Done ({count})
    </button>
  );
}

/** The day of the tasks below. */
export function DayLine({ words }: { words: string }) {
  return <h3 className="px-3 pt-3 pb-1 text-xs font-semibold text-ink-soft">{words}</h3>;
}

/** A task that is on its way. */
export function LoadingLine() {
  return (
    <p className="flex h-10 items-center px-3">
      <span className="sr-only">Loading</span>
      <span aria-hidden className="h-3 w-2/3 animate-pulse rounded bg-raised motion-reduce:animate-none" />
    </p>
  );
}
