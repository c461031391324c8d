"use client";

import { type FormEvent, useState } from "react";
import { afterSignIn } from "@/lib/address";
import { ApiError, json, wordsOf } from "@/lib/api";
import { sendNothingComposed } from "@/lib/composing";
import { tell } from "@/lib/tabs";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Field } from "../ui/field";

/** Sign in or sign up; the server keeps the session in a cookie that no script can read. */
export function AccountForm({ kind }: { kind: "signin" | "signup" }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [fields, setFields] = useState<Record<string, string>>({});
  const isNew = kind === "signup";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name") ?? "").trim();
    setBusy(true);
    setError("");
    setFields({});
    try {
      await json(`/api/auth/${kind}`, "POST", {
        email: String(form.get("email")).trim(),
        password: String(form.get("password")),
        ...(isNew && name ? { name } : {}),
      });
      tell("session");
      // The whole page anew: the server now renders it for a user.
      window.location.assign(afterSignIn(window.location.pathname));
    } catch (problem) {
      setBusy(false);
      if (problem instanceof ApiError && Object.keys(problem.fields).length > 0) setFields(problem.fields);
      else setError(wordsOf(problem));
    }
  };

  return (
    // By POST, so that no password stands in the address when it is sent before the scripts are there.
    <form method="post" onSubmit={submit} onKeyDown={sendNothingComposed} className="mt-6 space-y-4">
      {error && <Alert level="danger">{error}</Alert>}
      {isNew && (
        <Field label="Name (optional)" name="name" autoComplete="name" maxLength={100} error={fields.name} />
      )}
      <Field label="Email" name="email" type="email" autoComplete="email" required error={fields.email} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete={isNew ? "new-password" : "current-password"}
        required
        minLength={isNew ? 8 : undefined}
        maxLength={128}
        hint={isNew ? "8 characters or more" : undefined}
        error={fields.password}
      />
      <Button type="submit" className="w-full" disabled={busy}>
        {busy ? "One moment…" : isNew ? "Create account" : "Sign in"}
      </Button>
    </form>
  );
}
