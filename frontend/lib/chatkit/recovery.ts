import { listThreads, loadItems } from "./client";
import { type Conversation, EMPTY, PENDING } from "./conversation";
import { textOf } from "./messages";
import type { Item, StreamRequest, UserMessage } from "./protocol";
import { userInput } from "./protocol";

/** The request that sends a message. */
export function sending(text: string, threadId: string | undefined): StreamRequest {
  const input = userInput(text);
  return threadId
    ? { type: "threads.add_user_message", params: { thread_id: threadId, input } }
    : { type: "threads.create", params: { input } };
}

/** The message that was sent and of which the server has said nothing yet. */
export function pendingText(items: Item[]): string | undefined {
  const pending = items.find(({ id }) => id === PENDING);
  return pending?.type === "user_message" ? textOf(pending.content) : undefined;
}

/** Whether the last question has its answer. */
export const isAnswered = (items: Item[]) => isAnswer(items.at(-1));

/** Whether an item is what an answer ends with. */
export const isAnswer = (item: Item | undefined) => item?.type === "assistant_message" || item?.type === "widget";

/**
 * What the server has of a conversation whose pending message may have arrived although no answer came.
 *
 * @param known ids of the conversations that there were before it was sent; undefined if that is not known.
 * @returns the conversation with the message in it, or undefined: then it never arrived.
 */
export async function arrived(
  { threadId, items }: Conversation,
  known: string[] | undefined,
): Promise<Conversation | undefined> {
  const text = squeezed(pendingText(items) ?? "");
  const there = new Set(items.map(({ id }) => id));
  const isIt = (item: Item): item is UserMessage =>
    item.type === "user_message" && !there.has(item.id) && squeezed(textOf(item.content)) === text;
  for (const id of threadId ? [threadId] : await threadsSince(known)) {
    const stored = await loadItems(id);
    if (stored.some(isIt)) return { ...EMPTY, threadId: id, items: stored };
  }
  return undefined;
}

async function threadsSince(known: string[] | undefined): Promise<string[]> {
  if (known === undefined) return [];
  return (await listThreads()).map(({ id }) => id).filter((id) => !known.includes(id));
}

/** The server keeps text with its white space tidied. */
const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();
