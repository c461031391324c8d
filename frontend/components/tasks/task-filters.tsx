"use client";

import clsx from "clsx";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import type { View } from "@/lib/views";
import { SMALL_FIELD } from "../ui/field";

const VIEWS: Record<View, string> = { all: "All", open: "Open", today: "Today", upcoming: "Upcoming", overdue: "Overdue", done: "Done" };

/** How long somebody may pause in a word, in milliseconds. */
const PAUSE_MS = 250;

interface TaskFiltersProps {
  view: View;
  search: string;
  /** How many tasks are overdue. */
  overdue: number;
  onView(view: View): void;
  onSearch(text: string): void;
}

/** Which of the tasks are shown. */
export function TaskFilters({ view, search, overdue, onView, onSearch }: TaskFiltersProps) {
  const [typed, setTyped] = useState(search);
  const [known, setKnown] = useState(search);
  if (known !== search) {
    // Changed by something else, such as a task that was added.
    setKnown(search);
    setTyped(search);
  }
  useEffect(() => {
    const text = typed.trim();
    if (text === search) return;
    const timer = setTimeout(() => {
      setKnown(text);
      onSearch(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [onSearch, search, typed]);
  return (
    <div className="mt-3 space-y-2">
      <div className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-faint" />
        <input
          type="search"
          id="search-tasks"
          aria-label="Search tasks"
          placeholder="Search"
          maxLength={200}
          className={`${SMALL_FIELD} w-full pl-9`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div role="group" aria-label="Which tasks" className="flex flex-wrap gap-0.5">
        {(Object.entries(VIEWS) as [View, string][]).map(([own, name]) => (
          <button
            key={own}
            type="button"
            aria-pressed={own === view}
            onClick={() => onView(own)}
            className={clsx(
              "h-8 rounded-full px-2 text-xs font-medium transition-colors",
              own === view ? "bg-accent-soft text-accent-strong" : "text-ink-soft hover:bg-hover hover:text-ink",
            )}
          >
            {name}
            {own === "overdue" && overdue > 0 && <span className="text-danger"> {overdue}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}
