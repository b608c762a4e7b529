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
  readonly #counts = new Map<string, number>();
  readonly #unused = new Set<string>();
  #hour: number | null = null;

  /** @param baselines what was learnt before */
  constructor(baselines: ReadonlyMap<string, Baseline>) {
    this.#baselines = new Map(baselines);
  }

  /** Somebody began a visit. */
  used(kiosk: string): void {
    this.#counts.set(kiosk, (this.#counts.get(kiosk) ?? 0) + 1);
    this.#unused.delete(kiosk);
  }

  isUnused(kiosk: string): boolean {
    return this.#unused.has(kiosk);
  }

  /**
   * Call it every minute. At the end of an hour it judges the kiosks that could have been used all along.
   * @param served kiosks of open sites that are in service
   * @returns what was learnt, to be stored
   */
  tick(nowMs: number, served: readonly string[]): ReadonlyMap<string, Baseline> {
    const hour = Math.floor(nowMs / HOUR_MS);
    const before = this.#hour;
    this.#hour = hour;
    if (before === null || hour === before) return new Map();
    const learnt = new Map<string, Baseline>();
    const slot = hourOfWeek(before * HOUR_MS);
    for (const kiosk of served) {
      const baseline = this.#baselines.get(kiosk) ?? NO_BASELINE;
      const count = this.#counts.get(kiosk) ?? 0;
      if (isTooQuiet(baseline, slot, count)) this.#unused.add(kiosk);
      // An hour in which something was wrong is nothing to learn from.
      else learnt.set(kiosk, learnHour(baseline, slot, count));
    }
    this.#counts.clear();
    for (const [kiosk, baseline] of learnt) this.#baselines.set(kiosk, baseline);
    return learnt;
  }
}
