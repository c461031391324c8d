import type { AssistantMessage, Item, ItemUpdate, Notice, StreamEvent } from "./protocol";

/** A conversation as the page shows it. */
export interface Conversation {
  threadId?: string;
  items: Item[];
  notices: Notice[];
  /** What the assistant is busy with, between two items. */
  progress?: string;
  error?: { message: string; retry: boolean };
}

export const EMPTY: Conversation = { items: [], notices: [] };

/** Id of a message that was sent and not yet stored. */
export const PENDING = "pending";

/** The conversation with a message that is on its way. */
export function asked(conversation: Conversation, text: string): Conversation {
  return {
    threadId: conversation.threadId,
    notices: [],
    items: [
      ...conversation.items,
      {
        id: PENDING,
        thread_id: conversation.threadId ?? "",
        created_at: new Date().toISOString(),
        type: "user_message",
        content: [{ type: "input_text", text }],
      },
    ],
  };
}

/** The conversation with what was said in it before: that comes first, whatever was said here while it was on its way. */
export function opened(conversation: Conversation, stored: Item[]): Conversation {
  const there = new Set(stored.map(({ id }) => id));
  return { ...conversation, items: [...stored, ...conversation.items.filter(({ id }) => !there.has(id))] };
}

/** The conversation up to a message that is to be answered again; what the assistant is busy with stays. */
export function rewound({ threadId, progress, items }: Conversation, itemId: string): Conversation {
  const end = items.findIndex(({ id }) => id === itemId);
  return { threadId, progress, notices: [], items: items.slice(0, end + 1) };
}

/** The conversation after one event. Events that it does not know change nothing. */
export function next(conversation: Conversation, event: StreamEvent): Conversation {
  switch (event.type) {
    case "thread.created":
      return { ...conversation, threadId: event.thread.id };
    case "thread.item.added":
    case "thread.item.done":
    case "thread.item.replaced":
      return { ...conversation, progress: undefined, items: withItem(conversation.items, event.item) };
    case "thread.item.updated":
      return {
        ...conversation,
        progress: undefined,
        items: conversation.items.map((item) =>
          item.id === event.item_id ? updated(item, event.update) : item,
        ),
      };
    case "thread.item.removed":
      return { ...conversation, items: conversation.items.filter(({ id }) => id !== event.item_id) };
    case "progress_update":
      return { ...conversation, progress: event.text };
    case "notice": {
      const { level, message, title } = event;
      return { ...conversation, notices: [...conversation.notices, { level, message, title }] };
    }
    case "error":
      return failed(conversation, event.message ?? "The answer was cut off.", event.allow_retry);
    default:
      return conversation;
  }
}

/** The conversation while its connection is broken, and may come back. */
export function interrupted(conversation: Conversation): Conversation {
  return { ...conversation, progress: "The connection was lost. I will continue when the server is back…" };
}

export function failed(conversation: Conversation, message: string, retry: boolean): Conversation {
  return { ...conversation, progress: undefined, error: { message, retry } };
}

/** A stored user message takes the place of the pending one; an item that is there is replaced. */
function withItem(items: Item[], item: Item): Item[] {
  const same = items.findIndex(
    (other) => other.id === item.id || (item.type === "user_message" && other.id === PENDING),
  );
  return same < 0 ? [...items, item] : items.with(same, item);
}

function updated(item: Item, update: ItemUpdate): Item {
  if (item.type === "workflow" && "task" in update) {
    const tasks = [...item.workflow.tasks];
    tasks[update.task_index] = update.task;
    return { ...item, workflow: { ...item.workflow, tasks } };
  }
  return item.type === "assistant_message" && "content_index" in update ? written(item, update) : item;
}

function written(
  item: AssistantMessage,
  update: Extract<ItemUpdate, { content_index: number }>,
): AssistantMessage {
  const content = [...item.content];
  const before = content[update.content_index] ?? { type: "output_text", text: "" };
  content[update.content_index] =
    "delta" in update ? { ...before, text: before.text + update.delta } : update.content;
  return { ...item, content };
}
