import { expect, test } from 'vitest';
import { fuzz, FUZZED_DRIVERS } from '../fixtures/reader-fuzz.ts';

test.each(FUZZED_DRIVERS)('%s stays bounded, silent while disarmed and without a read that has no checksum', (driver) => {
  const tally = fuzz(driver, 3000, 0x5241_4841);
  // Else the sequences would be so broken that nothing is tried.
  expect(tally.reads).toBeGreaterThan(100);
  expect(tally.faults).toBeGreaterThan(100);
  expect(tally.disarmedEvents).toBe(0);
});
