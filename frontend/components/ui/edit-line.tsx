"use client";

import { useState } from "react";
import { composes } from "@/lib/composing";
import { FIELD } from "./field";

interface EditLineProps {
  label: string;
  value: string;
  maxLength: number;
  onSave(value: string): void;
  onCancel(): void;
}

/** A line that is being changed: Enter keeps it, Escape and leaving it empty do not. */
export function EditLine({ label, value, maxLength, onSave, onCancel }: EditLineProps) {
  const [text, setText] = useState(value);
  const save = () => {
    const trimmed = text.trim();
    if (trimmed === "" || trimmed === value) onCancel();
    else onSave(trimmed);
  };
  return (
    <input
      aria-label={label}
      className={`${FIELD} h-9 grow text-sm`}
      value={text}
      maxLength={maxLength}
      autoFocus
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (composes(event)) return;
        if (event.key === "Enter") save();
        if (event.key === "Escape") onCancel();
      }}
    />
  );
}
