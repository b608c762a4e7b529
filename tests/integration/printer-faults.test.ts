import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { FAULTS, LINE_ROWS, sweep, TRANSPORTS } from '../soak/printer-sweep.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
if (!hasSocat) console.warn('SKIPPED: faults on serial ports and device files need socat (apt-get install socat)');

// All lines are swept by tests/soak/printer-faults.ts.
const rows = [Math.floor(LINE_ROWS.length / 2), LINE_ROWS.length - 1].map((index) => LINE_ROWS[index]!);

test.each(TRANSPORTS)('no fault makes the printer lie: %s', async (transport) => {
  if ((transport === 'serial' || transport === 'device file') && !hasSocat) return;
  const { broken, outcomes } = await sweep(transport, rows, FAULTS);
  expect(broken).toEqual([]);
  expect(Object.keys(outcomes).some((key) => key.includes('never_ready'))).toBe(false);
  expect(outcomes['paper_end → printed']).toBe(2);
}, 120_000);
