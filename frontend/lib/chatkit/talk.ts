import { type Conversation, EMPTY } from "./conversation";
import { pendingText } from "./recovery";

/** Nothing was said before: the conversation began here. */
const NOTHING = () => Promise.resolve();

/** A conversation of this page, with what is under way in it. It may be another than the one that is shown. */
export interface Talk {
  conversation: Conversation;
  /** Ends what is under way; null while nothing is. */
  abort: AbortController | null;
  loading: boolean;
  /** Has what was said before shown; fails where it cannot be had. */
  past(this: void): Promise<void>;
  /** Ids of the conversations that there were before the last message; undefined while that is not known. */
  knownBefore: string[] | undefined;
}

export const begun = (threadId?: string): Talk => ({
  conversation: threadId ? { ...EMPTY, threadId } : EMPTY,
  abort: null,
  loading: threadId !== undefined,
  past: NOTHING,
  knownBefore: undefined,
});

/** Whether something would be lost if nobody came back to it: an answer, or a message that did not arrive. */
const isOpen = ({ abort, conversation: { error, items } }: Talk) =>
  abort !== null || error?.retry === true || pendingText(items) !== undefined;

/** Conversations that were left before they were done. */
export class Left {
  readonly #talks = new Set<Talk>();

  /** Keeps one that is left, for as long as it is not done. */
  keep(talk: Talk): void {
    if (isOpen(talk)) this.#talks.add(talk);
    else this.#talks.delete(talk);
  }

  /** Takes back the one of this id; without one, a new conversation whose message did not arrive. */
  take(threadId: string | undefined): Talk | undefined {
    const found = [...this.#talks].find(
      (talk) => talk.conversation.threadId === threadId && (threadId !== undefined || talk.abort === null),
    );
    if (found) this.#talks.delete(found);
    return found;
  }

  /** Ends what is under way in the one of this id, or in all. */
  end(threadId?: string): void {
    for (const talk of this.#talks) {
      if (threadId !== undefined && talk.conversation.threadId !== threadId) continue;
      this.#talks.delete(talk);
      talk.abort?.abort();
    }
  }

  has = (talk: Talk) => this.#talks.has(talk);
}
