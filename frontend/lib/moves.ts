/** Moves in the order by hand, sent one after another: each is meant for the list that the one before has made. */
import { moveTask } from "./tasks";

interface Move {
  id: string;
  after: string | null;
  sent: Promise<unknown>;
}

export class Moves {
  #last: Promise<unknown> = Promise.resolve();
  /** The last one, for as long as it waits for those before it. */
  #waiting: Move | undefined;

  /** Has a task put behind another, or before all. A move of it that still waits, and is the last, is not made at all. */
  send(id: string, after: string | null): Promise<unknown> {
    if (this.#waiting?.id === id) {
      this.#waiting.after = after;
      return this.#waiting.sent;
    }
    const move: Move = { id, after, sent: Promise.resolve() };
    move.sent = this.#last
      .catch(() => undefined)
      .then(() => {
        if (this.#waiting === move) this.#waiting = undefined;
        return moveTask(move.id, move.after);
      });
    this.#last = move.sent;
    this.#waiting = move;
    return move.sent;
  }
}
