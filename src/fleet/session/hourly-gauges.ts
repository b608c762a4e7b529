import type { HourlyGaugeRow } from '../store/schema.ts';

const HOUR_MS = 3_600_000;
/** Counts the beats themselves: how much of an hour there is data for. */
const BEATS = 'beats';
/** Kiosks have a dozen gauges; one that makes up names must not fill the memory. */
const MOST_NAMES = 200;

/** One kiosk in one hour: samples, least, most and total of each gauge, side by side; thousands of kiosks have one. */
interface Hour {
  readonly hourMs: number;
  readonly sums: number[];
}
const WIDTH = 4;

/** Adds up what beats say, hour by hour. Beats are never stored; these sums are, some kiosks every second. */
export class HourlyGauges {
  readonly #kiosks = new Map<string, Hour>();
  /** Where each gauge stands in `sums`. */
  readonly #places = new Map<string, number>();
  /** Hours that are over, and what could not be written. */
  #rows: HourlyGaugeRow[] = [];

  add(kiosk: string, gauges: Readonly<Record<string, number>>, nowMs: number): void {
    const hourMs = nowMs - (nowMs % HOUR_MS);
    let hour = this.#kiosks.get(kiosk);
    if (hour?.hourMs !== hourMs) {
      if (hour !== undefined) this.#rows.push(...this.#rowsOf(kiosk, hour));
      hour = { hourMs, sums: [] };
      this.#kiosks.set(kiosk, hour);
    }
    this.#addTo(hour.sums, BEATS, 1);
    for (const gauge in gauges) this.#addTo(hour.sums, gauge, gauges[gauge] ?? 0);
  }

  /** Takes out a part of the kiosks, so that all have had their turn after `turns` calls. */
  take(turns: number): readonly HourlyGaugeRow[] {
    return this.#take(Math.ceil(this.#kiosks.size / turns));
  }

  takeAll(): readonly HourlyGaugeRow[] {
    return this.#take(this.#kiosks.size);
  }

  /** What could not be written goes back. */
  giveBack(rows: readonly HourlyGaugeRow[]): void {
    this.#rows.push(...rows);
  }

  #take(kiosks: number): readonly HourlyGaugeRow[] {
    const rows = this.#rows;
    const isClean = rows.length === 0;
    this.#rows = [];
    let left = kiosks;
    for (const [kiosk, hour] of this.#kiosks) {
      if (left === 0) break;
      left -= 1;
      rows.push(...this.#rowsOf(kiosk, hour));
      this.#kiosks.delete(kiosk);
    }
    return isClean ? rows : merged(rows);
  }

  #addTo(sums: number[], gauge: string, value: number): void {
    const place = this.#placeOf(gauge);
    if (place === null) return;
    while (sums.length < place + WIDTH) sums.push(0, Infinity, -Infinity, 0);
    sums[place] = (sums[place] ?? 0) + 1;
    sums[place + 1] = Math.min(sums[place + 1] ?? value, value);
    sums[place + 2] = Math.max(sums[place + 2] ?? value, value);
    sums[place + 3] = (sums[place + 3] ?? 0) + value;
  }

  #placeOf(gauge: string): number | null {
    const known = this.#places.get(gauge);
    if (known !== undefined) return known;
    if (this.#places.size >= MOST_NAMES) return null;
    const place = this.#places.size * WIDTH;
    this.#places.set(gauge, place);
    return place;
  }

  #rowsOf(kiosk: string, { hourMs, sums }: Hour): HourlyGaugeRow[] {
    return [...this.#places].flatMap(([gauge, place]) => {
      const [samples = 0, least = 0, most = 0, total = 0] = sums.slice(place, place + WIDTH);
      return samples === 0 ? [] : [{ kiosk, gauge, hour_ms: hourMs, samples, least, most, total }];
    });
  }
}

/** One row per kiosk, gauge and hour: PostgreSQL refuses to change a row twice in one statement. */
function merged(rows: readonly HourlyGaugeRow[]): readonly HourlyGaugeRow[] {
  const byKey = new Map<string, HourlyGaugeRow>();
  for (const row of rows) {
    const key = `${row.kiosk} ${row.gauge} ${String(row.hour_ms)}`;
    const before = byKey.get(key);
    byKey.set(
      key,
      before === undefined
        ? row
        : {
            ...row,
            samples: before.samples + row.samples,
            least: Math.min(before.least, row.least),
            most: Math.max(before.most, row.most),
            total: before.total + row.total,
          },
    );
  }
  return [...byKey.values()];
}
