import { expect, test } from '@playwright/test';
import { soakVisits } from '../harness/soak-visits.ts';

/** The short form of `npm run soak:visits`: bounds are generous, because so short a soak is mostly warm-up. */
test('visits back to back leave nothing open and little behind', async () => {
  test.setTimeout(240_000);
  const { growthPercent, printed, samples, trends } = await soakVisits(30, 3);
  expect(printed).toBe(30);
  const growthOf = (name: 'openFiles' | 'pageOpenFiles' | 'devicesOpenFiles' | 'resources' | 'domNodes' | 'domListeners'): number =>
    samples.at(-1)![name] - samples[3]![name];
  // A handle that is left open by every visit would be 18 more by now.
  expect(growthOf('openFiles')).toBeLessThan(9);
  expect(growthOf('pageOpenFiles')).toBeLessThan(9);
  expect(growthOf('devicesOpenFiles')).toBeLessThan(9);
  expect(growthOf('resources')).toBeLessThan(9);
  expect(growthOf('domListeners')).toBeLessThan(60);
  expect(growthOf('domNodes')).toBeLessThan(600);
  expect(trends.heapBytes.growthPercent).toBeLessThan(25);
  expect(trends.pageHeapBytes.growthPercent).toBeLessThan(25);
  expect(growthPercent.pageRssBytes).toBeLessThan(25);
  expect(growthPercent.devicesRssBytes).toBeLessThan(25);
});
