"use client";

import { useEffect, useState } from "react";
import { Alert } from "./ui/alert";

/** Time between two looks while the backend is away. */
const PERIOD_MS = 5000;

/** Says when the backend or its database is away, and no longer once it is back. */
export function ServerState() {
  const [away, setAway] = useState(false);
  useEffect(() => {
    let timer: number | undefined;
    let gone = false;
    const look = async () => {
      // By fetch alone: what else asks the server would make up a fifth of what this page's own scripts weigh.
      const there = await fetch("/api/status", { cache: "no-store" }).then(({ ok }) => ok, () => false);
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
