import clsx from "clsx";
import { Flag } from "lucide-react";
import type { Priority } from "@/lib/tasks";

export const PRIORITIES: Record<Priority, string> = { none: "No priority", low: "Low", medium: "Medium", high: "High" };

/** The choices of a field for it. */
export function PriorityOptions() {
  return Object.entries(PRIORITIES).map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ));
}

interface PriorityPickProps {
  label: string;
  value: Priority;
  onPick(value: Priority): void;
}

/** A flag that is one of the browser's own choices below. */
export function PriorityPick({ label, value, onPick }: PriorityPickProps) {
  return (
    <span className="relative inline-flex size-8 items-center justify-center rounded-lg text-ink-soft hover:bg-hover hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <Flag aria-hidden className={clsx("size-4", value !== "none" && "fill-current")} />
      <select
        aria-label={label}
        title="Priority"
        value={value}
        onChange={(event) => onPick(event.target.value as Priority)}
        className="absolute inset-0 w-full cursor-pointer bg-surface text-sm text-ink opacity-0"
      >
        <PriorityOptions />
      </select>
    </span>
  );
}
