import { isTooQuiet, learnHour, NO_BASELINE, type Baseline } from './silence.ts';

const HOUR_MS = 3_600_000;
/** Riyadh, UTC+3; the epoch began on a Thursday, so Sunday is three days on. */
const RIYADH_OFFSET_HOURS = 3;
const HOURS_OF_WEEK = 168;
const SUNDAY_OFFSET_HOURS = 4 * 24;

/** Which hour of the week an instant falls into, 0 being Sunday 00:00–01:00 in Riyadh. */
export const hourOfWeek = (atMs: number): number => (Math.floor(atMs / HOUR_MS) + RIYADH_OFFSET_HOURS + SUNDAY_OFFSET_HOURS) % HOURS_OF_WEEK;

/** Counts the visits of each kiosk by the hour, learns what is usual, and says where nobody comes any more. */
export class UsageWatch {
  readonly #baselines: Map<string, Baseline>;
  /** Visits of the present hour, and of the next one until the first tick in it. */
  readonly #counts = new Map<number, Map<string, number>>();
  readonly #unused = new Set<string>();
  /** The hour of the last tick. */
  #hour: number | null = null;
  /** Whether that hour has been watched from its beginning. */
  #isWhole = false;
  /** Kiosks that could be used at every tick of it. */
  #served: ReadonlySet<string> = new Set();

  /** @param baselines what was learnt before */
  constructor(baselines: ReadonlyMap<string, Baseline>) {
    this.#baselines = new Map(baselines);
  }

  /** Somebody began a visit at an instant; of hours that are over nothing counts any more. */
  used(kiosk: string, atMs: number): void {
    const hour = Math.floor(atMs / HOUR_MS);
    if (this.#hour !== null && hour < this.#hour) return;
    const counts = this.#counts.get(hour) ?? new Map<string, number>();
    this.#counts.set(hour, counts.set(kiosk, (counts.get(kiosk) ?? 0) + 1));
    this.#unused.delete(kiosk);
  }

  isUnused(kiosk: string): boolean {
    return this.#unused.has(kiosk);
  }

  /**
   * Call it every minute. At the end of an hour that it has watched all along it judges the kiosks that could be used all along.
   * @param served kiosks of open sites that are in service
   * @returns what was learnt, to be stored
   */
  tick(nowMs: number, served: readonly string[]): ReadonlyMap<string, Baseline> {
    const hour = Math.floor(nowMs / HOUR_MS);
    const before = this.#hour;
    const now = new Set(served);
    if (hour === before) {
      this.#served = new Set([...this.#served].filter((kiosk) => now.has(kiosk)));
      return new Map();
    }
    const learnt = before !== null && this.#isWhole ? this.#judge(before) : new Map<string, Baseline>();
    for (const counted of this.#counts.keys()) if (counted < hour) this.#counts.delete(counted);
    this.#hour = hour;
    this.#isWhole = before !== null && hour === before + 1;
    this.#served = now;
    return learnt;
  }

  #judge(hour: number): Map<string, Baseline> {
    const learnt = new Map<string, Baseline>();
    const slot = hourOfWeek(hour * HOUR_MS);
    for (const kiosk of this.#served) {
      const baseline = this.#baselines.get(kiosk) ?? NO_BASELINE;
      const count = this.#counts.get(hour)?.get(kiosk) ?? 0;
      if (isTooQuiet(baseline, slot, count)) this.#unused.add(kiosk);
      // An hour in which something was wrong is nothing to learn from.
      else learnt.set(kiosk, learnHour(baseline, slot, count));
    }
    for (const [kiosk, baseline] of learnt) this.#baselines.set(kiosk, baseline);
    return learnt;
  }
}
