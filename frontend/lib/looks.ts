/** Of looks at the server that overlap: which one's answer may be shown. */
export class Looks {
  #last = 0;
  #changes = 0;

  /**
   * Begins a look.
   *
   * @returns whether its answer is the newest that there is. It is not when a later look is under way, or a change that
   * it may not know of, after which comes another.
   */
  begin(): () => boolean {
    const look = ++this.#last;
    return () => look === this.#last && this.#changes === 0;
  }

  /** Makes a change; who does so looks again after it. @throws what the change throws. */
  async during<T>(change: () => Promise<T>): Promise<T> {
    this.#changes++;
    try {
      return await change();
    } finally {
      this.#changes--;
    }
  }
}
