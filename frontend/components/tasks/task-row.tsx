"use client";

import clsx from "clsx";
import { ChevronDown, Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Clock } from "@/lib/due";
import type { Task, TaskChange } from "@/lib/tasks";
import { Button } from "../ui/button";
import { Facts } from "./facts";
import { Note } from "./note";
import { Handle, type Place, PlaceSteps } from "./places";
import { PriorityPick } from "./priority";
import { TaskEditor } from "./task-editor";

interface TaskRowProps {
  task: Task;
  now: Clock;
  /** It stands under the day on which it is due. */
  underDay: boolean;
  editing: boolean;
  /** Whether its note is shown. */
  unfolded: boolean;
  /** In the order by hand; undefined where its list has another. */
  place: Place | undefined;
  onEdit(editing: boolean): void;
  onUnfold(): void;
  onChange(values: TaskChange): void;
  onDelete(): void;
}

/** A task: ticked, flagged and deleted at once, and edited in its place. */
export function TaskRow({ task, now, underDay, editing, unfolded, place, onEdit, onUnfold, onChange, onDelete }: TaskRowProps) {
  const { title, completed, description, priority } = task;
  const edit = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(editing);
  useEffect(() => {
    // Back to where the editing began.
    if (wasEditing.current && !editing) edit.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const close = (change?: TaskChange) => {
    onEdit(false);
    if (change) onChange(change);
  };
  const note = `note-${task.id}`;
  return (
    <div className={clsx("group flex items-start gap-1 rounded-lg pr-1", editing ? "bg-raised" : "hover:bg-hover")}>
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
        <TaskEditor task={task} onSave={close} onCancel={() => close()}>
          {place && <PlaceSteps title={title} {...place} />}
        </TaskEditor>
      ) : (
        <div className="min-w-0 grow pb-2.5 text-sm leading-5">
          <div className="flex items-start gap-1">
            <p className={clsx("min-w-0 grow pt-2.5", completed && "text-ink-soft line-through")}>{title}</p>
            <span className="-mb-2 flex shrink-0 py-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
              {place && <Handle title={title} {...place} />}
              <PriorityPick label={`Priority of ${title}`} value={priority} onPick={(value) => onChange({ priority: value })} />
              <Button ref={edit} look="quiet" icon small aria-label={`Edit ${title}`} onClick={() => onEdit(true)}>
                <Pencil aria-hidden className="size-4" />
              </Button>
              <Button look="quiet" icon small aria-label={`Delete ${title}`} onClick={onDelete}>
                <Trash2 aria-hidden className="size-4" />
              </Button>
            </span>
          </div>
          <Facts task={task} now={now} underDay={underDay}>
            {description && (
              <button
                type="button"
                aria-expanded={unfolded}
                aria-controls={note}
                onClick={onUnfold}
                className="inline-flex h-6 items-center gap-0.5 rounded px-1 underline-offset-2 hover:underline"
              >
                Note
                <span className="sr-only"> of {title}</span>
                <ChevronDown aria-hidden className={clsx("size-3.5 transition-transform", unfolded && "rotate-180")} />
              </button>
            )}
          </Facts>
          {description && unfolded && <Note id={note} text={description} />}
        </div>
      )}
    </div>
  );
}
