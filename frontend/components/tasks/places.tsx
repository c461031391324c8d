import clsx from "clsx";
import { ArrowDown, ArrowUp, ArrowUpToLine, GripVertical } from "lucide-react";
import type { PointerEvent } from "react";
import { Button } from "../ui/button";

/** What can be done about a task's place in the order by hand. */
export interface Place {
  /** Why it cannot be moved; undefined where it can. */
  reason: string | undefined;
  onGrab(event: PointerEvent<HTMLElement>): void;
  /** Somebody without a pointer asks how it is moved. */
  onAsk(): void;
  /** It is to go so many places down. */
  onStep(by: number): void;
}

export const HOW = "Drag it, or press Alt with ↑ or ↓.";

/** What a task is dragged by. It says why where it cannot be. */
export function Handle({ title, reason, onGrab, onAsk }: Place & { title: string }) {
  return (
    <Button
      look="quiet"
      icon
      small
      aria-label={`Move ${title}`}
      title={reason ?? HOW}
      aria-disabled={reason !== undefined}
      onPointerDown={reason === undefined ? onGrab : undefined}
      onClick={({ detail }) => (detail === 0 || reason !== undefined) && onAsk()}
      className={clsx("w-6", reason === undefined ? "cursor-grab touch-none active:cursor-grabbing" : "cursor-not-allowed opacity-50")}
    >
      <GripVertical aria-hidden className="size-4" />
    </Button>
  );
}

const STEPS = [
  { name: "To the top", icon: ArrowUpToLine, by: -Infinity },
  { name: "Up", icon: ArrowUp, by: -1 },
  { name: "Down", icon: ArrowDown, by: 1 },
];

/** The same without dragging, for whoever cannot. */
export function PlaceSteps({ title, reason, onStep }: Place & { title: string }) {
  if (reason !== undefined) return <p className="text-xs text-ink-soft">{reason}</p>;
  return (
    <div role="group" aria-label={`Place of ${title}`} className="flex">
      {STEPS.map(({ name, icon: Icon, by }) => (
        <Button key={name} look="quiet" icon small aria-label={name} title={name} onClick={() => onStep(by)}>
          <Icon aria-hidden className="size-4" />
        </Button>
      ))}
    </div>
  );
}
