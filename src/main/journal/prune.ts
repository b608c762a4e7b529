import type { DatabaseSync } from 'node:sqlite';
import type { EventClass, EventData } from '../../domain/events.ts';
import { recordBytes } from './records.ts';

/** How many records were dropped, by what they were worth. */
export type Dropped = EventData<'journal.dropped'>;

/** What may be dropped, in this order, the oldest first. Audit records never may. */
const ORDER: Readonly<Record<keyof Dropped, string>> = {
  gauges: `class = 'gauge'`,
  delivered: `class = 'business' AND seq <= (SELECT acknowledged FROM state)`,
  undelivered: `class = 'business'`,
};
/** So few at a time that not much more goes than has to. */
const BATCH = 100;

export const journalBytes = (database: DatabaseSync): number =>
  Number(database.prepare('SELECT bytes FROM state').get()?.['bytes']);

/** Drops records until the rest takes `targetBytes` at most, or nothing may be dropped any more. In a transaction. */
export function dropUntil(database: DatabaseSync, targetBytes: number): Dropped {
  const dropped = { gauges: 0, delivered: 0, undelivered: 0 };
  for (const [worth, condition] of Object.entries(ORDER) as [keyof Dropped, string][]) {
    let count = BATCH;
    while (count > 0 && journalBytes(database) > targetBytes) {
      count = drop(database, `SELECT seq FROM event WHERE ${condition} ORDER BY seq LIMIT ${String(BATCH)}`);
      dropped[worth] += count;
    }
  }
  return dropped;
}

/** Forgets what the hub has and what is older than `olderThanMs`, but no audit record. In a transaction. */
export const forgetDelivered = (database: DatabaseSync, olderThanMs: number): number =>
  drop(
    database,
    `SELECT seq FROM event
      WHERE class <> 'audit' AND seq <= (SELECT acknowledged FROM state) AND at_ms < ${String(Math.trunc(olderThanMs))}`,
  );

function drop(database: DatabaseSync, selection: string): number {
  const rows = database.prepare(`DELETE FROM event WHERE seq IN (${selection}) RETURNING class, data`).all();
  const bytes = rows.reduce((sum, row) => sum + recordBytes(row['class'] as EventClass, String(row['data'])), 0);
  database.prepare('UPDATE state SET bytes = bytes - ?').run(bytes);
  return rows.length;
}
