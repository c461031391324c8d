"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, isAway, wordsOf } from "@/lib/api";
import { loadItems, newestItem, stream } from "@/lib/chatkit/client";
import { asked, type Conversation, EMPTY, failed, interrupted, next, opened, PENDING, rewound } from "@/lib/chatkit/conversation";
import { lastQuestion } from "@/lib/chatkit/messages";
import type { StreamRequest } from "@/lib/chatkit/protocol";
import { arrived, isAnswer, isAnswered, pendingText, sending } from "@/lib/chatkit/recovery";
import { begun, Left, type Talk } from "@/lib/chatkit/talk";
import { once } from "@/lib/once";
import { patiently } from "@/lib/patience";
import { tell } from "@/lib/tabs";
import { useFresh } from "./use-fresh";

interface Surroundings {
  /** Ids of the conversations that there are; undefined while that is not known. */
  known: string[] | undefined;
  /** The assistant changed tasks. */
  onTasksChanged(): void;
  /** A conversation began, or got its title. It may be one that was left meanwhile. */
  onThreadChanged(threadId: string, isShown: boolean): void;
}

/**
 * Milliseconds between attempts to go on after the connection broke: a minute and more, which is longer than a pod
 * needs to be replaced. Reading waits by itself in each.
 */
const PAUSES = [500, 2000, ...Array<number>(20).fill(3000)];

/** How many answers may begin and break off before the user is asked whether to go on: each asks the model again. */
const MOST_BROKEN = 3;

