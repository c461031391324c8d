import clsx from "clsx";
import { type ComponentProps, useId } from "react";

export const FIELD =
  "w-full rounded-lg border border-line bg-surface px-3 text-ink placeholder:text-ink-faint h-10";

interface FieldProps extends ComponentProps<"input"> {
  label: string;
  /** What is wrong with the value, if anything. */
  error?: string;
  hint?: string;
}

export function Field({ label, error, hint, className, ...rest }: FieldProps) {
  const id = useId();
  const about = error ?? hint;
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        className={clsx(FIELD, error && "border-danger", className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={about ? `${id}-about` : undefined}
        {...rest}
      />
      {about && (
        <p id={`${id}-about`} className={clsx("text-sm", error ? "text-danger" : "text-ink-soft")}>
          {about}
        </p>
      )}
    </div>
  );
}
