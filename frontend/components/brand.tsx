import { CircleCheckBig } from "lucide-react";

export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <CircleCheckBig aria-hidden className="size-6 text-accent" />
      Todo
    </span>
  );
}
