/** What may be tried again while the server, or the way to it, is away: it may be back before anybody notices. */
import { isAway } from "./api";

/** Milliseconds between looks at a server that is away: as long as a pod needs to be replaced, and some. */
const LOOKS = [500, 1000, 2000, 4000, 8000];

export interface Patience {
  /** Milliseconds between attempts. */
  pauses?: number[];
  /** Ends it. */
  signal?: AbortSignal;
  /** Hears of each attempt that found the server away, and is made again. */
  onAway?(): void;
}

/**
 * Tries until it succeeds, while the server is only away.
 *
 * @param attempt may be made any number of times; told whether one was made before.
 * @throws what the last attempt threw, or one that was answered, or made after the user gave up.
 */
export async function patiently<T>(
  attempt: (again: boolean) => Promise<T>,
  { pauses = LOOKS, signal, onAway }: Patience = {},
): Promise<T> {
  for (const [before, wait] of pauses.entries()) {
    try {
      return await attempt(before > 0);
    } catch (error) {
      if (!isAway(error)) throw error;
      onAway?.();
      await pause(wait, signal);
      if (signal?.aborted) throw error;
    }
  }
  return attempt(pauses.length > 0);
}

/** Waits so long; less when the network comes back before, or the user gives up. */
function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, signal?.aborted ? 0 : milliseconds);
    signal?.addEventListener("abort", end);
    window.addEventListener("online", end);
  });
}
