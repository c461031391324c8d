/** Keys that do something wherever somebody is on the page, but in a text. */

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

/** Keys of the list, which everybody has who is in it. */
export const LIST_KEYS = [
  { keys: "↑ ↓", name: "Move between tasks" },
  { keys: "Alt ↑ ↓", name: "Move a task up or down" },
  { keys: "Space", name: "Complete or reopen a task" },
  { keys: "Enter", name: "Save the edited title" },
  { keys: "Ctrl Enter", name: "Save all edits" },
  { keys: "Esc", name: "Cancel the edit" },
];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "defaultPrevented">;

/** What a key does; undefined for nothing. @param inText somebody is writing, or chooses from a list. */
export function actionOf({ key, ctrlKey, metaKey, altKey, defaultPrevented }: Pressed, inText: boolean): Action | undefined {
  if (inText || ctrlKey || metaKey || altKey || defaultPrevented) return undefined;
  return SHORTCUTS.find(({ keys }) => keys === key)?.action;
}

const KEY = "todo_shortcuts";

export const areOn = () => localStorage.getItem(KEY) !== "off";
export const turn = (on: boolean) => (on ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "off"));
