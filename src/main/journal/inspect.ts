import { closeSync, existsSync, openSync, readSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { verifyChain, type AuditRecord, type ChainHead } from './chain.ts';
import { APPLICATION_ID, hasSchema, SCHEMA_VERSION } from './schema.ts';
import { storageFault } from './storage-fault.ts';

/** Why a file under the journal's name can't go on being the journal. */
export type SetAsideReason = 'not_a_journal' | 'corrupt' | 'newer_version' | 'chain_broken' | 'no_access';

/** A file that was renamed to make room for a new journal; nothing of it was changed. */
export interface SetAside {
  readonly reason: SetAsideReason;
  readonly file: string;
}

/** What SQLite keeps beside its file while it is open, and after a kill. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** "SQLite format 3\0", then the user version at 60 and the application id at 68, big endian (sqlite.org/fileformat). */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
/** So many of the newest audit records are proved at every start; `npm run audit:verify` proves them all. */
const PROVED_AT_START = 5_000;

/**
 * Looks at what lies under the journal's name without changing it: `absent`, `sound`, or why it can't be used. A file
 * that isn't ours is never opened by SQLite, which would tidy up after its last user.
 */
export function inspectJournal(file: string): 'absent' | 'sound' | SetAsideReason {
  if (!existsSync(file)) return COMPANIONS.some((ending) => existsSync(file + ending)) ? 'corrupt' : 'absent';
  const header = readHeader(file);
  if (typeof header === 'string') return header;
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'not_a_journal';
  if (header.readUInt32BE(68) !== APPLICATION_ID) return 'not_a_journal';
  if (header.readUInt32BE(60) > SCHEMA_VERSION) return 'newer_version';
  return readOver(file);
}

/** A disk that fails to read, too many open files: nothing is known to be wrong with what is written. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['EIO', 'EMFILE', 'ENFILE']);

function readHeader(file: string): Buffer | SetAsideReason {
  try {
    const handle = openSync(file, 'r+');
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      return header.subarray(0, readSync(handle, header, 0, HEADER_BYTES, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (SAYS_NOTHING.has(code)) throw error;
    return code === 'EISDIR' ? 'not_a_journal' : 'no_access';
  }
}

/** Read only, so that a journal whose chain is broken stays as it was found. */
function readOver(file: string): 'sound' | SetAsideReason {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    if (database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') return 'corrupt';
    if (!hasSchema(database)) return 'corrupt';
    const head = readHead(database);
    const from = Math.max(0, head.records - PROVED_AT_START);
    const records = readAuditRecords(database, from);
    const [before] = from === 0 ? [] : readAuditRecords(database, from - 1, 1);
    const start = before === undefined ? undefined : { records: before.link, hash: before.hash };
    return verifyChain(records, head, start).ok ? 'sound' : 'chain_broken';
  } catch (error) {
    if (isPassing(error)) throw error;
    return 'corrupt';
  } finally {
    database?.close();
  }
}

/** Whether the fault lies with the disk, or with another process that has the file open, and not in what is written. */
function isPassing(error: unknown): boolean {
  const fault = storageFault(error);
  return fault !== null && fault !== 'damaged';
}

/** Where the journal says that its chain ends. Throws what SQLite throws. */
export function readHead(database: DatabaseSync): ChainHead {
  const row = database.prepare('SELECT audit_records, audit_hash FROM state').get();
  if (row === undefined) throw new Error('a journal without its state');
  return { records: Number(row['audit_records']), hash: String(row['audit_hash']) };
}

/** The audit records after link number `after`, in the order they were written. Throws what SQLite throws. */
export function readAuditRecords(database: DatabaseSync, after = 0, limit = -1): AuditRecord[] {
  return database
    .prepare('SELECT * FROM event WHERE link > ? ORDER BY seq LIMIT ?')
    .all(after, limit)
    .map(auditRecordOf);
}

export const auditRecordOf = (row: Readonly<Record<string, SQLOutputValue>>): AuditRecord => ({
  link: Number(row['link']),
  boot: String(row['boot']),
  seq: Number(row['seq']),
  type: String(row['type']),
  atMs: Number(row['at_ms']),
  monotonicMs: Number(row['monotonic_ms']),
  data: String(row['data']),
  hash: String(row['hash']),
});

/**
 * Renames the journal and what belongs to it to a dated name that no file has, the main file first: alone, under its own
 * name, it would pass for a whole journal that ends earlier.
 * @returns the new path; throws what the file system throws.
 */
export function setAsideFiles(file: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const ending = extname(file);
  const stem = join(dirname(file), `${basename(file, ending)}-set-aside-${stamp}`);
  let target = stem + ending;
  for (let count = 2; ['', ...COMPANIONS].some((part) => existsSync(target + part)); count += 1)
    target = `${stem}-${String(count)}${ending}`;
  for (const part of ['', ...COMPANIONS]) if (existsSync(file + part)) renameSync(file + part, target + part);
  return target;
}
