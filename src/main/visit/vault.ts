/**
 * Holds the civil number of the present visitor as bytes that can be overwritten; strings can't be. It is the only
 * place in the kiosk process that keeps the number.
 */
export class IdentityVault {
  readonly #digits = new Uint8Array(10);

  /** Copies the ASCII digits in and overwrites the source. */
  store(digits: Uint8Array): void {
    this.#digits.set(digits);
    digits.fill(0);
  }

  /** The live buffer, not a copy: it reads as zeros after the visit. */
  read(): Uint8Array {
    return this.#digits;
  }

  wipe(): void {
    this.#digits.fill(0);
  }
}
