import { build } from '../../scripts/build.ts';
import { soakVisits } from '../harness/soak-visits.ts';

/**
 * `npm run soak:visits [-- VISITS]`: visits back to back through the real page; memory, handles and time must stay flat.
 * 2,000 of them take an hour. Exits 1 when something grew by more than 5 % after the warm-up. The time of a visit is judged by
 * what it costs kiosk and page, because its duration grows with whatever else the machine does.
 */
const MAX_GROWTH_PERCENT = 5;
const SAMPLES = 40;

const visits = Number(process.argv[2] ?? 2000);
if (!Number.isInteger(visits) || visits < SAMPLES) {
  console.error(`expected a number of visits from ${String(SAMPLES)} on`);
  process.exit(2);
}
build(['contract', 'page']);
const report = await soakVisits(visits, Math.floor(visits / SAMPLES), (sample) => console.error(JSON.stringify(sample)));
console.log(JSON.stringify({ visits: report.visits, printed: report.printed, trends: report.trends }, null, 2));
const grown = Object.entries(report.trends).filter(([name, { growthPercent }]) => name !== 'visitMs' && growthPercent > MAX_GROWTH_PERCENT);
for (const [name, { growthPercent }] of grown) console.log(`${name} grew by ${growthPercent.toFixed(1)} %`);
console.log(`${String(report.printed)} of ${String(visits)} visits ended with a printed receipt`);
process.exit(grown.length === 0 && report.printed === visits ? 0 : 1);
