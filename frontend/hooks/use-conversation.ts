"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, wordsOf } from "@/lib/api";
import { loadItems, newestItem, stream } from "@/lib/chatkit/client";
import {
  asked,
  type Conversation,
  EMPTY,
  failed,
  interrupted,
  next,
  opened,
  PENDING,
  rewound,
} from "@/lib/chatkit/conversation";
import { lastQuestion } from "@/lib/chatkit/messages";
import type { StreamRequest } from "@/lib/chatkit/protocol";
import { arrived, isAnswer, isAnswered, pendingText, sending } from "@/lib/chatkit/recovery";
import { once } from "@/lib/once";
import { patiently } from "@/lib/patience";
import { tell } from "@/lib/tabs";
import { useFresh } from "./use-fresh";

interface Surroundings {
  /** Ids of the conversations that there are; undefined while that is not known. */
  known: string[] | undefined;
  /** The assistant changed tasks. */
  onTasksChanged(): void;
  /** A conversation began, or got its title. */
  onThreadChanged(threadId: string): void;
}

/**
 * Milliseconds between attempts to go on after the connection broke: a minute and more, which is longer than a pod
 * needs to be replaced. Reading waits by itself in each.
 */
const PAUSES = [500, 2000, ...Array<number>(20).fill(3000)];

/** Nothing was said before: the conversation began here. */
const NOTHING = () => Promise.resolve();

