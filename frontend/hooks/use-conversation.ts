"use client";

import { useCallback } from "react";
import { wordsOf } from "@/lib/api";
import { loadItems, newestItem } from "@/lib/chatkit/client";
import { asked, failed, opened, PENDING } from "@/lib/chatkit/conversation";
import { sending } from "@/lib/chatkit/recovery";
import { begun } from "@/lib/chatkit/talk";
import { once } from "@/lib/once";
import { afterPast, type Listeners, useAnswers } from "./use-answers";
import { useFresh } from "./use-fresh";
import { useTalks } from "./use-talks";

interface Surroundings extends Listeners {
  /** Ids of the conversations that there are; undefined while that is not known. */
  known: string[] | undefined;
}

/** One conversation: what was said, what is being said, and what can be done about it. Those that are left go on. */
export function useConversation({ known, ...listeners }: Surroundings) {
  const [now, talks] = useTalks();
  const { shown, left, show, stop } = talks;
  const { run, again } = useAnswers(talks, listeners);

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
    [known, run, show, shown],
  );

  /** Has the last question answered again; one that was never stored is sent again. */
  const retry = useCallback(async () => {
    const talk = shown.current;
    show(talk, { conversation: { ...talk.conversation, error: undefined } });
    await run(talk, again);
  }, [again, run, show, shown]);

  /** Takes back a message that never arrived. */
  const takeBack = useCallback(() => {
    const { conversation } = shown.current;
    const items = conversation.items.filter(({ id }) => id !== PENDING);
    show(shown.current, { conversation: { ...conversation, error: undefined, items } });
  }, [show, shown]);

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
    [left, show, shown],
  );

  /** Ends what is under way in a conversation that was left, and is no more. */
  const forget = useCallback((threadId: string) => left.current.end(threadId), [left]);

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
  }, [show, shown]);
  /** Looks whether there is anything new in it, and only then at what. */
  const look = useCallback(async () => {
    const talk = shown.current;
    const { threadId, items } = talk.conversation;
    if (!threadId || talk.abort) return;
    const newest = await newestItem(threadId).catch(() => undefined);
    if (newest && newest.id !== items.at(-1)?.id) await refresh();
  }, [refresh, shown]);
  useFresh("threads", refresh, look);

  return { ...now, ask, stop, retry, takeBack, open, forget };
}
