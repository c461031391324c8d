"use client";

import { useState } from "react";
import { areOn, LIST_KEYS, SHORTCUTS, turn } from "@/lib/shortcuts";
import { Button } from "./ui/button";
import { Modal } from "./ui/modal";

function Keys({ of }: { of: { keys: string; name: string }[] }) {
  return (
    <dl className="mt-2 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
      {of.map(({ keys, name }) => (
        <div key={keys} className="contents">
          <dt className="flex gap-1">
            {keys.split(" ").map((key) => (
              <kbd key={key} className="min-w-7 rounded border border-line bg-raised px-1.5 py-0.5 text-center text-xs">
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{name}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What can be done by which key. */
export default function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const [on, setOn] = useState(areOn);
  const change = (wanted: boolean) => {
    turn(wanted);
    setOn(wanted);
  };
  return (
    <Modal title="Keyboard shortcuts" onClose={onClose}>
      <Keys of={SHORTCUTS} />
      <label className="mt-3 flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={on}
          onChange={(event) => change(event.target.checked)}
        />
        Shortcuts are on
      </label>
      <h3 className="mt-5 text-sm font-semibold">In the list</h3>
      <Keys of={LIST_KEYS} />
      <div className="mt-6 flex justify-end">
        <Button look="outline" onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
