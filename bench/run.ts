import { parseArgs } from 'node:util';
import { build } from '../scripts/build.ts';
import { ensureChromium } from '../scripts/install-chromium.ts';
import { coldStart } from './cold-start.ts';
import { pageSize } from './page-size.ts';
import { receipt } from './receipt.ts';
import type { Measurement } from './result.ts';
import { visit } from './visit.ts';

/** `npm run bench [-- NAME] [--json]`: the benchmark table, all of it or one part. */
const BENCHES: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  'page-size': pageSize,
  'cold-start': coldStart,
  visit,
  receipt,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`no benchmark "${unknown}": expected ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
if (ensureChromium() === null) process.exit(2);
build();

const measurements: Measurement[] = [];
for (const [name, run] of Object.entries(BENCHES)) {
  if (positionals.length === 0 || positionals.includes(name)) measurements.push(...(await run()));
}
if (values.json) {
  console.log(JSON.stringify({ measurements }));
} else {
  for (const { goal, name, note, unit, value } of measurements) {
    const verdict = goal === null ? '' : value <= goal ? `✓ goal ≤ ${String(goal)}` : `✗ goal ≤ ${String(goal)}`;
    console.log(`${name.padEnd(38)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(5)} ${verdict.padEnd(14)} ${note}`);
  }
}
