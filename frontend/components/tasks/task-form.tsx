"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { sendNothingComposed } from "@/lib/composing";
import type { NewTask, Priority } from "@/lib/tasks";
import { Button } from "../ui/button";
import { FIELD } from "../ui/field";
import { Select } from "../ui/select";
import { DueFields, type DueValue } from "./due-fields";
import { PriorityOptions } from "./priority";

const NO_DUE: DueValue = { due_date: null, due_time: null };

/** Adds a task: a title is enough. */
export function TaskForm({ onAdd }: { onAdd(task: NewTask): Promise<boolean> }) {
  const [title, setTitle] = useState("");
  const [due, setDue] = useState(NO_DUE);
  const [priority, setPriority] = useState<Priority>("none");
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    // Typed before the page was ready, when nothing listened yet.
    if (field.current?.value) setTitle(field.current.value);
  }, []);

  /** What else can be said of it is asked when there is something to say it of. */
  const more = title !== "" || due.due_date !== null || priority !== "none";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = title.trim();
    if (text === "") return;
    field.current?.focus();
    // Free for the next at once; what could not be added comes back, unless something else is there by now.
    setTitle("");
    setDue(NO_DUE);
    setPriority("none");
    if (await onAdd({ title: text, ...due, priority })) return;
    setTitle((typed) => typed || text);
    setDue((chosen) => (chosen.due_date ? chosen : due));
    setPriority((chosen) => (chosen === "none" ? priority : chosen));
  };

  return (
    <form onSubmit={submit} onKeyDown={sendNothingComposed} className="mt-3 flex flex-col gap-2">
      <div className="flex gap-2">
        <input
          ref={field}
          id="new-task"
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
      </div>
      <div className={more ? "flex flex-wrap gap-2" : "hidden"}>
        <DueFields {...due} onChange={setDue} />
        <Select
          aria-label="Priority"
          value={priority}
          onChange={(event) => setPriority(event.target.value as Priority)}
        >
          <PriorityOptions />
        </Select>
      </div>
    </form>
  );
}
