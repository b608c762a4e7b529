import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { parseJson } from '../../domain/json.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { canonicalJson, CHAIN_START, verifyChain, type AuditRecord, type ChainFlaw, type ChainHead } from './chain.ts';
import { auditRecordOf, readHead } from './inspect.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';
import { storageFault } from './storage-fault.ts';

/** What could be read of a copied audit chain. */
export interface AuditFile {
  readonly records: readonly AuditRecord[];
  /** Where the file says that the chain ends; null where the file breaks off before it says so. */
  readonly head: ChainHead | null;
  /** False where the file is damaged, there or elsewhere. */
  readonly isWhole: boolean;
}

/** Why a file can't be looked at as an audit chain at all. */
export type AuditFileFault = 'not_found' | 'too_big' | 'not_an_audit_file' | 'newer_version';

/** Twice the most a journal may grow to. */
const MAX_BYTES = 1_000_000_000;
const SQLITE_MAGIC = 'SQLite format 3\0';

/** Reads a copied `journal.sqlite` (with the `-wal` beside it, if there is one) or an exported chain. Changes neither. */
export function readAuditFile(file: string): Result<AuditFile, AuditFileFault> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return fault('not_found');
  if (stats.size > MAX_BYTES) return fault('too_big');
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return readExport(bytes.toString('utf8'));
  if (bytes.length < 100 || bytes.readUInt32BE(68) !== APPLICATION_ID) return fault('not_an_audit_file');
  if (bytes.readUInt32BE(60) > SCHEMA_VERSION) return fault('newer_version');
  const copy = readJournalCopy(file);
  // SQLite takes the missing part of a last page for zeros.
  const endsWithPage = bytes.length % bytes.readUInt16BE(16) === 0;
  return ok({ ...copy, isWhole: copy.isWhole && endsWithPage });
}

/** Proves what was read, or names the first record that can't be what was written. */
export function verifyAuditFile({ head, records }: Pick<AuditFile, 'head' | 'records'>): Result<ChainHead, ChainFlaw> {
  const last = records.at(-1);
  const readTo = last === undefined ? CHAIN_START : { records: last.link, hash: last.hash };
  const verdict = verifyChain(records, head ?? readTo);
  return verdict.ok && head === null ? fault({ record: readTo.records + 1, flaw: 'torn' }) : verdict;
}

/** SQLite writes beside the files it opens, so it gets a copy. */
function readJournalCopy(file: string): AuditFile {
  const directory = mkdtempSync(join(tmpdir(), 'raha-audit-'));
  const copy = join(directory, 'journal.sqlite');
  const records: AuditRecord[] = [];
  let database: DatabaseSync | null = null;
  try {
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    database = new DatabaseSync(copy);
    for (const row of database.prepare('SELECT * FROM event WHERE link IS NOT NULL ORDER BY seq').iterate())
      records.push(auditRecordOf(row));
    const isWhole = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok';
    return { records, head: readHead(database), isWhole };
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ERR_SQLITE_ERROR' || storageFault(error) === 'damaged') return { records, head: null, isWhole: false };
    throw error;
  } finally {
    database?.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const headSchema = z.strictObject({
  head: z.strictObject({ records: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
});
const recordSchema = z.strictObject({
  link: z.int().min(1),
  boot: z.string().max(36),
  seq: z.int().min(1),
  type: z.string().max(100),
  atMs: z.int(),
  monotonicMs: z.int(),
  data: z.record(z.string().max(100), z.json()),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The chain as text: one JSON object a line for each record, then one for the head. */
export const exportAudit = (records: readonly AuditRecord[], head: ChainHead): string =>
  [...records.map(recordLine), JSON.stringify({ head }), ''].join('\n');

/** With the data as it was written, so that the line holds exactly what the hash is over. */
function recordLine({ data, hash, ...record }: AuditRecord): string {
  const { atMs, boot, link, monotonicMs, seq, type } = record;
  const start = JSON.stringify({ link, boot, seq, type, atMs, monotonicMs }).slice(0, -1);
  return `${start},"data":${data},"hash":"${hash}"}`;
}

function readExport(text: string): Result<AuditFile, AuditFileFault> {
  const records: AuditRecord[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const value = parseJson(line);
    const head = headSchema.safeParse(value);
    if (head.success && isLast(lines, index)) return ok({ records, head: head.data.head, isWhole: true });
    const record = recordSchema.safeParse(value);
    if (!record.success) break;
    records.push(asWritten({ ...record.data, data: canonicalJson(record.data.data) }, line));
  }
  // Not one record: it is something else. After some, it breaks off.
  return records.length === 0 ? fault('not_an_audit_file') : ok({ records, head: null, isWhole: false });
}

/** The head's line is the last one, and whole. */
const isLast = (lines: readonly string[], index: number): boolean => index === lines.length - 2 && lines.at(-1) === '';

/** A line that says the same in another way was edited all the same: its hash doesn't count. */
const asWritten = (record: AuditRecord, line: string): AuditRecord =>
  recordLine(record) === line ? record : { ...record, hash: '' };
