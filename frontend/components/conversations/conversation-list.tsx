"use client";

import { Plus } from "lucide-react";
import { addressOf } from "@/lib/address";
import type { Thread } from "@/lib/chatkit/protocol";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { ConversationRow } from "./conversation-row";

interface ConversationListProps {
  threads: Thread[] | undefined;
  error: string;
  /** The one that is open; undefined for a new one. */
  current: string | undefined;
  /** Looks again after an error. */
  onRetry(): void;
  onOpen(id?: string): void;
  onRename(id: string, title: string): void;
  onDelete(id: string): void;
}

export function ConversationList(props: ConversationListProps) {
  const { threads, error, current, onRetry, onOpen, onRename, onDelete } = props;
  return (
    <nav aria-label="Conversations" className="flex h-full min-h-0 flex-col gap-3 p-3">
      <Button look="outline" className="w-full" onClick={() => onOpen()}>
        <Plus aria-hidden className="size-4" />
        New conversation
      </Button>
      {error && (
        <Alert
          level="danger"
          action={
            <Button look="outline" small onClick={onRetry}>
              Try again
            </Button>
          }
        >
          {error}
        </Alert>
      )}
      {!threads && !error && <p className="px-3 text-sm text-ink-soft">Loading the conversations…</p>}
      {threads?.length === 0 && (
        <p className="px-3 text-sm text-ink-soft">Your conversations appear here.</p>
      )}
      <ul className="min-h-0 grow space-y-0.5 overflow-y-auto">
        {threads?.map((thread) => (
          <ConversationRow
            key={thread.id}
            address={addressOf(thread.id)}
            title={thread.title ?? "New conversation"}
            open={thread.id === current}
            onOpen={() => onOpen(thread.id)}
            onRename={(title) => onRename(thread.id, title)}
            onDelete={() => onDelete(thread.id)}
          />
        ))}
      </ul>
    </nav>
  );
}
