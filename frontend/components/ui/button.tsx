import clsx from "clsx";
import type { ComponentProps } from "react";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
  link: "text-accent hover:bg-hover hover:text-accent-strong",
  outline: "border border-line bg-surface text-ink hover:bg-hover",
  danger: "bg-danger text-on-accent hover:opacity-90",
};

interface ButtonProps extends ComponentProps<"button"> {
  look?: keyof typeof LOOKS;
  /** Square, for an icon: give it an aria-label. */
  icon?: boolean;
  /** For a list, or beside a text. */
  small?: boolean;
}

const sizeOf = (icon?: boolean, small?: boolean) => (icon ? (small ? "size-8" : "size-9") : small ? "h-9 px-3" : "h-10 px-4");

export function Button({ look = "primary", icon, small, className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(
        "inline-flex shrink-0 items-center justify-center gap-2 rounded-lg text-sm font-medium transition-colors",
        "disabled:cursor-not-allowed disabled:opacity-50",
        sizeOf(icon, small),
        LOOKS[look],
        className,
      )}
      {...rest}
    />
  );
}
