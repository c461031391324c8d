"use client";

import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { composes } from "@/lib/composing";
import type { Priority, Task, TaskChange } from "@/lib/tasks";
import { Button } from "../ui/button";
import { AREA } from "../ui/field";
import { Select } from "../ui/select";
import { DueFields } from "./due-fields";
import { PriorityOptions } from "./priority";

interface TaskEditorProps {
  task: Task;
  /** What else can be done about it. */
  children?: ReactNode;
  /** With what is another now; nothing when all is as it was. */
  onSave(change: TaskChange | undefined): void;
  onCancel(): void;
}

/** Everything of a task that can be changed. Enter in the title saves, Escape leaves it as it was. */
export function TaskEditor({ task, children, onSave, onCancel }: TaskEditorProps) {
  const [values, setValues] = useState(() => ({
    title: task.title,
    description: task.description,
    due_date: task.due_date,
    due_time: task.due_time,
    priority: task.priority,
  }));
  const edit = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));

  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const title = values.title.replace(/\s+/g, " ").trim() || task.title;
    const entries = Object.entries({ ...values, title }).filter(([name, value]) => task[name as keyof Task] !== value);
    onSave(entries.length > 0 ? Object.fromEntries(entries) : undefined);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (composes(event)) return;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  };
  const of = ` of ${task.title}`;

  return (
    <form onSubmit={save} onKeyDown={onKeyDown} className="grow space-y-2 py-1.5">
      <textarea
        aria-label={`New title${of}`}
        className={AREA}
        value={values.title}
        rows={1}
        maxLength={200}
        autoFocus
        onFocus={(event) => event.target.setSelectionRange(values.title.length, values.title.length)}
        onChange={(event) => edit({ title: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || composes(event)) return;
          event.preventDefault();
          event.stopPropagation();
          save();
        }}
      />
      <textarea
        aria-label={`Note${of}`}
        placeholder="Note"
        className={`${AREA} max-h-60`}
        value={values.description}
        rows={2}
        maxLength={2000}
        onChange={(event) => edit({ description: event.target.value })}
      />
      <div className="flex flex-wrap gap-2">
        <DueFields due_date={values.due_date} due_time={values.due_time} of={of} onChange={edit} />
        <Select
          aria-label={`Priority${of}`}
          value={values.priority}
          onChange={(event) => edit({ priority: event.target.value as Priority })}
        >
          <PriorityOptions />
        </Select>
      </div>
      <div className="flex flex-wrap items-center justify-end gap-2">
        <div className="mr-auto">{children}</div>
        <Button look="outline" small onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" small>
          Save
        </Button>
      </div>
    </form>
  );
}
