import { expect, test } from 'vitest';
import type { Baseline } from '../../src/fleet/alerts/silence.ts';
import { hourOfWeek, UsageWatch } from '../../src/fleet/alerts/usage.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A Sunday, nine in the morning in Riyadh. */
const NINE_MS = Date.parse('2026-11-22T09:00:00+03:00');
const BUSY: Baseline = { samples: 40, expected: Array.from({ length: 168 }, () => 12) };

/** Minute by minute from one instant to another, with the kiosks that could be used at each. */
function pass(watch: UsageWatch, fromMs: number, toMs: number, served: (atMs: number) => readonly string[] = () => ['MK-007']): Map<string, Baseline> {
  const learnt = new Map<string, Baseline>();
  for (let atMs = fromMs; atMs < toMs; atMs += MINUTE_MS) for (const [kiosk, baseline] of watch.tick(atMs + 20_000, served(atMs))) learnt.set(kiosk, baseline);
  return learnt;
}
const watching = (): UsageWatch => {
  const watch = new UsageWatch(new Map([['MK-007', BUSY]]));
  pass(watch, NINE_MS - 30 * MINUTE_MS, NINE_MS);
  return watch;
};

test('the week begins on Sunday at midnight in Riyadh', () => {
  expect(hourOfWeek(NINE_MS)).toBe(9);
  expect(hourOfWeek(NINE_MS - 9 * HOUR_MS)).toBe(0);
  expect(hourOfWeek(NINE_MS - 9 * HOUR_MS - 1)).toBe(167);
});

test('an hour without anybody where a dozen come is told, until somebody comes', () => {
  const watch = watching();
  expect(pass(watch, NINE_MS, NINE_MS + HOUR_MS + MINUTE_MS).size).toBe(0);
  expect(watch.isUnused('MK-007')).toBe(true);
  watch.used('MK-007', NINE_MS + HOUR_MS + 2 * MINUTE_MS);
  expect(watch.isUnused('MK-007')).toBe(false);
});

test('an hour like others is learnt from', () => {
  const watch = watching();
  for (let visit = 0; visit < 15; visit += 1) watch.used('MK-007', NINE_MS + visit * MINUTE_MS);
  const learnt = pass(watch, NINE_MS, NINE_MS + HOUR_MS + MINUTE_MS);
  expect(watch.isUnused('MK-007')).toBe(false);
  expect(learnt.get('MK-007')?.expected[9]).toBeCloseTo(12 + 0.4 * 3);
});

test('a hub that was started within the hour has not counted all of it', () => {
  const watch = new UsageWatch(new Map([['MK-007', BUSY]]));
  expect(pass(watch, NINE_MS + 50 * MINUTE_MS, NINE_MS + HOUR_MS + MINUTE_MS).size).toBe(0);
  expect(watch.isUnused('MK-007')).toBe(false);
});

test('a kiosk that served only for a part of the hour is not judged by it', () => {
  const watch = watching();
  pass(watch, NINE_MS, NINE_MS + HOUR_MS + MINUTE_MS, (atMs) => (atMs < NINE_MS + 50 * MINUTE_MS ? [] : ['MK-007']));
  expect(watch.isUnused('MK-007')).toBe(false);
});

test('the last hour before the doors close counts as well', () => {
  const watch = watching();
  pass(watch, NINE_MS, NINE_MS + HOUR_MS + MINUTE_MS, (atMs) => (atMs < NINE_MS + HOUR_MS ? ['MK-007'] : []));
  expect(watch.isUnused('MK-007')).toBe(true);
});

test('visits that are told of late belong to their own hour', () => {
  const watch = watching();
  pass(watch, NINE_MS, NINE_MS + 30 * MINUTE_MS);
  for (let visit = 0; visit < 15; visit += 1) watch.used('MK-007', NINE_MS - 3 * HOUR_MS);
  pass(watch, NINE_MS + 30 * MINUTE_MS, NINE_MS + HOUR_MS + MINUTE_MS);
  expect(watch.isUnused('MK-007')).toBe(true);
});
