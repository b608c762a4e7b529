import { join } from 'node:path';
import type { Officer } from '../src/fleet/access/officers.ts';
import { readRoster } from '../src/fleet/roster/read.ts';
import { fleetOf, officerOf } from '../src/fleet/roster/rows.ts';
import type { Roster } from '../src/fleet/roster/schema.ts';
import type { Fleet } from '../src/fleet/store/kiosks.ts';
import { CHECKOUT_ROOT } from './checkout.ts';

/** The sites and kiosks of the first roll-out, and invented officers: the example that a roster of one's own begins with. */
export const DEMO_ROSTER: Roster = readExample();
export const FIRST_ROLL_OUT: Fleet = fleetOf(DEMO_ROSTER);
/** None of them can sign in: the first account is made with the code that the hub prints. */
export const DEMO_OFFICERS: readonly Officer[] = DEMO_ROSTER.officers.map((officer) => ({ ...officerOf(officer), local: null }));

function readExample(): Roster {
  const read = readRoster(join(CHECKOUT_ROOT, 'config/roster.example.json'));
  if (!read.ok) throw new Error(read.fault.join('\n'));
  return read.value;
}
