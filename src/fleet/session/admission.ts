/**
 * How many kiosks may come in at once. After a power cut or a restart all of them come in the same second; those beyond
 * the rate are sent away for a while, spread over the time that it takes to greet them.
 */
export class Admission {
  readonly #perSecond: number;
  readonly #burst: number;
  #allowance: number;
  #filledMs: number;
  /** Kiosks that were told to come back, in the second that it counts for. */
  #ahead = 0;

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#allowance = burst;
    this.#filledMs = nowMs;
  }

  /** Whether kiosks are waiting outside: who isn't heard now may be one of them. */
  isBusy(nowMs: number): boolean {
    this.#pass(nowMs);
    return this.#ahead > 0;
  }

  /** @returns null: come in; else after how many milliseconds to come back */
  ask(nowMs: number, random = Math.random): number | null {
    this.#pass(nowMs);
    if (this.#allowance >= 1) {
      this.#allowance -= 1;
      return null;
    }
    this.#ahead += 1;
    // Everybody who waits gets a place in the queue, ± half a second so that they don't come in waves.
    return Math.round((this.#ahead / this.#perSecond) * 1000 + 500 + random() * 1000);
  }

  #pass(nowMs: number): void {
    const passedSeconds = (nowMs - this.#filledMs) / 1000;
    this.#filledMs = nowMs;
    this.#allowance = Math.min(this.#burst, this.#allowance + passedSeconds * this.#perSecond);
    this.#ahead = Math.max(0, this.#ahead - passedSeconds * this.#perSecond);
  }
}
