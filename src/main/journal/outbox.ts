import type { DatabaseSync } from 'node:sqlite';
import type { KioskEventRecord } from '../../domain/events.ts';
import { recordOf } from './records.ts';

/** What waits for the hub. */
export interface Backlog {
  /** At most so many; records dropped for want of room are counted in. */
  readonly events: number;
  /** When the oldest of them happened; null while nothing waits. */
  readonly oldestAtMs: number | null;
}
export const NO_BACKLOG: Backlog = { events: 0, oldestAtMs: null };

/** What the hub doesn't have yet, the oldest first. */
export const readPending = (database: DatabaseSync, limit: number): KioskEventRecord[] =>
  database
    .prepare('SELECT * FROM event WHERE seq > (SELECT acknowledged FROM state) ORDER BY seq LIMIT ?')
    .all(limit)
    .map(recordOf);

/** Notes that the hub has this record and all before it. The record of another journal changes nothing. */
export function noteAcknowledged(database: DatabaseSync, { boot, seq }: Pick<KioskEventRecord, 'boot' | 'seq'>): void {
  database
    .prepare(
      `UPDATE state SET acknowledged = max(acknowledged, ?1)
        WHERE EXISTS (SELECT 1 FROM event WHERE seq = ?1 AND boot = ?2)`,
    )
    .run(seq, boot);
}

export function readBacklog(database: DatabaseSync): Backlog {
  const row = database
    .prepare(
      `SELECT acknowledged, (SELECT max(seq) FROM event) AS last,
          (SELECT at_ms FROM event WHERE seq > acknowledged ORDER BY seq LIMIT 1) AS oldest
        FROM state`,
    )
    .get();
  if (row === undefined || row['oldest'] === null) return NO_BACKLOG;
  return { events: Number(row['last']) - Number(row['acknowledged']), oldestAtMs: Number(row['oldest']) };
}
