/**
 * Has something done once, however often it is asked for: who asks while it is under way waits for the same end.
 * After a failure whoever asks next has it tried again.
 */
export function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () =>
    (begun ??= work().catch((error: unknown) => {
      begun = undefined;
      throw error;
    }));
}
