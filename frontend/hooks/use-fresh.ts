"use client";

import { useEffect } from "react";
import { listen, type News } from "@/lib/tabs";

/** Milliseconds between two looks at what other devices do. */
const PERIOD_MS = 30_000;

/** Who comes back is told so twice, by the tab and by its window: one look does for both. */
const AT_ONCE_MS = 1_000;

/**
 * Looks again when another tab has changed something, when this one is seen again, and when the network is back; and
 * while it is seen every half minute, and when its window is come back to.
 *
 * @param look does what `refresh` does, and is cheap where nothing has changed.
 */
export function useFresh(news: News, refresh: () => Promise<void>, look: () => Promise<void>): void {
  useEffect(() => {
    let last = -Infinity;
    const ifSeen = (act: () => Promise<void>) => () => {
      const now = performance.now();
      if (document.visibilityState !== "visible" || now - last < AT_ONCE_MS) return;
      last = now;
      void act();
    };
    const again = ifSeen(refresh);
    const glance = ifSeen(look);
    const end = listen((heard) => heard === news && void refresh());
    const timer = setInterval(glance, PERIOD_MS);
    document.addEventListener("visibilitychange", again);
    window.addEventListener("online", again);
    window.addEventListener("focus", glance);
    return () => {
      end();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
      window.removeEventListener("online", again);
      window.removeEventListener("focus", glance);
    };
  }, [look, news, refresh]);
}
