import { CalendarDays, Flag, X } from "lucide-react";
import { type Clock, dueOf } from "@/lib/due";
import type { NewTask } from "@/lib/tasks";
import { PRIORITIES } from "./priority";

/** When a task is due and how much it matters, in words: Tomorrow 15:00, High priority. */
export function wordsOf({ due_date = null, due_time = null, priority = "none" }: Omit<NewTask, "title">, now: Clock): string {
  const due = dueOf(due_date, due_time, now)?.words;
  return [due, priority === "none" ? undefined : `${PRIORITIES[priority]} priority`].filter(Boolean).join(", ");
}

const KEEP = "Keep these words in the title";

interface UnderstoodChipProps {
  /** What the title says, in words. */
  words: string;
  /** What is left of it. */
  title: string;
  due: boolean;
  /** The title is meant as it is typed. */
  onKeep(): void;
}

/** What a title says beside what is to be done; a press takes that back. */
export function UnderstoodChip({ words, title, due, onKeep }: UnderstoodChipProps) {
  const Icon = due ? CalendarDays : Flag;
  return (
    <div className="flex items-center gap-2 text-xs">
      <button
        type="button"
        aria-label={`${words}: ${KEEP.toLowerCase()}`}
        title={KEEP}
        onClick={onKeep}
        className="inline-flex h-8 shrink-0 items-center gap-1 rounded-full border border-line bg-accent-soft px-2.5 font-medium text-accent-strong transition-colors hover:bg-hover"
      >
        <Icon aria-hidden className="size-3.5" />
        {words}
        <X aria-hidden className="size-3.5" />
      </button>
      <span className="min-w-0 truncate text-ink-soft">{title}</span>
    </div>
  );
}
