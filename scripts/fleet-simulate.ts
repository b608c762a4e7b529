import { readArguments, wholeNumber, type Command } from '../src/command-line/command-line.ts';
import { simulate } from './fleet/simulation.ts';

const SIMULATE: Command = {
  call: 'npm run fleet:simulate',
  takes: '--kiosks N --seconds S [--json]',
  does: 'How a hub of its own does with so many kiosks. Exits 1 when an acknowledged event is missing or one is stored twice.',
};

const { values } = readArguments(SIMULATE, {
  options: { kiosks: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const kiosks = wholeNumber(SIMULATE, '--kiosks', values.kiosks, [1, 50_000]);
const seconds = wholeNumber(SIMULATE, '--seconds', values.seconds, [1, 3600]);
const report = await simulate(kiosks, seconds);
if (values.json) console.log(JSON.stringify(report));
else {
  console.log(`${String(kiosks)} kiosks, ${String(seconds)} s: ${String(report.messages)} messages`);
  console.log(`acknowledgements lost: ${String(report.lostAcks)}, rows stored twice: ${String(report.duplicates)}`);
  console.log(`hub: ${String(report.hubCpuPercent)} % of one core, ${String(report.hubRssMb)} MB, ${String(report.hubCpuMsPerMessage)} ms per message`);
  console.log(`95 % acknowledged within ${String(report.ackMsP95)} ms; all connected after ${String(report.connectSeconds)} s`);
}
process.exit(report.lostAcks === 0 && report.duplicates === 0 ? 0 : 1);
