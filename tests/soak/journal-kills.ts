import { readArguments, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { killKiosk, startOnFullJournal } from '../harness/kiosk-kills.ts';

/** From the start of the process to the attract screen, also with a journal that is full. */
const ATTRACT_WITHIN_MS = 5_000;

const SOAK: Command = {
  call: 'npm run soak:journal',
  takes: '[KILLS]',
  does: `Kills the whole kiosk process at so many (300) random moments and compares what is left; then starts it on a journal that
is full. Exits 1 when anything is lost, or when a start took longer than ${String(ATTRACT_WITHIN_MS)} ms.`,
};
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const kills = wholeNumber(SOAK, 'KILLS', positionals[0] ?? '300', [1, 1_000_000]);
const report = await killKiosk(kills, Math.random);
console.log(JSON.stringify(report, null, 2));
const full = await startOnFullJournal();
console.log(JSON.stringify({ fullJournal: full }, null, 2));
// Every kill may have come before the attract screen; the full journal is never killed before it.
const slowestMs = Math.max(...[report.attractMs.max, ...full.attractMs].filter((ms) => !Number.isNaN(ms)));
console.log(`${String(kills - report.broken.length)} passed, ${String(report.broken.length)} failed; the slowest start took ${String(slowestMs)} ms`);
process.exit(report.broken.length + full.broken.length === 0 && slowestMs <= ATTRACT_WITHIN_MS ? 0 : 1);
