/** Collects the bytes of one frame in memory that is overwritten when they leave. */
export class FrameBuffer {
  readonly #bytes: Uint8Array;
  #length = 0;

  constructor(maxBytes: number) {
    this.#bytes = new Uint8Array(maxBytes);
  }

  get length(): number {
    return this.#length;
  }

  /** Valid until the next change. */
  get view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** False, with nothing taken, if there isn't room for all. */
  append(bytes: Uint8Array): boolean {
    if (this.#length + bytes.length > this.#bytes.length) return false;
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return true;
  }

  /** Hands a copy over, of the part between two positions if only that is wanted, and overwrites everything. */
  take(start = 0, end = this.#length): Uint8Array {
    const copy = this.view.slice(start, end);
    this.wipe();
    return copy;
  }

  wipe(): void {
    this.#bytes.fill(0);
    this.#length = 0;
  }
}
