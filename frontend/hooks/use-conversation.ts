"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { wordsOf } from "@/lib/api";
import { loadItems, stream } from "@/lib/chatkit/client";
import { asked, type Conversation, EMPTY, failed, next, PENDING, rewound } from "@/lib/chatkit/conversation";
import { lastQuestion } from "@/lib/chatkit/messages";
import { type StreamRequest, userInput } from "@/lib/chatkit/protocol";

interface Listeners {
  /** The assistant changed tasks. */
  onTasksChanged(): void;
  /** A conversation began, or got its title. */
  onThreadChanged(threadId: string): void;
}

/** One conversation: what was said, what is being said, and what can be done about it. */
export function useConversation({ onTasksChanged, onThreadChanged }: Listeners) {
  const [conversation, setConversation] = useState<Conversation>(EMPTY);
  const [running, setRunning] = useState(false);
  const [loading, setLoading] = useState(false);
  const abort = useRef<AbortController | null>(null);
  // Events come faster than React renders: each builds on the one before it.
  const current = useRef(conversation);

  const show = useCallback((value: Conversation) => {
    current.current = value;
    setConversation(value);
  }, []);

  const stop = useCallback(() => abort.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const run = useCallback(
    async (request: StreamRequest) => {
      const controller = new AbortController();
      abort.current = controller;
      setRunning(true);
      const mine = () => abort.current === controller;
      try {
        for await (const event of stream(request, controller.signal)) {
          if (!mine()) return;
          show(next(current.current, event));
          if (event.type === "client_effect" && event.name === "tasks_changed") onTasksChanged();
          if (event.type === "thread.created" || event.type === "thread.updated") {
            onThreadChanged(event.thread.id);
          }
        }
      } catch (error) {
        if (mine() && !controller.signal.aborted) show(failed(current.current, wordsOf(error), true));
      } finally {
        if (mine()) {
          setRunning(false);
          onTasksChanged();
        }
      }
    },
    [onTasksChanged, onThreadChanged, show],
  );

  const ask = useCallback(
    async (text: string) => {
      const { threadId } = current.current;
      show(asked(current.current, text));
      const input = userInput(text);
      await run(
        threadId
          ? { type: "threads.add_user_message", params: { thread_id: threadId, input } }
          : { type: "threads.create", params: { input } },
      );
    },
    [run, show],
  );

  /** Has the last question answered again; one that was never stored is sent again. */
  const retry = useCallback(async () => {
    const { threadId, items } = current.current;
    const question = lastQuestion(items);
    if (!question) return;
    if (!threadId || question === PENDING) {
      const pending = items.find(({ id }) => id === PENDING);
      const text = pending?.type === "user_message" ? (pending.content[0]?.text ?? "") : "";
      show({ ...current.current, items: items.filter(({ id }) => id !== PENDING), error: undefined });
      return ask(text);
    }
    show(rewound(current.current, question));
    await run({ type: "threads.retry_after_item", params: { thread_id: threadId, item_id: question } });
  }, [ask, run, show]);

  /** Opens a conversation, or none, which begins a new one. */
  const open = useCallback(
    async (threadId?: string) => {
      abort.current?.abort();
      abort.current = null;
      setRunning(false);
      show(threadId ? { ...EMPTY, threadId } : EMPTY);
      if (!threadId) return;
      setLoading(true);
      try {
        const items = await loadItems(threadId);
        if (current.current.threadId === threadId) show({ ...EMPTY, threadId, items });
      } catch (error) {
        if (current.current.threadId === threadId) show(failed(current.current, wordsOf(error), false));
      } finally {
        setLoading(false);
      }
    },
    [show],
  );

  return { conversation, running, loading, ask, stop, retry, open };
}
