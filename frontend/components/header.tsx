"use client";

import { Keyboard, LogOut, UserRound } from "lucide-react";
import { leave, type User } from "@/lib/account";
import { json } from "@/lib/api";
import { Brand } from "./brand";
import { ThemeButton } from "./theme-button";
import { Button } from "./ui/button";

interface HeaderProps {
  user: User | undefined;
  onAccount(): void;
  onShortcuts(): void;
}

export function Header({ user, onAccount, onShortcuts }: HeaderProps) {
  const signOut = async () => {
    await json("/api/auth/signout", "POST").catch(() => {});
    leave();
  };
  return (
    <header className="flex h-14 shrink-0 items-center justify-between border-b border-line bg-surface px-4">
      <h1 className="flex">
        <Brand />
      </h1>
      <div className="flex min-w-0 items-center gap-1">
        <span className="mr-2 hidden truncate text-sm text-ink-soft sm:block">{user?.name || user?.email}</span>
        <Button
          look="quiet"
          icon
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts"
          className="hidden pointer-fine:inline-flex"
          onClick={onShortcuts}
        >
          <Keyboard aria-hidden className="size-5" />
        </Button>
        <ThemeButton />
        <Button look="quiet" icon aria-label="Account" title="Account" disabled={!user} onClick={onAccount}>
          <UserRound aria-hidden className="size-5" />
        </Button>
        <Button look="quiet" icon aria-label="Sign out" title="Sign out" onClick={() => void signOut()}>
          <LogOut aria-hidden className="size-5" />
        </Button>
      </div>
    </header>
  );
}
