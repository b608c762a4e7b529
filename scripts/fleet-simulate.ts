import { parseArgs } from 'node:util';
import { simulate } from './fleet/simulation.ts';

/** `npm run fleet:simulate -- --kiosks N --seconds S [--json]`: how a hub of its own does with so many kiosks. */
const USAGE = 'usage: npm run fleet:simulate -- --kiosks N --seconds S [--json]';
const MAX_KIOSKS = 50_000;
const MAX_SECONDS = 3_600;

function readArguments() {
  try {
    const { values } = parseArgs({ options: { kiosks: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'boolean', default: false } } });
    return { kiosks: whole(values.kiosks, MAX_KIOSKS), seconds: whole(values.seconds, MAX_SECONDS), json: values.json };
  } catch {
    console.error(`${USAGE}; 1 to ${String(MAX_KIOSKS)} kiosks, 1 to ${String(MAX_SECONDS)} seconds`);
    process.exit(2);
  }
}

function whole(text: string | undefined, most: number): number {
  const value = Number(text);
  if (text === undefined || !Number.isInteger(value) || value < 1 || value > most) throw new RangeError(text);
  return value;
}

const { json, kiosks, seconds } = readArguments();
const report = await simulate(kiosks, seconds);
if (json) console.log(JSON.stringify(report));
else {
  console.log(`${String(kiosks)} kiosks, ${String(seconds)} s: ${String(report.messages)} messages`);
  console.log(`acknowledgements lost: ${String(report.lostAcks)}, rows stored twice: ${String(report.duplicates)}`);
  console.log(`hub: ${String(report.hubCpuPercent)} % of one core, ${String(report.hubRssMb)} MB, ${String(report.hubCpuMsPerMessage)} ms per message`);
  console.log(`95 % acknowledged within ${String(report.ackMsP95)} ms; all connected after ${String(report.connectSeconds)} s`);
}
process.exit(report.lostAcks === 0 && report.duplicates === 0 ? 0 : 1);
