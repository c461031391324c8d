"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { wordsOf } from "@/lib/api";
import { deleteThread, listThreads, renameThread } from "@/lib/chatkit/client";
import type { Thread } from "@/lib/chatkit/protocol";
import { Looks } from "@/lib/looks";
import { tell } from "@/lib/tabs";
import { useFresh } from "./use-fresh";

/** The user's conversations, the newest first. */
export function useThreads() {
  const [threads, setThreads] = useState<Thread[] | undefined>();
  const [error, setError] = useState("");

  const looks = useRef(new Looks());

  const refresh = useCallback(async () => {
    const isNewest = looks.current.begin();
    try {
      const found = await listThreads();
      if (!isNewest()) return;
      setThreads(found);
      setError("");
    } catch (problem) {
      if (isNewest()) setError(wordsOf(problem));
    }
  }, []);
  useFresh("threads", refresh, refresh);

  useEffect(() => {
    // The first look at the server: what it answers is the state.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void refresh();
  }, [refresh]);

  const change = useCallback(
    async (make: () => Promise<unknown>) => {
      let problem: unknown;
      await looks.current.during(make).catch((error: unknown) => (problem = error));
      tell("threads");
      // What a look that is under way will answer may be from before the change: this one takes its place.
      await refresh();
      if (problem) setError(wordsOf(problem));
    },
    [refresh],
  );

  const rename = useCallback((id: string, title: string) => change(() => renameThread(id, title)), [change]);
  const remove = useCallback((id: string) => change(() => deleteThread(id)), [change]);

  return { threads, error, refresh, rename, remove };
}
