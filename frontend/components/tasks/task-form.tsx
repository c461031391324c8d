"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useClock } from "@/hooks/use-clock";
import { useParsedTitle } from "@/hooks/use-parsed-title";
import { sendNothingComposed } from "@/lib/composing";
import type { NewTask, Priority, TaskChange } from "@/lib/tasks";
import { Button } from "../ui/button";
import { FIELD } from "../ui/field";
import { Select } from "../ui/select";
import { DueFields, type DueValue } from "./due-fields";
import { PriorityOptions } from "./priority";
import { UnderstoodChip, wordsOf } from "./understood";

const NO_DUE: DueValue = { due_date: null, due_time: null };

interface TaskFormProps {
  /** @param typed the task as it was typed, where its title was parsed and nobody has seen what came of it. */
  onAdd(task: NewTask, typed?: TaskChange): Promise<boolean>;
}

/** Adds a task: a title is enough, and may say when it is due. */
export function TaskForm({ onAdd }: TaskFormProps) {
  const now = useClock();
  const [title, setTitle] = useState("");
  /** What was chosen by hand: it counts, whatever the title says. */
  const [chosenDue, setChosenDue] = useState<DueValue | undefined>();
  const [chosenPriority, setChosenPriority] = useState<Priority | undefined>();
  /** The title is meant as it is typed. */
  const [asTyped, setAsTyped] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { parsed, parse, forget } = useParsedTitle(asTyped ? "" : title.trim());

  useEffect(() => {
    // Typed before the page was ready, when nothing listened yet.
    if (field.current?.value) setTitle(field.current.value);
  }, []);

  const understood = asTyped ? undefined : parsed;
  const due = chosenDue ?? (understood ? { due_date: understood.due_date, due_time: understood.due_time } : NO_DUE);
  const priority = chosenPriority ?? understood?.priority ?? "none";
  const words = understood && wordsOf({ ...due, priority }, now);
  /** What else can be said of it is asked when there is something to say it of. */
  const more = title !== "" || due.due_date !== null || priority !== "none";

  const type = (text: string) => {
    setTitle(text);
    if (text.trim() !== "") return;
    setAsTyped(false);
    forget();
  };
  const keep = () => {
    setAsTyped(true);
    field.current?.focus();
  };
  const chooseDue = (value: DueValue) => {
    setChosenDue(value.due_date ? value : undefined);
    // The day that the title says is not wanted.
    if (!value.due_date && understood?.due_date) setAsTyped(true);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = title.trim();
    if (text === "") return;
    field.current?.focus();
    const answer = asTyped ? undefined : parse(text);
    // Free for the next at once; what could not be added comes back, unless something else is there by now.
    type("");
    setChosenDue(undefined);
    setChosenPriority(undefined);
    const found = await answer;
    const typed = { title: text, ...(chosenDue ?? NO_DUE), priority: chosenPriority ?? "none" };
    const chosen = { ...chosenDue, ...(chosenPriority && { priority: chosenPriority }) };
    const isSeen = found === understood;
    if (await onAdd({ ...typed, ...found, ...chosen }, found && !isSeen ? typed : undefined)) return;
    setTitle((later) => later || text);
    setAsTyped((later) => later || asTyped);
    setChosenDue((later) => later ?? chosenDue);
    setChosenPriority((later) => later ?? chosenPriority);
  };

  return (
    <form onSubmit={submit} onKeyDown={sendNothingComposed} className="mt-3 flex flex-col gap-2">
      <div className="flex gap-2">
        <input
          ref={field}
          id="new-task"
          aria-label="New task"
          placeholder="Add a task, e.g. milk tomorrow"
          className={FIELD}
          value={title}
          maxLength={200}
          onChange={(event) => type(event.target.value)}
        />
        <Button type="submit" icon aria-label="Add task" className="size-10" disabled={title.trim() === ""}>
          <Plus aria-hidden className="size-5" />
        </Button>
      </div>
      <p role="status" className="sr-only">
        {words && `Understood: ${words}`}
        {asTyped && "The title stays as it is typed."}
      </p>
      {understood && words && (
        <UnderstoodChip words={words} title={understood.title} due={due.due_date !== null} onKeep={keep} />
      )}
      <div className={more ? "flex flex-wrap gap-2" : "hidden"}>
        <DueFields {...due} onChange={chooseDue} />
        <Select aria-label="Priority" value={priority} onChange={(event) => setChosenPriority(event.target.value as Priority)}>
          <PriorityOptions />
        </Select>
      </div>
    </form>
  );
}
