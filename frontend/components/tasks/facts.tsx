import clsx from "clsx";
import { CalendarDays, Flag } from "lucide-react";
import type { ReactNode } from "react";
import { type Clock, dueOf } from "@/lib/due";
import type { Task } from "@/lib/tasks";
import { PRIORITIES } from "./priority";

const DUE = { late: "font-medium text-danger", today: "text-accent", later: "" };

interface FactsProps {
  task: Task;
  now: Clock;
  /** It stands under its day, which is not said again. */
  underDay: boolean;
  /** What else is said in this line. */
  children: ReactNode;
}

/** When a task is due and how much it matters: nothing of what is done is late any more. */
export function Facts({ task, now, underDay, children }: FactsProps) {
  const { completed, priority } = task;
  const due = dueOf(task.due_date, task.due_time, now, completed);
  const words = underDay ? task.due_time : due?.words;
  if (!words && priority === "none" && !children) return null;
  return (
    <div className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-soft">
      {due && words && (
        <span className={clsx("inline-flex items-center gap-1", DUE[due.state])}>
          <CalendarDays aria-hidden className="size-3.5" />
          <span>
            <span className="sr-only">Due: </span>
            {words}
          </span>
        </span>
      )}
      {priority !== "none" && (
        <span className={clsx("inline-flex items-center gap-1", priority === "high" && !completed && "text-danger")}>
          <Flag aria-hidden className="size-3.5 fill-current" />
          <span>
            {PRIORITIES[priority]}
            <span className="sr-only"> priority</span>
          </span>
        </span>
      )}
      {children}
    </div>
  );
}
