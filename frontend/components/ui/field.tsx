import clsx from "clsx";
import { type ComponentProps, useId } from "react";

const LOOK = "rounded-lg border border-line bg-surface text-ink placeholder:text-ink-faint";

/** One line, as wide as there is room. */
export const FIELD = `${LOOK} h-10 w-full px-3`;

/** The same, smaller: for a list, or beside another. */
export const SMALL_FIELD = `${LOOK} h-9 min-w-0 px-2 text-sm`;

/** Several lines, as many as are written. */
export const AREA = `${LOOK} block w-full resize-none px-3 py-1.5 text-sm field-sizing-content`;

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
