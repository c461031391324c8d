"use client";

import { X } from "lucide-react";
import { type FocusEvent, useEffect, useState } from "react";
import { Button } from "./button";

/** Longer than the 10 seconds that are promised, by what a slow look costs. */
const STAYS_MS = 12_000;

interface ToastProps {
  /** What it is about: the functions are told. */
  id: string;
  text: string;
  /** What the button says. */
  action: string;
  onAction(id: string): void;
  /** It was there long enough, or is not wanted. */
  onEnd(id: string): void;
}

/** What has just happened, and a way back. It stays while somebody is at it. Put it where role="status" announces it. */
export function Toast({ id, text, action, onAction, onEnd }: ToastProps) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    if (hovered || focused) return;
    const timer = setTimeout(() => onEnd(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [focused, hovered, id, onEnd]);
  const left = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) setFocused(false);
  };
  return (
    <div
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={left}
      className="flex items-center gap-1 rounded-xl border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-sm"
    >
      <p className="line-clamp-2 min-w-0 grow">{text}</p>
      <Button look="link" small onClick={() => onAction(id)}>
        {action}
      </Button>
      <Button look="quiet" icon small aria-label={`Dismiss: ${text}`} onClick={() => onEnd(id)}>
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
