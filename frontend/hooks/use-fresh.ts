"use client";

import { useEffect } from "react";
import { listen, type News } from "@/lib/tabs";

/** Looks again when another tab has changed something, when this one is seen again, and when the network is back. */
export function useFresh(news: News, refresh: () => Promise<void>): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void refresh();
    };
    const end = listen((heard) => heard === news && void refresh());
    document.addEventListener("visibilitychange", look);
    window.addEventListener("online", look);
    return () => {
      end();
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("online", look);
    };
  }, [news, refresh]);
}
