"use client";

import { type FormEvent, useState } from "react";
import { ApiError, json, wordsOf } from "@/lib/api";
import { sendNothingComposed } from "@/lib/composing";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Field } from "../ui/field";

/** Another password. Sessions elsewhere end; this one goes on. */
export function PasswordForm({ email }: { email: string }) {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [error, setError] = useState("");
  const [fields, setFields] = useState<Record<string, string>>({});

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = Object.fromEntries(new FormData(form));
    setBusy(true);
    setDone(false);
    setError("");
    setFields({});
    try {
      await json("/api/auth/password", "POST", { current: values.current, new: values.new });
      form.reset();
      setDone(true);
    } catch (problem) {
      if (problem instanceof ApiError && Object.keys(problem.fields).length > 0) setFields(problem.fields);
      else setError(wordsOf(problem));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} onKeyDown={sendNothingComposed} className="mt-4 space-y-3">
      <h3 className="text-sm font-semibold">Password</h3>
      <div role="status" className="text-sm">
        {done && "The password is changed. All your other sessions are signed out."}
      </div>
      {error && <Alert level="danger">{error}</Alert>}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        label="Current password"
        name="current"
        type="password"
        autoComplete="current-password"
        required
        maxLength={128}
        error={fields.current}
      />
      <Field
        label="New password"
        name="new"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint="8 characters or more"
        error={fields.new}
      />
      <Button type="submit" small disabled={busy}>
        {busy ? "One moment…" : "Change password"}
      </Button>
    </form>
  );
}