/** One conversation: what was said, what is being said, and what can be done about it. */
export function useConversation({ known, onTasksChanged, onThreadChanged }: Surroundings) {
  const [conversation, setConversation] = useState<Conversation>(EMPTY);
  const [running, setRunning] = useState(false);
  const [loading, setLoading] = useState(false);
  const abort = useRef<AbortController | null>(null);
  // Events come faster than React renders: each builds on the one before it.
  const current = useRef(conversation);
  const knownBefore = useRef<string[] | undefined>(undefined);
  // Has what was said before shown; fails where it cannot be had. Another conversation has another.
  const past = useRef(NOTHING);

  const show = useCallback((value: Conversation) => {
    current.current = value;
    setConversation(value);
  }, []);

  const stop = useCallback(() => abort.current?.abort(), []);
  useEffect(() => stop, [stop]);

  /** Shows what a request has the assistant say. @throws what broke it off before its end. */
  const play = useCallback(
    async (request: StreamRequest, signal: AbortSignal) => {
      let ended = false;
      for await (const event of stream(request, signal)) {
        if (signal.aborted) return;
        show(next(current.current, event));
        if (event.type === "client_effect" && event.name === "tasks_changed") onTasksChanged();
        if (event.type === "thread.created" || event.type === "thread.updated") onThreadChanged(event.thread.id);
        ended ||= event.type === "error" || (event.type === "thread.item.done" && isAnswer(event.item));
      }
      // A server that is stopped closes its streams in good order.
      if (!ended && !signal.aborted) throw new ApiError(0, "The answer broke off.");
    },
    [onTasksChanged, onThreadChanged, show],
  );

  /** Waits until what was said before is there, or until the user gives up. @throws why it cannot be had. */
  const afterPast = useCallback(
    (signal: AbortSignal) =>
      Promise.race([past.current(), new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }))]),
    [],
  );

  /** What there is to ask for once more, by what the server has: undefined when the answer is there. */
  const again = useCallback(
    async (signal: AbortSignal): Promise<StreamRequest | undefined> => {
      await afterPast(signal);
      if (signal.aborted) return undefined;
      const text = pendingText(current.current.items);
      if (text !== undefined) {
        const found = await arrived(current.current, knownBefore.current);
        if (signal.aborted) return undefined;
        if (!found) return sending(text, current.current.threadId);
        show(found);
        onThreadChanged(found.threadId!);
        if (isAnswered(found.items)) return undefined;
      }
      const { threadId, items } = current.current;
      const question = lastQuestion(items);
      if (!threadId || !question) return undefined;
      show(rewound(current.current, question));
      return { type: "threads.retry_after_item", params: { thread_id: threadId, item_id: question } };
    },
    [afterPast, onThreadChanged, show],
  );

  /** Has something answered, and goes on by itself while the server is only away. */
  const run = useCallback(
    async (first: (signal: AbortSignal) => Promise<StreamRequest | undefined>) => {
      const controller = new AbortController();
      const { signal } = controller;
      abort.current = controller;
      setRunning(true);
      try {
        await patiently(
          async (isAgain) => {
            const request = await (isAgain ? again : first)(signal);
            if (request) await play(request, signal);
          },
          { pauses: PAUSES, signal, onAway: () => signal.aborted || show(interrupted(current.current)) },
        );
      } catch (error) {
        if (!signal.aborted) show(failed(current.current, wordsOf(error), true));
      }
      if (abort.current !== controller) return;
      abort.current = null;
      if (signal.aborted && pendingText(current.current.items) !== undefined) {
        show(failed(current.current, "Stopped before it had arrived.", true));
      } else if (current.current.progress) show({ ...current.current, progress: undefined });
      setRunning(false);
      tell("threads");
      onTasksChanged();
    },
    [again, onTasksChanged, play, show],
  );

  /** Sends a message; nothing while another is under way: a button's second click comes before the button goes. */
  const ask = useCallback(
    async (text: string) => {
      if (abort.current) return;
      const { threadId } = current.current;
      knownBefore.current = known;
      show(asked(current.current, text));
      await run(async (signal) => {
        // Only then can be told apart what is stored of this message, and where in the conversation it belongs.
        await afterPast(signal);
        return signal.aborted ? undefined : sending(text, threadId);
      });
    },
    [afterPast, known, run, show],
  );

  /** Has the last question answered again; one that was never stored is sent again. */
  const retry = useCallback(async () => {
    show({ ...current.current, error: undefined });
    await run(again);
  }, [again, run, show]);

  /** Takes back a message that never arrived. */
  const takeBack = useCallback(() => {
    const { items } = current.current;
    show({ ...current.current, error: undefined, items: items.filter(({ id }) => id !== PENDING) });
  }, [show]);

  /** Opens a conversation, or none, which begins a new one. */
  const open = useCallback(
    async (threadId?: string) => {
      abort.current?.abort();
      abort.current = null;
      setRunning(false);
      show(threadId ? { ...EMPTY, threadId } : EMPTY);
      setLoading(threadId !== undefined);
      past.current = NOTHING;
      if (!threadId) return;
      const read = once(async () => {
        const items = await loadItems(threadId);
        if (past.current === read) show(opened(current.current, items));
      });
      past.current = read;
      try {
        await read();
      } catch (error) {
        // A message that waits for it says so itself.
        if (past.current === read && abort.current === null) show(failed(current.current, wordsOf(error), false));
      } finally {
        if (past.current === read) setLoading(false);
      }
    },
    [show],
  );

  /** Looks at what another tab has said in the open conversation, unless something is under way here. */
  const refresh = useCallback(async () => {
    const idle = () => abort.current === null && current.current.error === undefined;
    for (;;) {
      const before = current.current;
      if (!before.threadId || !idle()) return;
      const items = await loadItems(before.threadId).catch(() => undefined);
      if (!items || current.current.threadId !== before.threadId) return;
      if (current.current === before) return show({ ...before, items });
      // Something was said here meanwhile, which this look may not know of: another.
    }
  }, [show]);
  /** Looks whether there is anything new in it, and only then at what. */
  const look = useCallback(async () => {
    const { threadId, items } = current.current;
    if (!threadId || abort.current) return;
    const newest = await newestItem(threadId).catch(() => undefined);
    if (newest && newest.id !== items.at(-1)?.id) await refresh();
  }, [refresh]);
  useFresh("threads", refresh, look);

  return { conversation, running, loading, ask, stop, retry, takeBack, open };
}
