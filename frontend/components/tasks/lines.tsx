import clsx from "clsx";
import { ChevronDown } from "lucide-react";

interface FoldLineProps {
  count: number;
  folded: boolean;
  onFold(folded: boolean): void;
}

/** What is done, in a number, until it is asked for. */
export function FoldLine({ count, folded, onFold }: FoldLineProps) {
  return (
    <button
      type="button"
      aria-expanded={!folded}
      onClick={() => onFold(!folded)}
      className="mt-1 flex h-9 w-full items-center gap-2 rounded-lg px-3 text-left text-sm font-medium text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ChevronDown aria-hidden className={clsx("size-4 transition-transform", folded && "-rotate-90")} />
      Done ({count})
    </button>
  );
}

/** A task that is on its way. */
export function LoadingLine() {
  return (
    <p className="flex h-10 items-center px-3">
      <span className="sr-only">Loading</span>
      <span aria-hidden className="h-3 w-2/3 animate-pulse rounded bg-raised motion-reduce:animate-none" />
    </p>
  );
}
