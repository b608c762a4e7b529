/**
 * Works that are done again and again, one after the other, never twice at once. Each for itself: a disk that takes no copy
 * must not keep the hub from forgetting what is old.
 */
export class Rounds {
  readonly #works: readonly (() => Promise<unknown>)[];
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | null = null;

  constructor(works: readonly (() => Promise<unknown>)[], onError: (error: unknown) => void) {
    this.#works = works;
    this.#onError = onError;
  }

  /** One round, or the one that is under way. */
  go(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Kept when nothing is under way any more. */
  get done(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  async #round(): Promise<void> {
    for (const work of this.#works) await work().catch(this.#onError);
  }
}
