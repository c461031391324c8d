"use client";

import clsx from "clsx";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Task } from "@/lib/tasks";
import { Button } from "../ui/button";
import { EditLine } from "../ui/edit-line";

interface TaskRowProps {
  task: Task;
  onChange(values: Partial<Pick<Task, "title" | "completed">>): void;
  onDelete(): void;
}

export function TaskRow({ task, onChange, onDelete }: TaskRowProps) {
  const [editing, setEditing] = useState(false);
  const { title, completed, description } = task;
  return (
    <li className="group flex items-center gap-1 rounded-lg pr-1 hover:bg-hover">
      <label className="flex size-10 shrink-0 cursor-pointer items-center justify-center">
        <input
          type="checkbox"
          aria-label={title}
          checked={completed}
          onChange={(event) => onChange({ completed: event.target.checked })}
          className="size-4.5 cursor-pointer accent-accent"
        />
      </label>
      {editing ? (
        <EditLine
          label={`New title of ${title}`}
          value={title}
          maxLength={200}
          onSave={(text) => {
            setEditing(false);
            onChange({ title: text });
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <div className="min-w-0 grow py-2 text-sm">
          <p className={clsx(completed && "text-ink-soft line-through")}>{title}</p>
          {description && <p className="text-ink-soft">{description}</p>}
        </div>
      )}
      <span className="flex opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <Button look="quiet" icon aria-label={`Edit ${title}`} onClick={() => setEditing(true)}>
          <Pencil aria-hidden className="size-4" />
        </Button>
        <Button look="quiet" icon aria-label={`Delete ${title}`} onClick={onDelete}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
      </span>
    </li>
  );
}
