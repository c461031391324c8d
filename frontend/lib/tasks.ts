import { ApiError, json, send } from "./api";
import { patiently } from "./patience";

export type Priority = "none" | "low" | "medium" | "high";

export interface Task {
  id: string;
  title: string;
  /** The note. */
  description: string;
  completed: boolean;
  /** YYYY-MM-DD, on the clock of whoever reads it. */
  due_date: string | null;
  /** HH:MM, only with a date. */
  due_time: string | null;
  priority: Priority;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
}

/** What a title says: without the words for its date and priority, and these. */
export type ParsedTitle = Pick<Task, "title" | "due_date" | "due_time" | "priority">;
export type NewTask = Pick<Task, "title"> & Partial<Pick<Task, "due_date" | "due_time" | "priority">>;
export type TaskChange = Partial<Pick<Task, "title" | "description" | "completed" | "due_date" | "due_time" | "priority">>;

/** Which tasks, and in which order; see GET /api/tasks. */
export interface TaskQuery {
  status?: "open" | "done";
  due?: "today" | "overdue" | "upcoming";
  search?: string;
  order?: "position" | "due" | "-completed_at" | "-updated_at";
}

/** Tasks of a query from a place on, and how many it has in all. */
export function listTasks(query: TaskQuery, limit: number, offset = 0): Promise<{ items: Task[]; total: number }> {
  const all = { ...query, limit: String(limit), offset: String(offset) };
  return patiently(() => json(`/api/tasks?${new URLSearchParams(all)}`));
}

/** How many tasks there are. */
export interface Summary {
  open: number;
  done: number;
  /** Of the open ones, how many should be done by now. */
  overdue: number;
  /** Another one when a task was added, changed or deleted since, wherever that was, or has become overdue. */
  mark: string;
}

export async function summary(): Promise<Summary> {
  const newest = (query: TaskQuery) => listTasks({ ...query, order: "-updated_at" }, 1);
  const found = await Promise.all([newest({ status: "open" }), newest({ status: "done" }), newest({ status: "open", due: "overdue" })]);
  const [open, done, overdue] = found;
  const mark = found.map(({ items: [task], total }) => [total, task?.id, task?.updated_at].join(" ")).join();
  return { open: open.total, done: done.total, overdue: overdue.total, mark };
}

/** A new task: one, however often the request has to be sent. */
export function createTask(task: NewTask): Promise<Task> {
  // crypto.randomUUID is there over https alone.
  const key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
  return patiently(() => json("/api/tasks", "POST", task, { "idempotency-key": key }));
}

/** Milliseconds that the server may take to parse a title: somebody waits for that with a task to add. */
const PARSE_MS = 5000;

/** What a title says, by the rules of the offline assistant; nothing is stored. @throws where that cannot be had soon. */
export async function parseTitle(title: string): Promise<ParsedTitle> {
  const signal = AbortSignal.timeout(PARSE_MS);
  const response = await send("/api/tasks/parse", { method: "POST", body: JSON.stringify({ title }), signal });
  return (await response.json()) as ParsedTitle;
}

const addressOf = (id: string) => `/api/tasks/${encodeURIComponent(id)}`;

export const changeTask = (id: string, change: TaskChange) => patiently(() => json<Task>(addressOf(id), "PATCH", change));

/** Puts a task behind another in the order by hand, or before all. */
export const moveTask = (id: string, after: string | null) => patiently(() => json<Task>(`${addressOf(id)}/move`, "POST", { after }));

/** Deletes a task; one that is gone already is deleted too. */
export async function removeTask(id: string): Promise<void> {
  try {
    await patiently(() => json(addressOf(id), "DELETE"));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Undoes a deletion: the task is where it was. */
export const restoreTask = (id: string) => patiently(() => json<Task>(`${addressOf(id)}/restore`, "POST"));
