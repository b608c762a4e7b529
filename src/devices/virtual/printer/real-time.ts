/** DLE EOT n, DLE ENQ n and DLE DC4 8, found anywhere in the stream, also among the dots of a picture. */
export type RealTimeCommand = { readonly kind: 'status'; readonly n: number } | { readonly kind: 'clear' };

const CLEAR = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/** Scans what arrives, byte by byte, as a printer's receive interrupt does. */
export class RealTimeScanner {
  #seen: number[] = [];

  /** The command this byte completes, or null. */
  next(byte: number): RealTimeCommand | null {
    this.#seen.push(byte);
    const [first, second] = this.#seen;
    if (first !== 0x10) this.#seen = [];
    else if (this.#seen.length === 3 && (second === 0x04 || second === 0x05)) {
      this.#seen = [];
      if (second === 0x04) return { kind: 'status', n: byte };
    } else if (this.#seen.length === 2 && second !== 0x04 && second !== 0x05 && second !== 0x14) {
      this.#seen = byte === 0x10 ? [0x10] : [];
    } else if (second === 0x14 && byte !== CLEAR[this.#seen.length - 1]) {
      this.#seen = byte === 0x10 ? [0x10] : [];
    } else if (this.#seen.length === CLEAR.length) {
      this.#seen = [];
      return { kind: 'clear' };
    }
    return null;
  }
}
