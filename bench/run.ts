import { build } from '../scripts/build.ts';
import { readArguments, refuse, type Command } from '../src/command-line/command-line.ts';
import { ensureChromium } from '../scripts/install-chromium.ts';
import { coldStart } from './cold-start.ts';
import { pageSize } from './page-size.ts';
import { receipt } from './receipt.ts';
import type { Measurement } from './result.ts';
import { visit } from './visit.ts';

const BENCHES: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  'page-size': pageSize,
  'cold-start': coldStart,
  visit,
  receipt,
};

const BENCH: Command = {
  call: 'npm run bench',
  takes: '[NAME …] [--json]',
  does: `Measurements, all of them or some: ${Object.keys(BENCHES).join(', ')}.`,
};

const { positionals, values } = readArguments(BENCH, {
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) refuse(BENCH, `no benchmark "${unknown}": expected ${Object.keys(BENCHES).join(', ')}`);
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
