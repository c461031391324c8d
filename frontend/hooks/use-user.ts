"use client";

import { useEffect, useState } from "react";
import { keepZone, type User, whoIsIt } from "@/lib/account";
import { conversationAt } from "@/lib/address";
import { ApiError } from "@/lib/api";
import { listen } from "@/lib/tabs";

/** Where somebody signs in whose session has ended: at the conversation's own address, so that it is what follows. */
const afterEnd = (path: string) => (conversationAt(path) ? path : "/signin");

/** Who is signed in, in the browser's time zone; a user whose session has ended is shown the sign-in page. */
export function useUser(): User | undefined {
  const [user, setUser] = useState<User | undefined>();
  useEffect(() => {
    whoIsIt().then(
      (found) => {
        setUser(found);
        void keepZone(found).then(setUser);
      },
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) window.location.assign(afterEnd(window.location.pathname));
      },
    );
  }, []);
  useEffect(() => {
    if (!user) return;
    const start = () => window.location.assign("/");
    // Another tab has signed out, or in as another user: this page is no longer theirs.
    return listen((news) => {
      if (news !== "session") return;
      whoIsIt().then((found) => found.id !== user.id && start(), start);
    });
  }, [user]);
  return user;
}
