import clsx from "clsx";
import type { ComponentProps } from "react";
import { SMALL_FIELD } from "./field";

/** One of a few: the browser's own, so that keyboard and screen reader know it. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select className={clsx(SMALL_FIELD, className)} {...rest} />;
}
