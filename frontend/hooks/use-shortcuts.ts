"use client";

import { useEffect, useEffectEvent } from "react";
import { type Action, actionOf, areOn } from "@/lib/shortcuts";

const TEXTS = "textarea, select, [contenteditable], input:not([type=checkbox])";

/** Has keys do something, unless somebody writes, is asked something, or has turned them off. */
export function useShortcuts(act: (action: Action) => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (document.querySelector("dialog[open]") || !areOn()) return;
    const action = actionOf(event, event.target instanceof Element && event.target.matches(TEXTS));
    if (!action) return;
    // The key is not to be written where the focus goes to.
    event.preventDefault();
    act(action);
  });
  useEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
