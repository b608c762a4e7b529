import { createHash } from 'node:crypto';
import { fault, ok, type Result } from '../../domain/result.ts';

/** One link of the audit chain, exactly as it is stored. */
export interface AuditRecord {
  /** 1, 2, 3 … without a gap for as long as the journal lives. */
  readonly link: number;
  readonly boot: string;
  readonly seq: number;
  readonly type: string;
  readonly atMs: number;
  readonly monotonicMs: number;
  /** The event's data as `canonicalJson` wrote it; a space more is another text. */
  readonly data: string;
  /** 64 hex digits: SHA-256 over the hash before and everything above. */
  readonly hash: string;
}

/** Where the chain ends: how many records it has and the hash of the last one. */
export interface ChainHead {
  readonly records: number;
  readonly hash: string;
}

export const CHAIN_START: ChainHead = { records: 0, hash: '0'.repeat(64) };

/** Why a chain can't be what was written, and at which record (1 is the first) that shows. */
export interface ChainFlaw {
  readonly record: number;
  readonly flaw: 'edited' | 'removed' | 'reordered' | 'torn';
}

/** JSON with sorted keys. For flat data only: the keys of an object within it would be lost. */
export const canonicalJson = (data: object): string => JSON.stringify(data, Object.keys(data).sort());

/** The hash that ties a record to the one before it. */
export function linkHash(previousHash: string, record: Omit<AuditRecord, 'hash'>): string {
  const { atMs, boot, data, link, monotonicMs, seq, type } = record;
  return createHash('sha256')
    .update(JSON.stringify([previousHash, link, boot, seq, type, atMs, monotonicMs, data]))
    .digest('hex');
}

/**
 * Proves that records follow one upon the other from `start` to `head`, in the order given, or names the first one that
 * doesn't. Who can write the whole file can forge a whole chain: a head kept elsewhere (hub, readiness report) shows that.
 */
export function verifyChain(
  records: readonly AuditRecord[],
  head: ChainHead,
  start: ChainHead = CHAIN_START,
): Result<ChainHead, ChainFlaw> {
  const links = new Set(records.map(({ link }) => link));
  let last = start;
  for (const record of records) {
    const expected = last.records + 1;
    if (record.link !== expected) return fault({ record: expected, flaw: links.has(expected) ? 'reordered' : 'removed' });
    if (record.hash !== linkHash(last.hash, record)) return fault({ record: expected, flaw: 'edited' });
    last = { records: expected, hash: record.hash };
  }
  if (head.records > last.records) return fault({ record: last.records + 1, flaw: 'removed' });
  if (head.records < last.records || head.hash !== last.hash) return fault({ record: last.records, flaw: 'edited' });
  return ok(last);
}
