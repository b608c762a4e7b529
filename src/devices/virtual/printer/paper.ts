import type { Bitmap } from '../../printer/layout/bitmap.ts';

const FIRST_ROWS = 2048;
/** Five metres hang out of the printer; what comes after falls to the floor unseen. */
const MAX_ROWS = 40_000;

/** A strip of paper that grows at its lower end. */
export class Paper {
  readonly widthDots: number;
  readonly #strideBytes: number;
  #data: Uint8Array;
  #heightDots = 0;

  constructor(widthDots: number) {
    this.widthDots = widthDots;
    this.#strideBytes = (widthDots + 7) >> 3;
    this.#data = new Uint8Array(this.#strideBytes * FIRST_ROWS);
  }

  get heightDots(): number {
    return this.#heightDots;
  }

  /** Adds a row; bytes beyond the width of the paper are lost. */
  addRow(row: Uint8Array): void {
    if (this.#heightDots >= MAX_ROWS) return;
    const at = this.#heightDots * this.#strideBytes;
    if (at + this.#strideBytes > this.#data.length) {
      const larger = new Uint8Array(this.#data.length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data.set(row.subarray(0, this.#strideBytes), at);
    this.#heightDots += 1;
  }

  /** A copy of what is on the strip. */
  picture(): Bitmap {
    return {
      widthDots: this.widthDots,
      heightDots: this.#heightDots,
      strideBytes: this.#strideBytes,
      data: this.#data.slice(0, this.#heightDots * this.#strideBytes),
    };
  }

  /** Cuts the strip and takes it away, but for so many rows between head and knife. */
  tearOff(keptDots = 0): Bitmap {
    const cutDots = Math.max(0, this.#heightDots - keptDots);
    const cutBytes = cutDots * this.#strideBytes;
    const usedBytes = this.#heightDots * this.#strideBytes;
    const picture = { ...this.picture(), heightDots: cutDots, data: this.#data.slice(0, cutBytes) };
    this.#data.copyWithin(0, cutBytes, usedBytes);
    this.#data.fill(0, usedBytes - cutBytes, usedBytes);
    this.#heightDots -= cutDots;
    return picture;
  }
}
