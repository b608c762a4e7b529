import { expect, test } from 'vitest';
import { trendOf } from '../harness/trend.ts';

test('a line that rises is found in noise, and a flat one is flat', () => {
  const rising = Array.from({ length: 40 }, (_, index) => [index * 50, 100 + index + (index % 2 === 0 ? 3 : -3)] as const);
  expect(trendOf(rising).growthPercent).toBeGreaterThan(30);
  expect(trendOf(rising).slopePerVisit).toBeCloseTo(0.02, 2);
  const flat = rising.map(([visit], index) => [visit, 100 + (index % 2 === 0 ? 3 : -3)] as const);
  expect(Math.abs(trendOf(flat).growthPercent)).toBeLessThan(2);
});
