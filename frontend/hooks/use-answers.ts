"use client";

import { useCallback } from "react";
import { ApiError, isAway, wordsOf } from "@/lib/api";
import { stream } from "@/lib/chatkit/client";
import { failed, interrupted, next, rewound } from "@/lib/chatkit/conversation";
import { lastQuestion } from "@/lib/chatkit/messages";
import type { StreamRequest } from "@/lib/chatkit/protocol";
import { arrived, isAnswer, isAnswered, pendingText, sending } from "@/lib/chatkit/recovery";
import type { Talk } from "@/lib/chatkit/talk";
import { patiently } from "@/lib/patience";
import { tell } from "@/lib/tabs";
import type { Talks } from "./use-talks";

/**
 * Milliseconds between attempts to go on after the connection broke: a minute and more, which is longer than a pod
 * needs to be replaced. Reading waits by itself in each.
 */
const PAUSES = [500, 2000, ...Array<number>(20).fill(3000)];

/** How many answers may begin and break off before the user is asked whether to go on: each asks the model again. */
const MOST_BROKEN = 3;

export interface Listeners {
  /** The assistant changed tasks. */
  onTasksChanged(): void;
  /** A conversation began, or got its title. It may be one that was left meanwhile. */
  onThreadChanged(threadId: string, isShown: boolean): void;
}

/** What is to be asked of the server for an answer; undefined where there is nothing to ask. */
type Asking = (talk: Talk, signal: AbortSignal) => Promise<StreamRequest | undefined>;

/** Has the assistant answer, in any conversation: `run` what is to be asked first, and `again` by what the server has. */
export function useAnswers({ shown, left, show }: Talks, { onTasksChanged, onThreadChanged }: Listeners) {
  const changed = useCallback(
    (talk: Talk, threadId: string) => onThreadChanged(threadId, talk === shown.current),
    [onThreadChanged, shown],
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
      if (!ended && !signal.aborted) throw new ApiError(0, "The answer broke off.");
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
    async (talk: Talk, first: Asking) => {
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
              if (isBegun && isAway(error) && ++answers >= MOST_BROKEN) throw new ApiError(500, "The answer broke off again and again.");
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
        ? failed(talk.conversation, "Stopped before it had arrived.", true)
        : { ...talk.conversation, progress: undefined };
      show(talk, { conversation, abort: null });
      if (left.current.has(talk)) left.current.keep(talk);
      tell("threads");
      onTasksChanged();
    },
    [again, left, onTasksChanged, play, show],
  );

  return { run, again };
}

/** Waits until what was said before is there, or until the user gives up. @throws why it cannot be had. */
export function afterPast(talk: Talk, signal: AbortSignal): Promise<unknown> {
  return Promise.race([talk.past(), new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }))]);
}
