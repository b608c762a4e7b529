import type { DatabaseSync } from 'node:sqlite';
import type { Happening } from './records.ts';

/** What the kiosk counts for as long as its journal lives, for technicians and forecasts. */
export const COUNTERS = [
  'visits',
  'printed',
  'notPrinted',
  'printUnknown',
  'deviceRestarts',
  'pageRestarts',
  'rollReceipts',
] as const;
export type CounterName = (typeof COUNTERS)[number];
export type Counters = Readonly<Record<CounterName, number>>;

/** Since the roll was changed. */
const OF_THE_ROLL: readonly CounterName[] = ['rollReceipts'];

const PRINTS = { printed: ['printed', 'rollReceipts'], not_printed: ['notPrinted'], unknown: ['printUnknown'] } as const;

/** Counts an event; in the same transaction in which it is written, so that a count never differs from its events. */
export function countEvent(database: DatabaseSync, happening: Happening): void {
  if (happening.type === 'paper.changed')
    for (const name of OF_THE_ROLL) database.prepare('DELETE FROM counter WHERE name = ?').run(name);
  for (const name of countersOf(happening))
    database.prepare('INSERT INTO counter VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1').run(name);
}

function countersOf(happening: Happening): readonly CounterName[] {
  if (happening.type === 'journey.first_touch') return ['visits'];
  if (happening.type === 'print.outcome') return PRINTS[happening.data.outcome];
  if (happening.type === 'device.restarted') return ['deviceRestarts'];
  return happening.type === 'page.restarted' ? ['pageRestarts'] : [];
}

export function readCounters(database: DatabaseSync): Counters {
  const values = new Map(database.prepare('SELECT name, value FROM counter').all().map(({ name, value }) => [name, Number(value)]));
  return Object.fromEntries(COUNTERS.map((name) => [name, values.get(name) ?? 0])) as unknown as Counters;
}
