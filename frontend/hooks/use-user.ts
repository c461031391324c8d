"use client";

import { useEffect, useState } from "react";
import type { User } from "@/components/header";
import { ApiError, json, patiently } from "@/lib/api";

/** Who is signed in; somebody whose session has ended is shown the way in. */
export function useUser(): User | undefined {
  const [user, setUser] = useState<User | undefined>();
  useEffect(() => {
    patiently(() => json<{ user: User }>("/api/auth/session")).then(
      (session) => setUser(session.user),
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) window.location.assign("/signin");
      },
    );
  }, []);
  return user;
}
