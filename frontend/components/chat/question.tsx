import clsx from "clsx";
import { CircleQuestionMark } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Answers } from "./answers";

interface QuestionProps {
  children: ReactNode;
  /** Whether it waits for its answer. */
  open: boolean;
  onAnswer(text: string): void;
}

/** What is asked before something is done for good: told apart from what the assistant else says. */
export function Question({ children, open, onAnswer }: QuestionProps) {
  const id = useId();
  return (
    <div
      role="group"
      aria-labelledby={id}
      className={clsx("rounded-2xl border p-4", open ? "border-accent bg-accent-soft" : "border-line bg-raised")}
    >
      <p id={id} className="flex items-center gap-2 text-sm font-semibold">
        <CircleQuestionMark aria-hidden className={clsx("size-4 shrink-0", open ? "text-accent-strong" : "text-ink-soft")} />
        {open ? "Please confirm" : "Asked to confirm"}
      </p>
      <div className="mt-2">{children}</div>
      {open && <Answers onAnswer={onAnswer} />}
    </div>
  );
}
