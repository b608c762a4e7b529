import { spawnSync } from 'node:child_process';
import { FAULTS, LINE_ROWS, sweep, TRANSPORTS } from './printer-sweep.ts';

/**
 * Every fault at every line of a receipt, on every transport, and on printers that lack the proof of GS ( H:
 * `node tests/soak/printer-faults.ts`. Some minutes. Exits 1 when one promise was broken.
 */
const hasSocat = spawnSync('socat', ['-V']).status === 0;
let isBroken = false;
for (const quirks of [[], ['no_process_id']] as const) {
  for (const transport of TRANSPORTS) {
    if ((transport === 'serial' || transport === 'device file') && !hasSocat) {
      console.warn(`SKIPPED: ${transport} needs socat`);
      continue;
    }
    // The weaker proof waits for the paper of each receipt: fewer lines are enough.
    const rows = quirks.length === 0 ? LINE_ROWS : LINE_ROWS.filter((_row, index) => index % 8 === 0);
    const result = await sweep(transport, rows, FAULTS, quirks);
    console.log(JSON.stringify({ transport, quirks, ...result }, null, 1));
    isBroken ||= result.broken.length > 0;
  }
}
process.exit(isBroken ? 1 : 0);
