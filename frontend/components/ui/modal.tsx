"use client";

import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

interface ModalProps {
  title: string;
  text?: string;
  children: ReactNode;
  /** By Escape, or by a click beside it. Without it the dialog stays. */
  onClose?(): void;
}

/** A dialog over everything else, for as long as it is drawn: the browser's own, which keeps the focus in and gives it back. */
export function Modal({ title, text, children, onClose }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const own = dialog.current;
    own?.showModal();
    return () => own?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={text ? `${id}-text` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      // Some browsers close it all the same when Escape is pressed twice.
      onClose={() => (onClose ? onClose() : dialog.current?.showModal())}
      onClick={(event) => event.target === dialog.current && onClose?.()}
      className="m-auto max-h-[90dvh] w-[min(26rem,92vw)] rounded-2xl border border-line bg-surface text-ink shadow-xl backdrop:bg-black/40"
    >
      <div className="p-6">
        <h2 id={`${id}-title`} className="text-base font-semibold">
          {title}
        </h2>
        {text && (
          <p id={`${id}-text`} className="mt-2 text-sm text-ink-soft">
            {text}
          </p>
        )}
        {children}
      </div>
    </dialog>
  );
}
