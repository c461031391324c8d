import { json, patiently } from "./api";

export interface Task {
  id: string;
  title: string;
  description: string | null;
  completed: boolean;
  created_at: string;
  updated_at: string;
}

/** Tasks that are shown at once: the most that the backend gives. */
export const SHOWN = 100;

export async function listTasks(): Promise<{ items: Task[]; total: number }> {
  return patiently(() => json(`/api/tasks?order=created_at&limit=${SHOWN}`));
}

export const createTask = (title: string) => json<Task>("/api/tasks", "POST", { title });

export const changeTask = (id: string, change: Partial<Pick<Task, "title" | "completed">>) =>
  json<Task>(`/api/tasks/${encodeURIComponent(id)}`, "PATCH", change);

export const removeTask = (id: string) =>
  json<undefined>(`/api/tasks/${encodeURIComponent(id)}`, "DELETE");
