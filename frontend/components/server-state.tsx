"use client";

import { useEffect, useState } from "react";
import { Alert } from "./ui/alert";

/** Time between two looks while the backend is away. */
const PERIOD_MS = 5000;

/** Whether backend and database are there. By fetch alone: what else asks the server would be a tenth of this page's own scripts. */
async function isThere(): Promise<boolean> {
  const answer = await fetch("/api/status", { cache: "no-store" });
  // To its end: until then the request is under way.
  await answer.text();
  return answer.ok;
}

/** Says when the backend or its database is away, and no longer once it is back. */
export function ServerState() {
  const [away, setAway] = useState(false);
  useEffect(() => {
    let timer: number | undefined;
    let gone = false;
    const look = async () => {
      const there = await isThere().catch(() => false);
      if (gone) return;
      setAway(!there);
      if (!there) timer = window.setTimeout(look, PERIOD_MS);
    };
    void look();
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, []);
  if (!away) return null;
  return (
    <div className="mt-6 max-w-md">
      <Alert level="warning">The server is starting or not available. This page tries again automatically.</Alert>
    </div>
  );
}
