/** So many openings that came to nothing while the hub was there by HTTP, and WebSocket counts as barred. */
const BARRED_AFTER = 2;
/** Then it is tried again after so long: proxies are changed, and polling costs the hub more. */
export const BARRED_FOR_MS = 10 * 60_000;

/** Which way to the hub to try: WebSocket, and while something in between bars it, polling. */
export class Ways {
  readonly #monotonicMs: () => number;
  #failures = 0;
  #barredAtMs: number | null = null;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** Whether WebSocket is worth a try. */
  get isOpen(): boolean {
    return this.#barredAtMs === null || this.#monotonicMs() - this.#barredAtMs >= BARRED_FOR_MS;
  }

  /** An opening begins; it counts as failed until the hub has spoken on it. */
  tried(): void {
    this.#failures += 1;
  }

  worked(): void {
    this.#failures = 0;
    this.#barredAtMs = null;
  }

  /** Whether the openings so far are enough to look for another way, should the hub be there by HTTP. */
  get isDoubtful(): boolean {
    return this.#failures >= BARRED_AFTER;
  }

  barred(): void {
    this.#barredAtMs = this.#monotonicMs();
    // The next time one failure is enough.
    this.#failures = BARRED_AFTER - 1;
  }
}
