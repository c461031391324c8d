import type { ThreadMessageLike } from "@assistant-ui/react";
import type { Item, Step } from "./protocol";

/** A turn of one side, as the chat shows it. */
export interface Turn {
  id: string;
  role: "user" | "assistant";
  text: string;
  /** What the assistant did before it answered. */
  steps: Step[];
  /** It asks for a yes or a no: true until something was said since. Undefined where it is no question. */
  asks?: boolean;
  /** Its text is the server's own question, which names tasks: nothing in it is Markdown. */
  plain?: boolean;
}

/**
 * Items as turns: what the assistant did belongs to the answer that follows.
 *
 * @param running whether the last question is being answered. Else no step is under way: its turn was interrupted in it.
 */
export function turns(items: Item[], running: boolean): Turn[] {
  const found: Turn[] = [];
  const asked = running ? items.findLastIndex((item) => item.type === "user_message") : items.length;
  for (const [index, item] of items.entries()) {
    const last = found.at(-1);
    if (item.type === "user_message") {
      found.push({ id: item.id, role: "user", text: textOf(item.content), steps: [] });
    } else if (item.type === "workflow") {
      found.push({ id: item.id, role: "assistant", text: "", steps: index > asked ? item.workflow.tasks : item.workflow.tasks.map(ended) });
    } else if (item.type === "widget") {
      const asks = !running && index === items.length - 1 && item.widget.confirm !== undefined;
      // Without words of its own it holds the buttons to what was said before it.
      if (!item.copy_text && last?.role === "assistant") found[found.length - 1] = { ...last, asks };
      else found.push({ id: item.id, role: "assistant", text: item.copy_text ?? "", steps: [], asks, plain: true });
    } else if (item.type === "assistant_message") {
      const text = textOf(item.content);
      if (last?.role === "assistant" && last.text === "") {
        found[found.length - 1] = { ...last, text };
      } else {
        found.push({ id: item.id, role: "assistant", text, steps: [] });
      }
    }
  }
  return found;
}

const ended = (step: Step): Step => (step.status_indicator === "loading" ? { ...step, status_indicator: "none" } : step);

/** A turn in the form that assistant-ui takes. */
export function toMessage({ id, role, text, steps, asks, plain }: Turn): ThreadMessageLike {
  return { id, role, content: [{ type: "text", text }], metadata: { custom: { steps, asks, plain } } };
}

/** The last message of the user: what a retry answers again. */
export function lastQuestion(items: Item[]): string | undefined {
  return items.findLast((item) => item.type === "user_message")?.id;
}

/** The text of a message. */
export function textOf(content: { text: string }[]): string {
  return content.map(({ text }) => text).join("");
}
