import { Button } from "../ui/button";

/** The two answers to a question of the server: each is sent as if it had been typed. */
export function Answers({ onAnswer }: { onAnswer(text: string): void }) {
  return (
    <div role="group" aria-label="Answer" className="mt-3 flex gap-2">
      <Button onClick={() => onAnswer("Yes")}>Yes</Button>
      <Button look="outline" onClick={() => onAnswer("No")}>
        No
      </Button>
    </div>
  );
}
