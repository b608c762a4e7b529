import { spawnSync } from 'node:child_process';
import { readArguments } from '../../src/command-line/command-line.ts';
import { FAULTS, LINE_ROWS, sweep, TRANSPORTS, type SweptPrinter } from './printer-sweep.ts';

readArguments(
  {
    call: 'npx node tests/soak/printer-faults.ts',
    takes: '',
    does: `Every fault at every line of a receipt, on every transport; then on printers that lack the proof of GS ( H, and on those known
to confirm what they have not printed. A quarter of an hour. Exits 1 when one promise was broken.`,
  },
  {},
);

const PRINTERS: readonly SweptPrinter[] = [
  { quirks: [] },
  { quirks: ['no_process_id'] },
  { quirks: ['answers_early'], speedMmPerSecond: 400, believesProcessId: false },
];
const hasSocat = spawnSync('socat', ['-V']).status === 0;
let isBroken = false;
for (const [index, printer] of PRINTERS.entries()) {
  for (const transport of TRANSPORTS) {
    if ((transport === 'serial' || transport === 'device file') && !hasSocat) {
      console.warn(`SKIPPED: ${transport} needs socat`);
      continue;
    }
    // The weaker proof waits for the paper of each receipt: fewer lines are enough.
    const rows = index === 0 ? LINE_ROWS : LINE_ROWS.filter((_row, line) => line % 8 === 0);
    const result = await sweep(transport, rows, FAULTS, printer);
    console.log(JSON.stringify({ transport, ...printer, ...result }, null, 1));
    isBroken ||= result.broken.length > 0;
  }
}
process.exit(isBroken ? 1 : 0);
