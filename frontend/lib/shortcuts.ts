/** Keys that do something wherever somebody is on the page, but in a text. */
import type { Priority } from "./tasks";

export type Action = "help" | "add" | "search" | "write" | "begin" | "undo";

/** Each with its name. Without Ctrl or Command, so they can be turned off: somebody who speaks to the page types them unawares. */
export const SHORTCUTS: { action: Action; keys: string; name: string }[] = [
  { action: "add", keys: "n", name: "Add a task" },
  { action: "search", keys: "/", name: "Search the tasks" },
  { action: "write", keys: "m", name: "Write to the assistant" },
  { action: "begin", keys: "c", name: "Start a new conversation" },
  { action: "undo", keys: "z", name: "Undo the last deletion" },
  { action: "help", keys: "?", name: "Show these shortcuts" },
];

/** Keys of the list, for whoever is in it. Those that would write a character are turned off with the others. */
export const LIST_KEYS = [
  { keys: "↑ ↓", name: "Move between tasks" },
  { keys: "Alt ↑ ↓", name: "Move a task up or down" },
  { keys: "Space", name: "Complete or reopen a task" },
  { keys: "e", name: "Edit a task" },
  { keys: "1 2 3", name: "Set low, medium or high priority" },
  { keys: "0", name: "Take the priority away" },
  { keys: "Delete", name: "Delete a task" },
  { keys: "Enter", name: "Save the edited title" },
  { keys: "Ctrl Enter", name: "Save all edits" },
  { keys: "Esc", name: "Cancel the edit" },
];

/** What a key does with the task that has the focus. */
export type TaskAction = "edit" | "delete" | { priority: Priority };

const TASK_KEYS: Record<string, TaskAction> = {
  e: "edit",
  Delete: "delete",
  // The key of that name on a Mac.
  Backspace: "delete",
  0: { priority: "none" },
  1: { priority: "low" },
  2: { priority: "medium" },
  3: { priority: "high" },
};

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "defaultPrevented">;

/** The same for a key in the list; undefined for nothing. One that is held down does nothing again. */
export function taskActionOf({ key, ctrlKey, metaKey, altKey, repeat }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "repeat">) {
  return ctrlKey || metaKey || altKey || repeat ? undefined : TASK_KEYS[key];
}

/** What a key does; undefined for nothing. @param inText somebody is writing, or chooses from a list. */
export function actionOf({ key, ctrlKey, metaKey, altKey, defaultPrevented }: Pressed, inText: boolean): Action | undefined {
  if (inText || ctrlKey || metaKey || altKey || defaultPrevented) return undefined;
  return SHORTCUTS.find(({ keys }) => keys === key)?.action;
}

const KEY = "todo_shortcuts";

export const areOn = () => localStorage.getItem(KEY) !== "off";
export const turn = (on: boolean) => (on ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "off"));
