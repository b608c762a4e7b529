/** Lets one write happen at a time, in the order they came. */
export class WriteQueue {
  readonly #writeNow: (bytes: Uint8Array) => Promise<void>;
  #last: Promise<void> = Promise.resolve();

  /** @param writeNow never rejects */
  constructor(writeNow: (bytes: Uint8Array) => Promise<void>) {
    this.#writeNow = writeNow;
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#last = this.#last.then(() => this.#writeNow(bytes));
    return this.#last;
  }

  /** Resolves when everything asked for so far is written. */
  idle(): Promise<void> {
    return this.#last;
  }
}
