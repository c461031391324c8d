"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { useTasks } from "@/hooks/use-tasks";
import { sendNothingComposed } from "@/lib/composing";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { FIELD } from "../ui/field";
import { TaskRow } from "./task-row";

type TaskPanelProps = ReturnType<typeof useTasks>;

/** The list itself: it follows the conversation, and can be changed by hand. */
export function TaskPanel({ tasks, total, error, refresh, add, set, remove }: TaskPanelProps) {
  const [title, setTitle] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const open = tasks?.filter((task) => !task.completed) ?? [];
  const done = tasks?.filter((task) => task.completed) ?? [];

  useEffect(() => {
    // Typed before the page was ready, when nothing listened yet.
    if (field.current?.value) setTitle(field.current.value);
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = title.trim();
    if (text === "") return;
    // Free for the next at once; what could not be added comes back, unless something else is there by now.
    setTitle("");
    if (!(await add(text))) setTitle((typed) => typed || text);
  };

  return (
    <section aria-label="Tasks" className="flex h-full min-h-0 flex-col p-4">
      <div className="flex items-baseline justify-between">
        <h2 className="text-base font-semibold">Tasks</h2>
        {tasks && (
          <p aria-live="polite" className="text-sm text-ink-soft">
            {open.length} open, {done.length} done
          </p>
        )}
      </div>
      <form onSubmit={submit} onKeyDown={sendNothingComposed} className="mt-3 flex gap-2">
        <input
          ref={field}
          aria-label="New task"
          placeholder="Add a task"
          className={FIELD}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Button type="submit" icon aria-label="Add task" className="size-10" disabled={title.trim() === ""}>
          <Plus aria-hidden className="size-5" />
        </Button>
      </form>
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
      {tasks?.length === 0 && (
        <p className="mt-8 text-center text-sm text-ink-soft">Nothing to do. Enjoy it, or add something.</p>
      )}
      <ul className="mt-3 min-h-0 grow space-y-0.5 overflow-y-auto">
        {[...open, ...done].map((task) => (
          <TaskRow key={task.id} task={task} onChange={(values) => set(task.id, values)} onDelete={() => remove(task.id)} />
        ))}
      </ul>
      {tasks && total > tasks.length && (
        <p className="pt-2 text-sm text-ink-soft">
          The first {tasks.length} of {total}. Ask the assistant for the others.
        </p>
      )}
    </section>
  );
}