/** One conversation: what was said, what is being said, and what can be done about it. Those that are left go on. */
export function useConversation({ known, onTasksChanged, onThreadChanged }: Surroundings) {
  const [conversation, setConversation] = useState<Conversation>(EMPTY);
  const [running, setRunning] = useState(false);
  const [loading, setLoading] = useState(false);
  // Events come faster than React renders: each builds on the one before it.
  const [first] = useState(begun);
  const shown = useRef(first);
  const left = useRef(new Left());

  /** Notes what has become of a conversation, and shows it if it is the one that is shown. */
  const show = useCallback((talk: Talk, change: Partial<Talk>) => {
    Object.assign(talk, change);
    if (talk !== shown.current) return;
    setConversation(talk.conversation);
    setRunning(talk.abort !== null);
    setLoading(talk.loading);
  }, []);

  const stop = useCallback(() => shown.current.abort?.abort(), []);
  const stopAll = useCallback(() => {
    stop();
    left.current.end();
  }, [stop]);
  useEffect(() => stopAll, [stopAll]);

  const changed = useCallback(
    (talk: Talk, threadId: string) => onThreadChanged(threadId, talk === shown.current),
    [onThreadChanged],
  );

  /** Shows what a request has the assistant say. @throws what broke it off before its end. */
  const play = useCallback(
    async (talk: Talk, request: StreamRequest, signal: AbortSignal, onBegun: () => void) => {
      let ended = false;
      for await (const event of stream(request, signal)) {
        if (signal.aborted) return;
        onBegun();
        show(talk, { conversation: next(talk.conversation, event) });
        if (event.type === "client_effect" && event.name === "tasks_changed") onTasksChanged();
        if (event.type === "thread.created" || event.type === "thread.updated") changed(talk, event.thread.id);
        ended ||= event.type === "error" || (event.type === "thread.item.done" && isAnswer(event.item));
      }
      // A server that is stopped closes its streams in good order.
      if (!ended && !signal.aborted) throw new ApiError(0, "The answer was cut off.");
    },
    [changed, onTasksChanged, show],
  );

  /** What there is to ask for once more, by what the server has: undefined when the answer is there. */
  const again = useCallback(
    async (talk: Talk, signal: AbortSignal): Promise<StreamRequest | undefined> => {
      await afterPast(talk, signal);
      if (signal.aborted) return undefined;
      const text = pendingText(talk.conversation.items);
      if (text !== undefined) {
        const found = await arrived(talk.conversation, talk.knownBefore);
        if (signal.aborted) return undefined;
        if (!found) return sending(text, talk.conversation.threadId);
        show(talk, { conversation: found });
        changed(talk, found.threadId!);
        if (isAnswered(found.items)) return undefined;
      }
      const { threadId, items } = talk.conversation;
      const question = lastQuestion(items);
      if (!threadId || !question) return undefined;
      show(talk, { conversation: rewound(talk.conversation, question) });
      return { type: "threads.retry_after_item", params: { thread_id: threadId, item_id: question } };
    },
    [changed, show],
  );

  /** Has something answered, and goes on by itself while the server is only away. */
  const run = useCallback(
    async (talk: Talk, first: (talk: Talk, signal: AbortSignal) => Promise<StreamRequest | undefined>) => {
      const controller = new AbortController();
      const { signal } = controller;
      let answers = 0;
      show(talk, { abort: controller });
      try {
        await patiently(
          async (isAgain) => {
            const request = await (isAgain ? again : first)(talk, signal);
            if (!request) return;
            let isBegun = false;
            try {
              await play(talk, request, signal, () => (isBegun = true));
            } catch (error) {
              if (isBegun && isAway(error) && ++answers >= MOST_BROKEN) throw new ApiError(500, "The answer was cut off several times.");
              throw error;
            }
          },
          {
            pauses: PAUSES,
            signal,
            onAway: () => signal.aborted || show(talk, { conversation: interrupted(talk.conversation) }),
          },
        );
      } catch (error) {
        if (!signal.aborted) show(talk, { conversation: failed(talk.conversation, wordsOf(error), true) });
      }
      const isUnsent = signal.aborted && pendingText(talk.conversation.items) !== undefined;
      const conversation = isUnsent
        ? failed(talk.conversation, "Stopped before the message was delivered.", true)
        : { ...talk.conversation, progress: undefined };
      show(talk, { conversation, abort: null });
      if (left.current.has(talk)) left.current.keep(talk);
      tell("threads");
      onTasksChanged();
    },
    [again, onTasksChanged, play, show],
  );

  /** Sends a message; nothing while another is under way: a button's second click comes before the button goes. */
  const ask = useCallback(
    async (text: string) => {
      const talk = shown.current;
      if (talk.abort) return;
      const { threadId } = talk.conversation;
      show(talk, { knownBefore: known, conversation: asked(talk.conversation, text) });
      await run(talk, async (_, signal) => {
        // Only then can be told apart what is stored of this message, and where in the conversation it belongs.
        await afterPast(talk, signal);
        return signal.aborted ? undefined : sending(text, threadId);
      });
    },
    [known, run, show],
  );

  /** Has the last question answered again; one that was never stored is sent again. */
  const retry = useCallback(async () => {
    const talk = shown.current;
    show(talk, { conversation: { ...talk.conversation, error: undefined } });
    await run(talk, again);
  }, [again, run, show]);

  /** Takes back a message that never arrived. */
  const takeBack = useCallback(() => {
    const { conversation } = shown.current;
    const items = conversation.items.filter(({ id }) => id !== PENDING);
    show(shown.current, { conversation: { ...conversation, error: undefined, items } });
  }, [show]);

  /** Opens a conversation, or none, which begins a new one. What is under way in the one that is left goes on. */
  const open = useCallback(
    async (threadId?: string) => {
      left.current.keep(shown.current);
      const kept = left.current.take(threadId);
      const talk = (shown.current = kept ?? begun(threadId));
      show(talk, {});
      if (kept || !threadId) return;
      const read = once(async () => {
        const items = await loadItems(threadId);
        show(talk, { conversation: opened(talk.conversation, items) });
      });
      talk.past = read;
      try {
        await read();
      } catch (error) {
        // A message that waits for it says so itself.
        if (talk.abort === null) show(talk, { conversation: failed(talk.conversation, wordsOf(error), false) });
      } finally {
        show(talk, { loading: false });
      }
    },
    [show],
  );

  /** Ends what is under way in a conversation that was left, and is no more. */
  const forget = useCallback((threadId: string) => left.current.end(threadId), []);

  /** Looks at what another tab has said in the open conversation, unless something is under way here. */
  const refresh = useCallback(async () => {
    const talk = shown.current;
    for (;;) {
      const { conversation: before } = talk;
      if (!before.threadId || talk.abort || before.error) return;
      const items = await loadItems(before.threadId).catch(() => undefined);
      if (!items || talk !== shown.current) return;
      if (talk.conversation === before) return show(talk, { conversation: { ...before, items } });
      // Something was said here meanwhile, which this look may not know of: another.
    }
  }, [show]);
  /** Looks whether there is anything new in it, and only then at what. */
  const look = useCallback(async () => {
    const talk = shown.current;
    const { threadId, items } = talk.conversation;
    if (!threadId || talk.abort) return;
    const newest = await newestItem(threadId).catch(() => undefined);
    if (newest && newest.id !== items.at(-1)?.id) await refresh();
  }, [refresh]);
  useFresh("threads", refresh, look);

  return { conversation, running, loading, ask, stop, retry, takeBack, open, forget };
}

/** Waits until what was said before is there, or until the user gives up. @throws why it cannot be had. */
function afterPast(talk: Talk, signal: AbortSignal): Promise<unknown> {
  return Promise.race([talk.past(), new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }))]);
}
