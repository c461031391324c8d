"use client";

import type { User } from "@/lib/account";
import { Button } from "../ui/button";
import { Modal } from "../ui/modal";
import { LeaveForm } from "./leave-form";
import { PasswordForm } from "./password-form";

interface AccountDialogProps {
  user: User;
  onClose(): void;
}

/** What somebody can do about their account. */
export default function AccountDialog({ user, onClose }: AccountDialogProps) {
  return (
    <Modal title="Account" text={`${user.email}, time zone ${user.time_zone}`} onClose={onClose}>
      <PasswordForm email={user.email} />
      <section className="mt-6 border-t border-line pt-4">
        <h3 className="text-sm font-semibold">Your data</h3>
        <p className="mt-1 text-sm text-ink-soft">Tasks and conversations, as one JSON file.</p>
        <a
          href="/api/auth/export"
          download="todo-export.json"
          className="mt-2 inline-flex h-9 items-center rounded-lg border border-line px-3 text-sm font-medium hover:bg-hover"
        >
          Export
        </a>
      </section>
      <LeaveForm email={user.email} />
      <div className="mt-6 flex justify-end">
        <Button look="outline" onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
