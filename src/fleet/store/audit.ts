import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Databases } from './databases.ts';
import type { GroupCommit } from './group-commit.ts';
import type { AuditRow, HubTables } from './schema.ts';

/** Who did what at the hub. Only ever added to; each row holds the hash of the one before, so that a change shows. */
export interface AuditStore {
  append(entry: AuditEntry): Promise<AuditRow>;
  /** Writes other things and what the audit says of them, all or nothing. Whoever else writes so waits until it is over. */
  along<Value>(unit: (transaction: Transaction<HubTables>, append: Append) => Promise<Value>): Promise<Value>;
  search(query: AuditQuery): Promise<readonly AuditRow[]>;
  /** The first row that doesn't fit the chain, or null. */
  firstBroken(): Promise<number | null>;
}

export type Append = (entry: AuditEntry) => Promise<AuditRow>;

export interface AuditEntry {
  readonly atMs: number;
  /** An account, a kiosk or `hub`. */
  readonly who: string;
  readonly role: string;
  readonly address: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly reason: string | null;
  readonly outcome: string;
}

export interface AuditQuery {
  readonly who?: string;
  readonly action?: string;
  readonly target?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Only what was written before this one. */
  readonly beforeSeq?: number;
  readonly limit: number;
}

const START = '0'.repeat(64);
const ROWS_PER_PAGE = 1_000;

export function createAuditStore(databases: Databases, commits: GroupCommit): AuditStore {
  const { read } = databases;
  const along: AuditStore['along'] = (unit) =>
    commits.write(async (transaction) => {
      await databases.lockForAudit(transaction);
      return unit(transaction, (entry) => appendIn(transaction, entry));
    });
  return {
    append: (entry) => along((_transaction, append) => append(entry)),
    along,
    search: ({ action, beforeSeq, fromMs, limit, target, toMs, who }) => {
      let query = read.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit);
      if (who !== undefined) query = query.where('who', '=', who);
      if (action !== undefined) query = query.where('action', '=', action);
      if (target !== undefined) query = query.where('target', '=', target);
      if (fromMs !== undefined) query = query.where('at_ms', '>=', fromMs);
      if (toMs !== undefined) query = query.where('at_ms', '<', toMs);
      if (beforeSeq !== undefined) query = query.where('seq', '<', beforeSeq);
      return query.execute();
    },
    firstBroken: async () => {
      let previous: Pick<AuditRow, 'seq' | 'hash'> = { seq: 0, hash: START };
      for (;;) {
        const rows = await read.selectFrom('audit').selectAll().where('seq', '>', previous.seq).orderBy('seq').limit(ROWS_PER_PAGE).execute();
        for (const row of rows) {
          const fits = row.seq === previous.seq + 1 && row.previous_hash === previous.hash && row.hash === hashOf(row);
          if (!fits) return row.seq;
          previous = row;
        }
        if (rows.length < ROWS_PER_PAGE) return null;
      }
    },
  };
}

async function appendIn(transaction: Transaction<HubTables>, { atMs, ...rest }: AuditEntry): Promise<AuditRow> {
  const last = await transaction.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const open = { ...rest, seq: (last?.seq ?? 0) + 1, at_ms: atMs, previous_hash: last?.hash ?? START };
  const row: AuditRow = { ...open, hash: hashOf(open) };
  await transaction.insertInto('audit').values(row).execute();
  return row;
}

/** Over a list, not an object: a list has one order only. */
function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const { action, address, at_ms, outcome, previous_hash, reason, role, seq, target, who } = row;
  const text = JSON.stringify([previous_hash, seq, at_ms, who, role, address, action, target, reason, outcome]);
  return createHash('sha256').update(text).digest('hex');
}
