"use client";

import clsx from "clsx";
import { useClock } from "@/hooks/use-clock";
import { quickDays } from "@/lib/due";
import { SMALL_FIELD } from "../ui/field";

export interface DueValue {
  due_date: string | null;
  due_time: string | null;
}

interface DueFieldsProps extends DueValue {
  /** Whose: completes "Due date" and "Due time". */
  of?: string;
  onChange(value: DueValue): void;
}

/** A date, chosen in the browser's calendar or by one press, and then a time on it. */
export function DueFields({ of = "", due_date, due_time, onChange }: DueFieldsProps) {
  const now = useClock();
  return (
    <>
      <div role="group" aria-label={`Quick days${of}`} className="flex w-full flex-wrap gap-1">
        {quickDays(now).map(({ name, date }) => (
          <button
            key={name}
            type="button"
            aria-pressed={date === due_date}
            onClick={() => onChange({ due_date: date, due_time })}
            className={clsx(
              "h-8 rounded-full border border-line px-2.5 text-xs font-medium transition-colors",
              date === due_date ? "bg-accent-soft text-accent-strong" : "bg-surface text-ink-soft hover:bg-hover hover:text-ink",
            )}
          >
            {name}
          </button>
        ))}
      </div>
      <input
        type="date"
        aria-label={`Due date${of}`}
        max="9999-12-31"
        value={due_date ?? ""}
        onChange={({ target: { value } }) => onChange({ due_date: value || null, due_time: value ? due_time : null })}
        className={SMALL_FIELD}
      />
      {due_date !== null && (
        <input
          type="time"
          aria-label={`Due time${of}`}
          value={due_time ?? ""}
          onChange={({ target: { value } }) => onChange({ due_date, due_time: value || null })}
          className={SMALL_FIELD}
        />
      )}
    </>
  );
}
