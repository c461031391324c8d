"use client";

import { useAui } from "@assistant-ui/react";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";

interface FailureProps {
  message: string;
  /** Whether trying again may help. */
  retry: boolean;
  /** The message that did not arrive; empty when it did. */
  unsent: string;
  onRetry(): void;
  onTakeBack(): void;
}

/** What went wrong with the last message, and what can be done about it. */
export function Failure({ message, retry, unsent, onRetry, onTakeBack }: FailureProps) {
  const aui = useAui();
  const edit = () => {
    const composer = aui.composer();
    const typed = composer.getState().text;
    onTakeBack();
    composer.setText(typed ? `${unsent}\n${typed}` : unsent);
  };
  return (
    <Alert
      level="danger"
      action={
        retry && (
          <div className="flex gap-2">
            {unsent !== "" && (
              <Button look="quiet" onClick={edit}>
                Edit
              </Button>
            )}
            <Button look="outline" onClick={onRetry}>
              Try again
            </Button>
          </div>
        )
      }
    >
      {message}
    </Alert>
  );
}
