import { expect, test } from 'vitest';
import { quarterGrowthPercent, trendOf } from '../harness/trend.ts';

test('a line that rises is found in noise, and a flat one is flat', () => {
  const rising = Array.from({ length: 40 }, (_, index) => [index * 50, 100 + index + (index % 2 === 0 ? 3 : -3)] as const);
  expect(trendOf(rising).growthPercent).toBeGreaterThan(30);
  expect(trendOf(rising).slopePerVisit).toBeCloseTo(0.02, 2);
  const flat = rising.map(([visit], index) => [visit, 100 + (index % 2 === 0 ? 3 : -3)] as const);
  expect(Math.abs(trendOf(flat).growthPercent)).toBeLessThan(2);
});

test('a step is found between peaks that a line would follow, and peaks alone are none', () => {
  const peaks = Array.from({ length: 32 }, (_, index) => 100 + (index % 5 === 4 ? 80 + index : 0));
  expect(quarterGrowthPercent(peaks)).toBe(0);
  expect(trendOf(peaks.map((value, index) => [index, value] as const)).growthPercent).toBeGreaterThan(5);
  expect(quarterGrowthPercent(peaks.map((value, index) => value + (index < 16 ? 0 : 10)))).toBe(10);
  const least = (quarter: readonly number[]): number => Math.min(...quarter);
  expect(quarterGrowthPercent(peaks.map((value, index) => value + index), least)).toBe(25);
});
