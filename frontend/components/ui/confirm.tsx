"use client";

import * as Dialog from "@radix-ui/react-dialog";
import type { ReactNode } from "react";
import { Button } from "./button";

interface ConfirmProps {
  /** The button that asks. */
  trigger: ReactNode;
  title: string;
  text: string;
  /** What the button that does it says. */
  action: string;
  onConfirm(): void;
}

/** Asks before something goes that cannot be had back. */
export function Confirm({ trigger, title, text, action, onConfirm }: ConfirmProps) {
  return (
    <Dialog.Root>
      <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content className="fixed top-1/2 left-1/2 z-50 w-[min(26rem,92vw)] -translate-1/2 rounded-2xl border border-line bg-surface p-6 shadow-xl">
          <Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="mt-2 text-sm text-ink-soft">{text}</Dialog.Description>
          <div className="mt-6 flex justify-end gap-2">
            <Dialog.Close asChild>
              <Button look="outline">Cancel</Button>
            </Dialog.Close>
            <Dialog.Close asChild>
              <Button look="danger" onClick={onConfirm}>
                {action}
              </Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
