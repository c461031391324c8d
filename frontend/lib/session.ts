/** Whether the server still knows who asks: every request may be the one that finds out. */

const ends = new EventTarget();

/** The server no longer knows the user. */
export function sessionEnded(): void {
  ends.dispatchEvent(new Event("ended"));
}

/** Calls back when it does not. @returns what ends it. */
export function onSessionEnded(react: () => void): () => void {
  ends.addEventListener("ended", react);
  return () => ends.removeEventListener("ended", react);
}
