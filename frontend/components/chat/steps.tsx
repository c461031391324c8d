import { Check, LoaderCircle, Minus } from "lucide-react";
import type { Step } from "@/lib/chatkit/protocol";

/** What the assistant does before it answers, as it does it. */
export function Steps({ steps }: { steps: Step[] }) {
  if (steps.length === 0) return null;
  return (
    <ul aria-label="What the assistant did" className="mb-2 space-y-1 text-sm text-ink-soft">
      {steps.map((step, i) => (
        <li key={i} className="flex items-center gap-2">
          <Status of={step} />
          <span>{step.title}</span>
        </li>
      ))}
    </ul>
  );
}

function Status({ of: { status_indicator: status } }: { of: Step }) {
  if (status === "loading") {
    return <LoaderCircle aria-label="in progress" className="size-4 shrink-0 animate-spin motion-reduce:animate-none" />;
  }
  if (status === "none") return <Minus aria-label="interrupted" className="size-4 shrink-0" />;
  return <Check aria-label="done" className="size-4 shrink-0 text-accent" />;
}
