"use client";

import * as Dialog from "@radix-ui/react-dialog";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Modal } from "./modal";

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
      <Modal title={title} text={text}>
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
      </Modal>
    </Dialog.Root>
  );
}
