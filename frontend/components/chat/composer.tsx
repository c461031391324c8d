"use client";

import { ComposerPrimitive, useAui, useAuiState } from "@assistant-ui/react";
import { ArrowUp, Square } from "lucide-react";
import { useEffect } from "react";
import { sendNothingComposed } from "@/lib/composing";
import { keepDraft, keptDraft } from "@/lib/draft";

const ROUND =
  "inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent transition-colors hover:bg-accent-strong disabled:cursor-not-allowed disabled:opacity-40";

interface ComposerProps {
  running: boolean;
  onStop(): void;
  /** What was sent and has not arrived yet: it is not to be lost either. */
  unsent: string;
}

/** Where a message is written: Enter sends it, Shift and Enter begin a new line. */
export function Composer({ running, onStop, unsent }: ComposerProps) {
  const aui = useAui();
  const text = useAuiState((state) => state.composer.text);
  useEffect(() => {
    const kept = keptDraft();
    if (kept !== "") aui.composer().setText(kept);
  }, [aui]);
  useEffect(() => keepDraft(text || unsent), [text, unsent]);
  return (
    <ComposerPrimitive.Root className="flex items-end gap-2 rounded-3xl border border-line bg-surface p-2 shadow-sm focus-within:border-accent">
      <ComposerPrimitive.Input
        id="message"
        aria-label="Message"
        placeholder="What is there to do?"
        rows={1}
        maxLength={4000}
        autoFocus
        onKeyDown={sendNothingComposed}
        className="max-h-40 min-h-9 grow resize-none bg-transparent px-3 py-1.5 outline-none placeholder:text-ink-faint"
      />
      {running ? (
        <button type="button" aria-label="Stop" onClick={onStop} className={ROUND}>
          <Square aria-hidden className="size-3.5 fill-current" />
        </button>
      ) : (
        <ComposerPrimitive.Send aria-label="Send" className={ROUND}>
          <ArrowUp aria-hidden className="size-5" />
        </ComposerPrimitive.Send>
      )}
    </ComposerPrimitive.Root>
  );
}
