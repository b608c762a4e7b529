import type { DatabaseSync } from 'node:sqlite';
import type { EventData } from '../../domain/events.ts';
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
  'rollMillimetres',
] as const;
export type CounterName = (typeof COUNTERS)[number];
export type Counters = Readonly<Record<CounterName, number>>;

/** Since the roll was changed. */
const OF_THE_ROLL: readonly CounterName[] = ['rollReceipts', 'rollMillimetres'];

const PRINTS = { printed: 'printed', not_printed: 'notPrinted', unknown: 'printUnknown' } as const;

/** Counts an event; in the same transaction in which it is written, so that a count never differs from its events. */
export function countEvent(database: DatabaseSync, happening: Happening): void {
  if (happening.type === 'paper.changed')
    for (const name of OF_THE_ROLL) database.prepare('DELETE FROM counter WHERE name = ?').run(name);
  for (const [name, amount] of amountsOf(happening))
    database.prepare('INSERT INTO counter VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = value + ?2').run(name, amount);
}

function amountsOf(happening: Happening): readonly (readonly [CounterName, number])[] {
  if (happening.type === 'journey.first_touch') return [['visits', 1]];
  if (happening.type === 'print.outcome') return ofPrint(happening.data);
  if (happening.type === 'device.restarted') return [['deviceRestarts', 1]];
  return happening.type === 'page.restarted' ? [['pageRestarts', 1]] : [];
}

const ofPrint = ({ outcome, paperMm }: EventData<'print.outcome'>): readonly (readonly [CounterName, number])[] => [
  [PRINTS[outcome], 1],
  ['rollReceipts', outcome === 'printed' ? 1 : 0],
  ['rollMillimetres', paperMm],
];

export function readCounters(database: DatabaseSync): Counters {
  const values = new Map(database.prepare('SELECT name, value FROM counter').all().map(({ name, value }) => [name, Number(value)]));
  return Object.fromEntries(COUNTERS.map((name) => [name, values.get(name) ?? 0])) as unknown as Counters;
}
