import { readArguments, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { killDevices } from '../harness/device-kills.ts';

const SOAK: Command = {
  call: 'npm run soak:devices',
  takes: '[VISITS]',
  does: 'Kills the device process at a random moment of each of so many visits (200). Exits 1 when one broke a promise.',
};
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const visits = wholeNumber(SOAK, 'VISITS', positionals[0] ?? '200', [1, 1_000_000]);
const report = await killDevices(visits, Math.random);
console.log(JSON.stringify(report, null, 2));
console.log(`${String(visits - report.broken.length)} passed, ${String(report.broken.length)} failed`);
process.exit(report.broken.length === 0 ? 0 : 1);
