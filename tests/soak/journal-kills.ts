import { readArguments, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { killKiosk } from '../harness/kiosk-kills.ts';

const SOAK: Command = {
  call: 'npm run soak:journal',
  takes: '[KILLS]',
  does: 'Kills the whole kiosk process at so many (300) random moments and compares what is left. Exits 1 when anything is lost.',
};
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const kills = wholeNumber(SOAK, 'KILLS', positionals[0] ?? '300', [1, 1_000_000]);
const report = await killKiosk(kills, Math.random);
console.log(JSON.stringify(report, null, 2));
console.log(`${String(kills - report.broken.length)} passed, ${String(report.broken.length)} failed`);
process.exit(report.broken.length === 0 ? 0 : 1);
