import type { HourlyGaugeRow } from '../store/schema.ts';

const HOUR_MS = 3_600_000;
/** Counts the beats themselves: how much of an hour there is data for. */
const BEATS = 'beats';

type Sums = { -readonly [Key in keyof HourlyGaugeRow]: HourlyGaugeRow[Key] };

/** Adds up what beats say, hour by hour. Beats are never stored; these sums are, some kiosks every second. */
export class HourlyGauges {
  readonly #kiosks = new Map<string, Map<string, Sums>>();

  add(kiosk: string, gauges: Readonly<Record<string, number>>, nowMs: number): void {
    let sums = this.#kiosks.get(kiosk);
    if (sums === undefined) {
      sums = new Map();
      this.#kiosks.set(kiosk, sums);
    }
    const hour_ms = nowMs - (nowMs % HOUR_MS);
    addTo(sums, kiosk, BEATS, hour_ms, 1);
    for (const gauge in gauges) addTo(sums, kiosk, gauge, hour_ms, gauges[gauge] ?? 0);
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
    for (const row of rows) {
      const sums = this.#kiosks.get(row.kiosk) ?? new Map<string, Sums>();
      this.#kiosks.set(row.kiosk, sums);
      merge(sums, row);
    }
  }

  #take(kiosks: number): readonly HourlyGaugeRow[] {
    const rows: HourlyGaugeRow[] = [];
    let left = kiosks;
    for (const [kiosk, sums] of this.#kiosks) {
      if (left === 0) break;
      left -= 1;
      rows.push(...sums.values());
      this.#kiosks.delete(kiosk);
    }
    return rows;
  }
}

/** The hour is part of the key: a kiosk's turn may come after it has changed. */
const keyOf = (gauge: string, hourMs: number): string => `${gauge} ${String(hourMs)}`;

function addTo(sums: Map<string, Sums>, kiosk: string, gauge: string, hour_ms: number, value: number): void {
  const key = keyOf(gauge, hour_ms);
  const sum = sums.get(key);
  if (sum === undefined) {
    sums.set(key, { kiosk, gauge, hour_ms, samples: 1, least: value, most: value, total: value });
    return;
  }
  sum.samples += 1;
  sum.least = Math.min(sum.least, value);
  sum.most = Math.max(sum.most, value);
  sum.total += value;
}

function merge(sums: Map<string, Sums>, row: HourlyGaugeRow): void {
  const key = keyOf(row.gauge, row.hour_ms);
  const sum = sums.get(key);
  if (sum === undefined) {
    sums.set(key, { ...row });
    return;
  }
  sum.samples += row.samples;
  sum.least = Math.min(sum.least, row.least);
  sum.most = Math.max(sum.most, row.most);
  sum.total += row.total;
}
