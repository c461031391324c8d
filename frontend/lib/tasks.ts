import { ApiError, json } from "./api";
import { patiently } from "./patience";

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

/** A new task: one, however often the request has to be sent. */
export function createTask(title: string): Promise<Task> {
  // crypto.randomUUID is there over https alone.
  const key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
  return patiently(() => json("/api/tasks", "POST", { title }, { "idempotency-key": key }));
}

export const changeTask = (id: string, change: Partial<Pick<Task, "title" | "completed">>) =>
  patiently(() => json<Task>(`/api/tasks/${encodeURIComponent(id)}`, "PATCH", change));

/** Deletes a task; one that is gone already is deleted too. */
export async function removeTask(id: string): Promise<void> {
  try {
    await patiently(() => json(`/api/tasks/${encodeURIComponent(id)}`, "DELETE"));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
