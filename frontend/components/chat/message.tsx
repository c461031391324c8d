"use client";

import { type EmptyMessagePartProps, MessagePrimitive, useAui, useAuiState } from "@assistant-ui/react";
import type { Step } from "@/lib/chatkit/protocol";
import { Question } from "./question";
import { RichText } from "./rich-text";
import { Steps } from "./steps";

export function UserMessage() {
  return (
    <MessagePrimitive.Root className="flex justify-end">
      <div className="max-w-[85%] rounded-2xl rounded-br-md bg-accent-soft px-4 py-2.5 whitespace-pre-wrap">
        <span className="sr-only">You said: </span>
        <MessagePrimitive.Parts />
      </div>
    </MessagePrimitive.Root>
  );
}

export function AssistantMessage() {
  const aui = useAui();
  const steps = useAuiState((state) => state.message.metadata.custom["steps"]) as Step[] | undefined;
  const asks = useAuiState((state) => state.message.metadata.custom["asks"]) as boolean | undefined;
  const plain = useAuiState((state) => state.message.metadata.custom["plain"]) as boolean | undefined;
  return (
    <MessagePrimitive.Root className="max-w-[92%]">
      <span className="sr-only">The assistant said: </span>
      <Steps steps={steps ?? []} />
      {asks === undefined ? (
        <MessagePrimitive.Parts components={{ Text: RichText, Empty: Thinking }} />
      ) : (
        <Question open={asks} onAnswer={(text) => aui.thread().append(text)}>
          <MessagePrimitive.Parts components={{ Text: plain ? AsItStands : RichText }} />
        </Question>
      )}
    </MessagePrimitive.Root>
  );
}

/** The server's own question names tasks: their titles are not read as Markdown. */
function AsItStands({ text }: { text: string }) {
  return <p className="leading-relaxed whitespace-pre-wrap">{text}</p>;
}

/** Before the first word: assistant-ui shows an empty answer while it is waited for, and one that was interrupted. */
function Thinking({ status }: EmptyMessagePartProps) {
  if (status.type !== "running") return null;
  return (
    <div className="flex h-6 items-center gap-1">
      <span className="sr-only">The assistant is thinking</span>
      {[0, 150, 300].map((delay) => (
        <span
          key={delay}
          aria-hidden
          className="size-1.5 animate-bounce rounded-full bg-ink-faint motion-reduce:animate-none"
          style={{ animationDelay: `${delay}ms` }}
        />
      ))}
    </div>
  );
}
