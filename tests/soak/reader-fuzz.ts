import { readArguments, refuse, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { fuzz, FUZZED_DRIVERS } from '../fixtures/reader-fuzz.ts';

const SOAK: Command = {
  call: 'npm run soak:reader',
  takes: '[--driver NAME] [--sequences N] [--seed N]',
  does: `Feeds N (1000000) mutated and random report sequences to each reader driver (${FUZZED_DRIVERS.join(', ')})
and says what came out.`,
};
const { values } = readArguments(SOAK, {
  options: {
    driver: { type: 'string' },
    sequences: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});
const sequences = wholeNumber(SOAK, '--sequences', values.sequences, [1, 100_000_000]);
const firstSeed = wholeNumber(SOAK, '--seed', values.seed, [0, 999_999_999]);
const drivers = FUZZED_DRIVERS.filter((name) => values.driver === undefined || name === values.driver);
if (drivers.length === 0) refuse(SOAK, `--driver: expected one of ${FUZZED_DRIVERS.join(', ')}`);

const BATCH = 20_000;
for (const driver of drivers) {
  const startMs = performance.now();
  const total = { sequences: 0, reports: 0, reads: 0, faults: 0, longestFrame: 0, peakHeapMb: 0 };
  for (let seed = firstSeed; total.sequences < sequences; seed += 1) {
    const tally = fuzz(driver, Math.min(BATCH, sequences - total.sequences), seed);
    total.sequences += tally.sequences;
    total.reports += tally.reports;
    total.reads += tally.reads;
    total.faults += tally.faults;
    total.longestFrame = Math.max(total.longestFrame, tally.longestFrame);
    total.peakHeapMb = Math.max(total.peakHeapMb, Math.round(process.memoryUsage().heapUsed / 1_000_000));
  }
  const seconds = Math.round((performance.now() - startMs) / 1000);
  console.log(JSON.stringify({ driver, ...total, seconds }));
}
