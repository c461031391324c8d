"use client";

import { type FormEvent, useEffect, useState } from "react";
import type { User } from "@/lib/account";
import { json, wordsOf } from "@/lib/api";
import { sendNothingComposed } from "@/lib/composing";
import { onSessionEnded } from "@/lib/session";
import { listen, tell } from "@/lib/tabs";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Modal } from "../ui/modal";

interface SessionDialogProps {
  /** Whose session it was. */
  user: User;
  /** The same user is signed in again: what was interrupted can go on. */
  onBack(): void;
}

/** Asks for the password where a session ends in the middle, and leaves everything else on the page as it is. */
export function SessionDialog({ user, onBack }: SessionDialogProps) {
  const [ended, setEnded] = useState(false);

  useEffect(() => onSessionEnded(() => setEnded(true)), []);
  useEffect(
    () =>
      listen((news) => {
        if (news !== "session") return;
        setEnded(false);
        onBack();
      }),
    [onBack],
  );

  const goOn = () => {
    setEnded(false);
    tell("session");
    onBack();
  };

  if (!ended) return null;
  return (
    <Modal
      title="Your session has ended"
      text={`Sign in again as ${user.email}. Everything on this page is kept.`}
    >
      <SessionForm email={user.email} onSignedIn={goOn} />
    </Modal>
  );
}

/** The password of an account that is known. */
export function SessionForm({ email, onSignedIn }: { email: string; onSignedIn(): void }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    setBusy(true);
    setError("");
    try {
      await json("/api/auth/signin", "POST", { email, password });
      onSignedIn();
    } catch (problem) {
      setError(wordsOf(problem));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} onKeyDown={sendNothingComposed} className="mt-4 space-y-4">
      {error && <Alert level="danger">{error}</Alert>}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required maxLength={128} />
      <div className="flex items-center justify-end gap-2">
        <a href="/signin" className="mr-auto rounded text-sm text-ink-soft underline underline-offset-4">
          Not you?
        </a>
        <Button type="submit" disabled={busy}>
          {busy ? "One moment…" : "Sign in"}
        </Button>
      </div>
    </form>
  );
}
