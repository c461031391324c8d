import { Button } from "../ui/button";

const SUGGESTIONS = ["Add buy milk", "What's left?", "What can you do?"];

/** What a new conversation shows instead of messages. */
export function Welcome({ onPick }: { onPick(text: string): void }) {
  return (
    <div className="pt-[12vh] text-center">
      <h2 className="text-2xl font-semibold tracking-tight">What is there to do?</h2>
      <p className="mt-2 text-ink-soft">Say it in plain words. Your list changes as we speak.</p>
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        {SUGGESTIONS.map((text) => (
          <Button key={text} look="outline" className="rounded-full" onClick={() => onPick(text)}>
            {text}
          </Button>
        ))}
      </div>
    </div>
  );
}
