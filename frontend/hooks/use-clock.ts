"use client";

import { useMemo, useSyncExternalStore } from "react";
import { type Clock, clockOf } from "@/lib/due";

const MINUTE_MS = 60_000;

function everyMinute(react: () => void): () => void {
  let timer: number;
  const wait = () => {
    timer = window.setTimeout(() => {
      react();
      wait();
    }, MINUTE_MS - (Date.now() % MINUTE_MS));
  };
  wait();
  return () => window.clearTimeout(timer);
}

const read = () => Object.values(clockOf(new Date())).join(" ");

/** What the reader's clock shows, to the minute. */
export function useClock(): Clock {
  const shown = useSyncExternalStore(everyMinute, read, read);
  return useMemo(() => {
    const [date = "", time = ""] = shown.split(" ");
    return { date, time };
  }, [shown]);
}
