"use client";

import { Moon, Sun } from "lucide-react";
import { Button } from "./ui/button";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Light or dark; kept in a cookie, so that the server renders the right one at once. */
export function ThemeButton() {
  const change = () => {
    const root = document.documentElement;
    const dark =
      root.dataset.theme === "dark" ||
      (root.dataset.theme === undefined && window.matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `todo_theme=${root.dataset.theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <Button look="quiet" icon aria-label="Switch theme" onClick={change}>
      <Sun aria-hidden className="hidden size-5 dark-only:block" />
      <Moon aria-hidden className="size-5 dark-only:hidden" />
    </Button>
  );
}
