"use client";

import { LogOut } from "lucide-react";
import type { User } from "@/lib/account";
import { json } from "@/lib/api";
import { keepDraft } from "@/lib/draft";
import { tell } from "@/lib/tabs";
import { Brand } from "./brand";
import { ThemeButton } from "./theme-button";
import { Button } from "./ui/button";

export function Header({ user }: { user: User | undefined }) {
  const signOut = async () => {
    await json("/api/auth/signout", "POST").catch(() => {});
    keepDraft("");
    tell("session");
    window.location.assign("/");
  };
  return (
    <header className="flex h-14 shrink-0 items-center justify-between border-b border-line bg-surface px-4">
      <h1 className="flex">
        <Brand />
      </h1>
      <div className="flex min-w-0 items-center gap-1">
        <span className="mr-2 hidden truncate text-sm text-ink-soft sm:block">{user?.name || user?.email}</span>
        <ThemeButton />
        <Button look="quiet" icon aria-label="Sign out" title="Sign out" onClick={() => void signOut()}>
          <LogOut aria-hidden className="size-5" />
        </Button>
      </div>
    </header>
  );
}
