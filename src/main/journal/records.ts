import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { EVENTS, type EventClass, type EventData, type CatalogEvent, type KioskEventRecord } from '../../domain/events.ts';
import { parseJson } from '../../domain/json.ts';
import { canonicalJson, linkHash } from './chain.ts';
import { readHead } from './inspect.ts';
import { UnreadableRecord } from './storage-fault.ts';

/** An event of the catalog with the times at which it happened, not yet written. */
export type Happening = CatalogEvent & { readonly atMs: number; readonly monotonicMs: number };

/** How the kiosk process before this one ended. */
export type PreviousEnd = EventData<'kiosk.started'>['before'];

/** What a record takes on the disk besides its data, measured over thousands: row and index, and the link of the chain. */
const ROW_BYTES = 122;
const LINK_BYTES = 78;
export const recordBytes = (eventClass: EventClass, data: string): number =>
  ROW_BYTES + (eventClass === 'audit' ? LINK_BYTES : 0) + data.length;

/**
 * Writes one record; an audit record is tied to the one before. Belongs into a transaction.
 * @returns the record's number
 */
export function insertRecord(database: DatabaseSync, boot: string, { atMs, data, monotonicMs, type }: Happening): number {
  const text = canonicalJson(data);
  const eventClass = EVENTS[type].class;
  const { seq } = database
    .prepare(
      'INSERT INTO event (boot, type, class, at_ms, monotonic_ms, data) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq',
    )
    .get(boot, type, eventClass, atMs, monotonicMs, text) as { seq: number };
  database.prepare('UPDATE state SET bytes = bytes + ?').run(recordBytes(eventClass, text));
  if (eventClass !== 'audit') return seq;
  const head = readHead(database);
  const link = head.records + 1;
  const hash = linkHash(head.hash, { link, boot, seq, type, atMs, monotonicMs, data: text });
  database.prepare('UPDATE event SET link = ?, hash = ? WHERE seq = ?').run(link, hash, seq);
  database.prepare('UPDATE state SET audit_records = ?, audit_hash = ?').run(link, hash);
  return seq;
}

/**
 * Lets a new file count on from the number that the one before it ended with; a file with records is left alone. The hub
 * knows a record by boot and number: a number that one process gives twice is to it a record that it has. In a transaction.
 */
export function countOnFrom(database: DatabaseSync, lastSeq: number): void {
  // SQLite makes this row with the first record (sqlite.org/autoinc).
  if (database.prepare(`SELECT 1 FROM sqlite_sequence WHERE name = 'event'`).get() !== undefined) return;
  database.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('event', ?)`).run(lastSeq);
  database.prepare('UPDATE state SET acknowledged = ?').run(lastSeq);
}

/** The newest records, the newest first. */
export const readNewest = (database: DatabaseSync, limit: number): KioskEventRecord[] =>
  database.prepare('SELECT * FROM event ORDER BY seq DESC LIMIT ?').all(limit).map(recordOf);

/** A process that was asked to end says so, as one of its last words. */
export function readPreviousEnd(database: DatabaseSync): PreviousEnd {
  const last = database.prepare('SELECT boot FROM event WHERE link = (SELECT max(link) FROM event)').get();
  if (last === undefined) return 'none';
  const word = database.prepare(`SELECT 1 FROM event WHERE class = 'audit' AND type = 'kiosk.stopping' AND boot = ?`).get(String(last['boot']));
  return word === undefined ? 'crashed' : 'stopped';
}

/** Written by `insertRecord`, which takes only what the catalog declares; throws `UnreadableRecord` where it can't be that. */
export function recordOf(row: Readonly<Record<string, SQLOutputValue>>): KioskEventRecord {
  const atMs = Number(row['at_ms']);
  const data = parseJson(String(row['data']));
  if (typeof data !== 'object' || data === null || Number.isNaN(new Date(atMs).getTime())) throw new UnreadableRecord();
  return {
    boot: String(row['boot']),
    seq: Number(row['seq']),
    type: String(row['type']),
    atMs,
    monotonicMs: Number(row['monotonic_ms']),
    data,
  } as KioskEventRecord;
}
