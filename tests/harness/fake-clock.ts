import type { HostClock } from '../../src/main/guarded-page.ts';
import type { HealthClock } from '../../src/main/health/board.ts';

/** A clock that only the test moves; its wall can be set apart from it. */
export class FakeClock implements HostClock, HealthClock {
  #nowMs = 0;
  #wallMs = Date.parse('2026-11-21T07:42:00.000Z');
  #timers: { readonly atMs: number; readonly run: () => void }[] = [];

  nowMs = (): number => this.#nowMs;
  monotonicMs = (): number => this.#nowMs;
  now = (): Date => new Date(this.#wallMs);

  after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  /** Somebody sets the wall's clock. */
  setWall(byMs: number): void {
    this.#wallMs += byMs;
  }

  /** Time passes; what becomes due runs, and what it promised arrives. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    for (;;) {
      await settled();
      const due = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#moveTo(due.atMs);
      due.run();
    }
    this.#moveTo(endMs);
    await settled();
  }

  #moveTo(atMs: number): void {
    this.#wallMs += atMs - this.#nowMs;
    this.#nowMs = atMs;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
