"use client";

import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";

function watch(react: () => void): () => void {
  window.addEventListener("online", react);
  window.addEventListener("offline", react);
  return () => {
    window.removeEventListener("online", react);
    window.removeEventListener("offline", react);
  };
}

/** Says that this machine has no network, for as long as it has none. */
export function OfflineBar() {
  const online = useSyncExternalStore(
    watch,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center justify-center gap-2 border-b border-line bg-raised px-4 py-2 text-sm">
          <WifiOff aria-hidden className="size-4 text-ink-soft" />
          You are offline. Your text is kept, and the page continues when you are online again.
        </p>
      )}
    </div>
  );
}
