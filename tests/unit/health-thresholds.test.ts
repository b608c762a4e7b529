import fc from 'fast-check';
import { expect, test } from 'vitest';
import { componentOf, stateOf, type HealthReason } from '../../src/domain/health.ts';
import {
  emptyWindow,
  errorPercent,
  LEVELS,
  noted,
  percentile,
  reasonAt,
  type Level,
} from '../../src/domain/health-thresholds.ts';

const ALL: [string, readonly Level<HealthReason>[]][] = Object.entries(LEVELS);

test('a full disk is told in two steps, each with its own way back', () => {
  let reason: HealthReason | null = null;
  const at = (percent: number) => (reason = reasonAt(reason, percent, LEVELS.diskUse));
  expect([84, 85, 81, 80, 95, 93, 92, 80].map(at)).toEqual([
    null,
    'disk.low',
    'disk.low',
    null,
    'disk.full',
    'disk.full',
    'disk.low',
    null,
  ]);
});

test.each(ALL)('%s: every limit is left at another value than it is entered, and worse ones lie higher', (_name, levels) => {
  for (const [index, { enter, exit }] of levels.entries()) {
    expect(exit).toBeLessThan(enter);
    const milder = levels[index - 1];
    if (milder === undefined) continue;
    expect(milder.enter).toBeLessThan(exit);
  }
  expect(new Set(levels.map(({ reason }) => componentOf(reason))).size).toBe(1);
  expect(levels.map(({ reason }) => stateOf(reason))).toEqual(['degraded', 'down'].slice(0, levels.length));
});

test.each(ALL)('%s: property: a value that trembles between exit and enter changes nothing', (_name, levels) => {
  fc.assert(
    fc.property(fc.nat(levels.length - 1), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (index, wobble) => {
      const level = levels[index];
      if (level === undefined) return;
      const between = (share: number): number => level.exit + (level.enter - level.exit) * (0.01 + 0.98 * share);
      let held = reasonAt(null, level.enter, levels);
      const entered = held;
      for (const share of wobble) held = reasonAt(held, between(share), levels);
      expect(held).toBe(entered);
      let free = reasonAt(null, level.exit, levels);
      const left = free;
      for (const share of wobble) free = reasonAt(free, between(share), levels);
      expect(free).toBe(left);
    }),
    { numRuns: 100 },
  );
});

test('an error rate is told only of a full window, and forgets what is old', () => {
  let window = emptyWindow(4);
  for (const outcome of [false, true, true]) window = noted(window, outcome);
  expect(errorPercent(window)).toBeNull();
  window = noted(window, true);
  expect(errorPercent(window)).toBe(25);
  expect(errorPercent(noted(window, true))).toBe(0);
});

test('percentiles by nearest rank', () => {
  expect(percentile([], 95)).toBeNull();
  expect(percentile([7], 95)).toBe(7);
  expect(percentile(Array.from({ length: 100 }, (_, index) => 100 - index), 95)).toBe(95);
});
