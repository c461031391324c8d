"use client";

import { useEffect, useState } from "react";
import type { User } from "@/components/header";
import { ApiError, json } from "@/lib/api";
import { patiently } from "@/lib/patience";
import { listen } from "@/lib/tabs";

const whoIsIt = () => patiently(() => json<{ user: User }>("/api/auth/session"));

/** Who is signed in; a user whose session has ended is shown the sign-in page. */
export function useUser(): User | undefined {
  const [user, setUser] = useState<User | undefined>();
  useEffect(() => {
    whoIsIt().then(
      (session) => setUser(session.user),
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) window.location.assign("/signin");
      },
    );
  }, []);
  useEffect(() => {
    if (!user) return;
    const start = () => window.location.assign("/");
    // Another tab has signed out, or in as another user: this page is no longer theirs.
    return listen((news) => {
      if (news !== "session") return;
      whoIsIt().then((session) => session.user.id !== user.id && start(), start);
    });
  }, [user]);
  return user;
}
