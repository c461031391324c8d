/** Turns saves into rounds: one at a time, each for the newest source, the old one given up. Nothing else happens here. */
import { differing, Snapshot } from "./sources";
import type { Saves } from "./saves";

/** A round under way. */
export interface Round {
  /** Whether the source is served now. */
  done: Promise<boolean>;
  /** Ends it, and leaves what was served before. `done` resolves afterwards. */
  giveUp(): void;
}

export interface Serving {
  saves: Saves;
  /** The source at this moment. */
  now(): Snapshot;
  /** Begins a round for these sources. */
  begin(names: string[]): Round;
  /** Aborted when it is to end. */
  ends: AbortSignal;
}

/**
 * Serves each edit until it is told to end. What failed is tried again only after another edit.
 *
 * @param served the source that is deployed.
 */
export async function serve({ saves, now, begin, ends }: Serving, served: Snapshot): Promise<void> {
  const told = new Promise<void>((resolve) => {
    if (ends.aborted) resolve();
    ends.addEventListener("abort", () => resolve());
  });
  let tried = served;
  while (!ends.aborted) {
    const seen = saves.seen;
    const source = now();
    const names = differing(source, tried);
    if (names.length === 0) {
      await Promise.race([saves.after(seen), told]);
      continue;
    }
    tried = source;
    const round = begin(names);
    const newer = async () => {
      for (let last = seen; differing(now(), source).length === 0; last = saves.seen)
        await saves.after(last);
    };
    const isOver = await Promise.race([
      round.done.then(() => true),
      newer().then(() => false),
      told.then(() => false),
    ]);
    if (!isOver) {
      round.giveUp();
      await round.done;
    }
  }
}
