"use client";

import { useClock } from "@/hooks/use-clock";
import type { useTasks } from "@/hooks/use-tasks";
import type { NewTask, TaskChange } from "@/lib/tasks";
import type { View } from "@/lib/views";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Toast } from "../ui/toast";
import { TaskFilters } from "./task-filters";
import { TaskForm } from "./task-form";
import { TaskList } from "./task-list";
import { wordsOf } from "./understood";

type TaskPanelProps = ReturnType<typeof useTasks>;

/** What a view says where it has nothing to show. */
const NOTHING: Record<View, string> = {
  all: "Nothing to do. Enjoy it, or add something.",
  open: "Nothing to do. Enjoy it, or add something.",
  today: "Nothing is due today.",
  upcoming: "Nothing is due after today.",
  overdue: "Nothing is overdue.",
  done: "Nothing is done yet.",
};

/** The list itself: it follows the conversation, and can be changed by hand. */
export function TaskPanel(props: TaskPanelProps) {
  const { view, setView, search, setSearch, rows, counts, busy, error, refresh, add } = props;
  const { deleted, forget, undo, understood, accept, keepTyped } = props;
  const now = useClock();
  const found = (rows?.open?.length ?? 0) + (rows?.done?.length ?? 0);

  const addAndShow = async (task: NewTask, typed?: TaskChange) => {
    const made = await add(task, typed);
    if (made && (search !== "" || (view !== "all" && view !== "open"))) {
      // It would not be seen there.
      setSearch("");
      setView("all");
    }
    return made;
  };

  return (
    <section aria-label="Tasks" className="flex h-full min-h-0 flex-col p-4">
      <div className="flex items-baseline justify-between">
        <h2 className="text-base font-semibold">Tasks</h2>
        {counts && (
          <p aria-live="polite" className="text-sm text-ink-soft">
            {counts.open} open, {counts.done} done
          </p>
        )}
      </div>
      <TaskForm onAdd={addAndShow} />
      <TaskFilters view={view} search={search} overdue={counts?.overdue ?? 0} onView={setView} onSearch={setSearch} />
      {error && (
        <div className="mt-3">
          <Alert
            level="danger"
            action={
              <Button look="outline" onClick={() => void refresh()}>
                Try again
              </Button>
            }
          >
            {error}
          </Alert>
        </div>
      )}
      <p role="status" className={rows && found > 0 ? "sr-only" : "mt-8 text-center text-sm text-ink-soft"}>
        {!rows && !error && "Loading the tasks…"}
        {rows && !busy && (found > 0 ? search && `${found} found` : search ? "No tasks found." : NOTHING[view])}
      </p>
      {rows && <TaskList {...props} rows={rows} />}
      <div role="status" className="*:mt-2">
        {understood.map((one) => (
          <Toast
            key={one.id}
            id={one.id}
            // What was understood comes first: a long title is cut.
            text={`${wordsOf(one.added, now)}: “${one.added.title}”`}
            action="Keep as typed"
            onAction={() => void keepTyped(one)}
            onEnd={accept}
          />
        ))}
        {deleted.map(({ id, title }) => (
          <Toast key={id} id={id} text={`Deleted “${title}”.`} action="Undo" onAction={undo} onEnd={forget} />
        ))}
      </div>
    </section>
  );
}
