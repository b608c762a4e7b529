import { build } from '../../scripts/build.ts';
import { readArguments, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { soakVisits } from '../harness/soak-visits.ts';

/** Something may grow by so much after the warm-up. */
const MAX_GROWTH_PERCENT = 5;
/**
 * Whatever else the machine does delays visits too. So what grows is judged by the quickest ones, where a visit that only
 * waits longer shows as well; the usual ones have this bound. A visitor that never thinks takes 1.3 s on two idle cores.
 */
const MAX_VISIT_MS = 4_000;
const NOT_JUDGED_BY_GROWTH = 'visitMs';
const SAMPLES = 40;

const SOAK: Command = {
  call: 'npm run soak:visits',
  takes: '[VISITS]',
  does: `Visits (2000, which take an hour) back to back through the real page; memory and handles of
kiosk, page and devices and the time of a visit must stay flat. Exits 1 when something grew by more than
${String(MAX_GROWTH_PERCENT)} % after the warm-up, or a visit took longer than ${String(MAX_VISIT_MS)} ms in the median of a sample.`,
};
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const visits = wholeNumber(SOAK, 'VISITS', positionals[0] ?? '2000', [SAMPLES, 1_000_000]);
build(['contract', 'page']);
const report = await soakVisits(visits, Math.floor(visits / SAMPLES), (sample) => console.error(JSON.stringify(sample)));
const { growthPercent, printed, samples, trends } = report;
console.log(JSON.stringify({ visits, printed, trends, growthPercent }, null, 2));
const slowestMs = Math.max(...samples.map(({ visitMs }) => visitMs));
const flaws = [
  ...Object.entries(growthPercent)
    .filter(([name, percent]) => name !== NOT_JUDGED_BY_GROWTH && percent > MAX_GROWTH_PERCENT)
    .map(([name, percent]) => `${name} grew by ${percent.toFixed(1)} %`),
  ...(slowestMs > MAX_VISIT_MS ? [`visits took ${slowestMs.toFixed(0)} ms`] : []),
  ...(printed < visits ? [`${String(visits - printed)} visits ended without a printed receipt`] : []),
];
for (const flaw of flaws) console.log(flaw);
console.log(`${String(printed)} of ${String(visits)} visits ended with a printed receipt`);
process.exit(flaws.length === 0 ? 0 : 1);
