import { EventSourceParserStream } from "eventsource-parser/stream";
import { json, overNetwork, send } from "../api";
import { patiently } from "../patience";
import type { Item, Page, StreamEvent, StreamRequest, Thread } from "./protocol";

const ENDPOINT = "/api/chatkit";

/** Items of one page when a conversation is opened: the most that the backend gives. */
const PAGE = 100;

/** One operation that answers with events, in their order. Aborting the signal ends it early. */
export async function* stream(request: StreamRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const response = await send(ENDPOINT, { method: "POST", body: JSON.stringify(request), signal });
  if (!response.body) return;
  const events = response.body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  try {
    for (;;) {
      const { done, value } = await overNetwork(() => reader.read());
      if (done) return;
      yield JSON.parse(value.data) as StreamEvent;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const call = <T>(type: string, params: object) => json<T>(ENDPOINT, "POST", { type, params });
const read = <T>(type: string, params: object) => patiently(() => call<T>(type, params));

/** The newest conversations first. */
export async function listThreads(): Promise<Thread[]> {
  return (await read<Page<Thread>>("threads.list", { limit: PAGE, order: "desc" })).data;
}

/** Every item of a conversation, the oldest first. */
export async function loadItems(threadId: string): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read<Page<Item>>("items.list", {
      thread_id: threadId,
      order: "asc",
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.data);
    after = page.has_more ? page.after : undefined;
  } while (after !== undefined);
  return items;
}

/** The newest item of a conversation; undefined where it has none. */
export async function newestItem(threadId: string): Promise<Item | undefined> {
  return (await read<Page<Item>>("items.list", { thread_id: threadId, order: "desc", limit: 1 })).data[0];
}

export const renameThread = (threadId: string, title: string) =>
  call<Thread>("threads.update", { thread_id: threadId, title });

export const deleteThread = (threadId: string) =>
  call<object>("threads.delete", { thread_id: threadId });
