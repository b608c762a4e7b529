import { parseArgs } from 'node:util';
import { fuzz, FUZZED_DRIVERS } from '../fixtures/reader-fuzz.ts';

/**
 * Feeds mutated and random report sequences to each reader driver and says what came out:
 *
 *   node tests/soak/reader-fuzz.ts [--driver NAME] [--sequences 1000000] [--seed N]
 */
const { values } = parseArgs({
  options: {
    driver: { type: 'string' },
    sequences: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});

const BATCH = 20_000;
for (const driver of FUZZED_DRIVERS.filter((name) => values.driver === undefined || name === values.driver)) {
  const startMs = performance.now();
  const total = { sequences: 0, reports: 0, reads: 0, faults: 0, longestFrame: 0, peakHeapMb: 0 };
  for (let seed = Number(values.seed); total.sequences < Number(values.sequences); seed += 1) {
    const tally = fuzz(driver, Math.min(BATCH, Number(values.sequences) - total.sequences), seed);
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
