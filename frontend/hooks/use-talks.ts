"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { type Conversation, EMPTY } from "@/lib/chatkit/conversation";
import { begun, Left, type Talk } from "@/lib/chatkit/talk";

/** The conversation that is shown, and those that were left while something was under way in them. */
export interface Talks {
  shown: RefObject<Talk>;
  left: RefObject<Left>;
  /** Notes what has become of a conversation, and shows it if it is the one that is shown. */
  show(talk: Talk, change: Partial<Talk>): void;
  /** Ends what is under way in the one that is shown. */
  stop(): void;
}

/** What there is to show of the conversation that is shown. */
export interface Shown {
  conversation: Conversation;
  /** Something is under way in it. */
  running: boolean;
  /** What was said in it before is on its way. */
  loading: boolean;
}

/** Keeps conversations by what has become of them. All end when the component does. */
export function useTalks(): [Shown, Talks] {
  const [conversation, setConversation] = useState<Conversation>(EMPTY);
  const [running, setRunning] = useState(false);
  const [loading, setLoading] = useState(false);
  // Events come faster than React renders: each builds on the one before it.
  const [first] = useState(begun);
  const shown = useRef(first);
  const left = useRef(new Left());

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

  const [talks] = useState<Talks>(() => ({ shown, left, show, stop }));
  return [{ conversation, running, loading }, talks];
}
