import clsx from "clsx";
import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";

interface AlertProps {
  level: "info" | "warning" | "danger";
  children: ReactNode;
  /** A button that fixes it. */
  action?: ReactNode;
}

/** Something that the user should know now. */
export function Alert({ level, children, action }: AlertProps) {
  const Icon = level === "info" ? Info : CircleAlert;
  return (
    <div
      role={level === "danger" ? "alert" : "status"}
      className={clsx(
        "flex items-center gap-3 rounded-xl border px-3 py-2 text-sm",
        level === "danger" ? "border-danger/40 bg-danger-soft" : "border-line bg-raised",
      )}
    >
      <Icon aria-hidden className={clsx("size-4 shrink-0", level === "danger" ? "text-danger" : "text-ink-soft")} />
      <div className="min-w-0 grow">{children}</div>
      {action}
    </div>
  );
}
