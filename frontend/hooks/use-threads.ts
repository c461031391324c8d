"use client";

import { useCallback, useEffect, useState } from "react";
import { wordsOf } from "@/lib/api";
import { deleteThread, listThreads, renameThread } from "@/lib/chatkit/client";
import type { Thread } from "@/lib/chatkit/protocol";
import { tell } from "@/lib/tabs";
import { useFresh } from "./use-fresh";

/** The user's conversations, the newest first. */
export function useThreads() {
  const [threads, setThreads] = useState<Thread[] | undefined>();
  const [error, setError] = useState("");

  const refresh = useCallback(async () => {
    try {
      setThreads(await listThreads());
      setError("");
    } catch (problem) {
      setError(wordsOf(problem));
    }
  }, []);
  useFresh("threads", refresh);

  useEffect(() => {
    // The first look at the server: what it answers is the state.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void refresh();
  }, [refresh]);

  const change = useCallback(
    async (make: () => Promise<unknown>) => {
      let problem: unknown;
      await make().catch((error: unknown) => (problem = error));
      tell("threads");
      await refresh();
      if (problem) setError(wordsOf(problem));
    },
    [refresh],
  );

  const rename = useCallback((id: string, title: string) => change(() => renameThread(id, title)), [change]);
  const remove = useCallback((id: string) => change(() => deleteThread(id)), [change]);

  return { threads, error, refresh, rename, remove };
}
