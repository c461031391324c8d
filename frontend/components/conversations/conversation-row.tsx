"use client";

import clsx from "clsx";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { Confirm } from "../ui/confirm";
import { EditLine } from "../ui/edit-line";

interface ConversationRowProps {
  address: string;
  title: string;
  open: boolean;
  onOpen(): void;
  onRename(title: string): void;
  onDelete(): void;
}

export function ConversationRow({ address, title, open, onOpen, onRename, onDelete }: ConversationRowProps) {
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  if (editing) {
    return (
      <li className="flex py-0.5">
        <EditLine
          label={`New title of ${title}`}
          value={title}
          maxLength={120}
          onSave={(text) => {
            setEditing(false);
            onRename(text);
          }}
          onCancel={() => setEditing(false)}
        />
      </li>
    );
  }
  return (
    <li className={clsx("group relative flex items-center rounded-lg", open ? "bg-accent-soft" : "hover:bg-hover")}>
      <a
        href={address}
        onClick={(event) => {
          // With a key held it is the browser's: another tab, another window, a download.
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          onOpen();
        }}
        aria-current={open ? "page" : undefined}
        className="min-w-0 grow truncate rounded-lg px-3 py-2 text-left text-sm group-focus-within:pr-20 group-hover:pr-20 pointer-coarse:pr-20"
      >
        {title}
      </a>
      <span className="absolute right-0 flex opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <Button look="quiet" icon aria-label={`Rename ${title}`} onClick={() => setEditing(true)}>
          <Pencil aria-hidden className="size-4" />
        </Button>
        <Button look="quiet" icon aria-label={`Delete ${title}`} onClick={() => setAsking(true)}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
      </span>
      {asking && (
        <Confirm
          title="Delete this conversation?"
          text={`“${title}” will be deleted permanently. Your tasks are kept.`}
          action="Delete"
          onConfirm={onDelete}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
