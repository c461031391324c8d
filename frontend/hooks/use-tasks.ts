"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { wordsOf } from "@/lib/api";
import { Looks } from "@/lib/looks";
import { tell } from "@/lib/tabs";
import { changeTask, createTask, listTasks, removeTask, type Task } from "@/lib/tasks";
import { useFresh } from "./use-fresh";

/** The task list, kept as the server has it; changes show at once and are taken back when refused. */
export function useTasks() {
  const [tasks, setTasks] = useState<Task[] | undefined>();
  const [total, setTotal] = useState(0);
  const [error, setError] = useState("");

  const looks = useRef(new Looks());

  const refresh = useCallback(async () => {
    const isNewest = looks.current.begin();
    try {
      const page = await listTasks();
      if (!isNewest()) return;
      setTasks(page.items);
      setTotal(page.total);
      setError("");
    } catch (problem) {
      if (isNewest()) setError(wordsOf(problem));
    }
  }, []);
  useFresh("tasks", refresh);

  useEffect(() => {
    // The first look at the server: what it answers is the state.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void refresh();
  }, [refresh]);

  /** Shows a change, makes it, and looks again: at the truth if it was refused. */
  const change = useCallback(
    async (show: (tasks: Task[]) => Task[], make: () => Promise<unknown>) => {
      setTasks((before) => show(before ?? []));
      let problem: unknown;
      try {
        await looks.current.during(make);
        tell("tasks");
      } catch (caught) {
        problem = caught;
      }
      // What a look that is under way will answer may be from before the change: this one takes its place.
      await refresh();
      if (problem !== undefined) setError(wordsOf(problem));
    },
    [refresh],
  );

  const add = useCallback(
    async (title: string) => {
      try {
        await createTask(title);
        tell("tasks");
        await refresh();
        return true;
      } catch (problem) {
        setError(wordsOf(problem));
        return false;
      }
    },
    [refresh],
  );

  const set = useCallback(
    (id: string, values: Partial<Pick<Task, "title" | "completed">>) =>
      change(
        (all) => all.map((task) => (task.id === id ? { ...task, ...values } : task)),
        () => changeTask(id, values),
      ),
    [change],
  );

  const remove = useCallback(
    (id: string) =>
      change(
        (all) => all.filter((task) => task.id !== id),
        () => removeTask(id),
      ),
    [change],
  );

  return { tasks, total, error, refresh, add, set, remove };
}
