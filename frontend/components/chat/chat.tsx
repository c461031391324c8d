"use client";

import { AssistantRuntimeProvider, ThreadPrimitive, useExternalStoreRuntime } from "@assistant-ui/react";
import { useMemo } from "react";
import type { useConversation } from "@/hooks/use-conversation";
import { toMessage, type Turn, turns } from "@/lib/chatkit/messages";
import { pendingText } from "@/lib/chatkit/recovery";
import { Alert } from "../ui/alert";
import { Composer } from "./composer";
import { Failure } from "./failure";
import { AssistantMessage, UserMessage } from "./message";
import { Welcome } from "./welcome";

type ChatProps = Pick<
  ReturnType<typeof useConversation>,
  "conversation" | "running" | "loading" | "ask" | "stop" | "retry" | "takeBack"
>;

/** The conversation with the assistant. */
export function Chat({ conversation, running, loading, ask, stop, retry, takeBack }: ChatProps) {
  const messages = useMemo(() => turns(conversation.items, running), [conversation.items, running]);
  const { notices, error, progress } = conversation;
  const unsent = pendingText(conversation.items) ?? "";
  const runtime = useExternalStoreRuntime<Turn>({
    messages,
    isRunning: running,
    // A message that has not arrived comes first.
    isSendDisabled: unsent !== "" && !running,
    convertMessage: toMessage,
    onNew: async (message) => {
      const text = message.content.map((part) => (part.type === "text" ? part.text : "")).join("").trim();
      if (text) await ask(text);
    },
    onCancel: async () => stop(),
  });
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <ThreadPrimitive.Root className="flex h-full min-h-0 flex-col">
        <ThreadPrimitive.Viewport
          tabIndex={0}
          aria-label="Conversation"
          role="log"
          aria-live="polite"
          aria-busy={running}
          className="min-h-0 grow overflow-y-auto px-4 py-6"
        >
          <div className="mx-auto max-w-2xl space-y-6">
            {messages.length === 0 && !loading && <Welcome onPick={ask} />}
            {loading && <p className="text-sm text-ink-soft">Opening the conversation…</p>}
            <ThreadPrimitive.Messages components={{ UserMessage, AssistantMessage }} />
            {progress && <p className="text-sm text-ink-soft">{progress}</p>}
            {notices.map(({ level, title, message }, i) => (
              <Alert key={i} level={level}>
                {title && <strong className="block">{title}</strong>}
                {message}
              </Alert>
            ))}
            {error && <Failure {...error} unsent={unsent} onRetry={() => void retry()} onTakeBack={takeBack} />}
          </div>
        </ThreadPrimitive.Viewport>
        <div className="mx-auto w-full max-w-2xl px-4 pb-4">
          <Composer running={running} onStop={stop} unsent={unsent} />
        </div>
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  );
}
