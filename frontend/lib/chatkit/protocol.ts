/** The part of the ChatKit protocol that this page and its backend speak (openai-chatkit 1.6). */

export interface Page<T> {
  data: T[];
  has_more: boolean;
  after?: string;
}

export interface Thread {
  id: string;
  title?: string;
  created_at: string;
  items: Page<Item>;
}

interface ItemBase {
  id: string;
  thread_id: string;
  created_at: string;
}

export interface UserMessage extends ItemBase {
  type: "user_message";
  content: { type: "input_text"; text: string }[];
}

export interface AssistantMessage extends ItemBase {
  type: "assistant_message";
  content: OutputText[];
}

export interface OutputText {
  type: "output_text";
  text: string;
}

/** What the assistant did in one turn, step by step. */
export interface Workflow extends ItemBase {
  type: "workflow";
  workflow: { tasks: Step[]; summary?: { title: string } };
}

export interface Step {
  title?: string;
  content?: string;
  /** "none": its turn was interrupted in it, and how it ended is not known. */
  status_indicator?: "loading" | "complete" | "none";
}

/** A question of the server's: its last word are two buttons, until it is answered. */
export interface Widget extends ItemBase {
  type: "widget";
  /** What it says; none where the message before it asks. */
  copy_text?: string;
  widget: { confirm?: object };
}

/** Items of other kinds are part of the protocol, but not of this page. */
export interface OtherItem extends ItemBase {
  type: "end_of_turn";
}

export type Item = UserMessage | AssistantMessage | Workflow | Widget | OtherItem;

export type ItemUpdate =
  | { type: "workflow.task.added" | "workflow.task.updated"; task_index: number; task: Step }
  | {
      type: "assistant_message.content_part.added" | "assistant_message.content_part.done";
      content_index: number;
      content: OutputText;
    }
  | { type: "assistant_message.content_part.text_delta"; content_index: number; delta: string };

export interface Notice {
  level: "info" | "warning" | "danger";
  message: string;
  title?: string;
}

export type StreamEvent =
  | { type: "thread.created" | "thread.updated"; thread: Thread }
  | { type: "thread.item.added" | "thread.item.done" | "thread.item.replaced"; item: Item }
  | { type: "thread.item.updated"; item_id: string; update: ItemUpdate }
  | { type: "thread.item.removed"; item_id: string }
  | { type: "client_effect"; name: string; data: unknown }
  | { type: "progress_update"; text: string }
  | ({ type: "notice" } & Notice)
  | { type: "error"; code: string; message?: string; allow_retry: boolean }
  | { type: "stream_options" };

export interface UserInput {
  content: { type: "input_text"; text: string }[];
  attachments: [];
  inference_options: Record<string, never>;
}

/** Operations that answer with a stream of events. */
export type StreamRequest =
  | { type: "threads.create"; params: { input: UserInput } }
  | { type: "threads.add_user_message"; params: { thread_id: string; input: UserInput } }
  | { type: "threads.retry_after_item"; params: { thread_id: string; item_id: string } };

export function userInput(text: string): UserInput {
  return { content: [{ type: "input_text", text }], attachments: [], inference_options: {} };
}
