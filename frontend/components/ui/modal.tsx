"use client";

import * as Dialog from "@radix-ui/react-dialog";
import type { ReactNode } from "react";

interface ModalProps {
  title: string;
  text: string;
  children: ReactNode;
}

/** What a dialog shows, over everything else. Put it into a Dialog.Root, which says when. */
export function Modal({ title, text, children }: ModalProps) {
  return (
    <Dialog.Portal>
      <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
      <Dialog.Content className="fixed top-1/2 left-1/2 z-50 w-[min(26rem,92vw)] -translate-1/2 rounded-2xl border border-line bg-surface p-6 shadow-xl">
        <Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
        <Dialog.Description className="mt-2 text-sm text-ink-soft">{text}</Dialog.Description>
        {children}
      </Dialog.Content>
    </Dialog.Portal>
  );
}
