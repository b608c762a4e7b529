import { build } from '../../scripts/build.ts';
import { readArguments, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { soakVisits } from '../harness/soak-visits.ts';

/**
 * Something may grow by so much after the warm-up. The time of a visit is judged by what it costs kiosk and page, because its
 * duration grows with whatever else the machine does.
 */
const MAX_GROWTH_PERCENT = 5;
const SAMPLES = 40;

const SOAK: Command = {
  call: 'npm run soak:visits',
  takes: '[VISITS]',
  does: `Visits (2000, which take an hour) back to back through the real page; memory, handles and time must stay flat. Exits 1 when
something grew by more than ${String(MAX_GROWTH_PERCENT)} % after the warm-up.`,
};
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const visits = wholeNumber(SOAK, 'VISITS', positionals[0] ?? '2000', [SAMPLES, 1_000_000]);
build(['contract', 'page']);
const report = await soakVisits(visits, Math.floor(visits / SAMPLES), (sample) => console.error(JSON.stringify(sample)));
console.log(JSON.stringify({ visits: report.visits, printed: report.printed, trends: report.trends }, null, 2));
const grown = Object.entries(report.trends).filter(([name, { growthPercent }]) => name !== 'visitMs' && growthPercent > MAX_GROWTH_PERCENT);
for (const [name, { growthPercent }] of grown) console.log(`${name} grew by ${growthPercent.toFixed(1)} %`);
console.log(`${String(report.printed)} of ${String(visits)} visits ended with a printed receipt`);
process.exit(grown.length === 0 && report.printed === visits ? 0 : 1);
