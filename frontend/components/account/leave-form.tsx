"use client";

import { type FormEvent, useState } from "react";
import { leave } from "@/lib/account";
import { json, wordsOf } from "@/lib/api";
import { sendNothingComposed } from "@/lib/composing";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Field } from "../ui/field";

/** Deletes the account, of somebody who writes down which one. */
export function LeaveForm({ email }: { email: string }) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError("");
    try {
      await json("/api/auth/session", "DELETE");
      leave();
    } catch (problem) {
      setError(wordsOf(problem));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} onKeyDown={sendNothingComposed} className="mt-6 space-y-3 border-t border-line pt-4">
      <h3 className="text-sm font-semibold">Delete the account</h3>
      <p className="text-sm text-ink-soft">With all tasks and conversations. You cannot undo this.</p>
      {error && <Alert level="danger">{error}</Alert>}
      <Field
        label="Your email, to confirm"
        type="email"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" look="danger" small disabled={busy || typed.trim().toLowerCase() !== email}>
        {busy ? "One moment…" : "Delete the account"}
      </Button>
    </form>
  );
}
