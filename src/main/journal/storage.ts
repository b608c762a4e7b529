import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fault, ok, type Result } from '../../domain/result.ts';
import { inspectJournal, setAsideFiles, type SetAside } from './inspect.ts';
import { Reserve } from './reserve.ts';
import { createJournalFile } from './schema.ts';
import { storageFault } from './storage-fault.ts';
import type { JournalFault } from './trouble.ts';

export const JOURNAL_FILE = 'journal.sqlite';

/** What a journal that was set aside is called, and what SQLite kept beside it. */
export const SET_ASIDE_NAME = /^(journal-set-aside-.*\.sqlite)(-wal|-shm|-journal)?$/;

/** When the log grew so long, it is copied into the file and used again from its start: SQLite's own measure. */
const LOG_PAGES = 1000;

export interface StorageOptions {
  readonly directory: string;
  /** The file may not grow beyond; SQLite then says that the disk is full. */
  readonly maxFileBytes: number;
  readonly now: () => Date;
  /** True while the disk is to be taken for full, whatever it is; for fault scripts. */
  readonly isFull: () => boolean;
  /** Called in the first transaction after each opening. */
  readonly onOpened: (database: DatabaseSync, setAside: SetAside | null) => void;
}

/**
 * The journal's file. Whatever a disk can do to it becomes a value; a damaged file is set aside and a new one begun, when
 * opening it and while it is in use.
 */
export class Storage {
  readonly #options: StorageOptions;
  readonly #file: string;
  readonly #reserve: Reserve;
  #database: DatabaseSync | null = null;
  #isDamaged = false;
  /** Kept until the new journal holds the record of it. */
  #setAside: SetAside | null = null;

  constructor(options: StorageOptions) {
    this.#options = options;
    this.#file = join(options.directory, JOURNAL_FILE);
    this.#reserve = new Reserve(options.directory);
  }

  /** Whether the room on the disk is for audit only, because the reserve had to be given up. */
  isShortOfRoom(): boolean {
    return this.#options.isFull() || this.#reserve.isMissed();
  }

  /** Does the work in one transaction that is on the disk when this returns ok, and undone when it doesn't. */
  run<T>(work: (database: DatabaseSync) => T): Result<T, JournalFault> {
    return this.#options.isFull() ? fault('disk_full') : this.#run(work);
  }

  /**
   * The same for what has to be written even when the disk is full, in the room that the reserve gave up. Sparingly: a
   * record takes some 20 kB of a log that grows, so each begins it anew.
   */
  runOnReserve<T>(work: (database: DatabaseSync) => T): Result<T, JournalFault> {
    const written = this.#run((database) => {
      setLogPages(database, 1);
      return work(database);
    });
    if (this.#database !== null) setLogPages(this.#database, LOG_PAGES);
    return written;
  }

  #run<T>(work: (database: DatabaseSync) => T): Result<T, JournalFault> {
    const first = this.#attempt(work);
    // The next opening sets a damaged file aside: here and now, once. Twice in a row it is the disk.
    const last = !first.ok && first.fault === 'damaged' ? this.#attempt(work) : first;
    if (last.ok) return last;
    return fault(last.fault === 'damaged' ? 'io_error' : last.fault);
  }

  close(): void {
    try {
      this.#database?.close();
    } catch {
      // A file that can't be closed can't be used either; what was committed is in it.
    }
    this.#database = null;
  }

  #attempt<T>(work: (database: DatabaseSync) => T): Result<T, JournalFault | 'damaged'> {
    try {
      const database = this.#opened();
      return ok(inTransaction(database, () => work(database)));
    } catch (error) {
      const code = storageFault(error);
      if (code === null) throw error;
      this.#isDamaged ||= code === 'damaged';
      if (code === 'disk_full') return fault(this.#full());
      this.close();
      return fault(code);
    }
  }

  /** SQLite says the same of a disk that is full and of a file that has reached its limit. */
  #full(): 'disk_full' | 'size_limit' {
    if (this.#reserve.hasRoom()) return 'size_limit';
    this.#reserve.giveUp();
    return 'disk_full';
  }

  #opened(): DatabaseSync {
    if (this.#database !== null) return this.#database;
    const { directory, maxFileBytes, now, onOpened } = this.#options;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const found = this.#isDamaged ? 'corrupt' : inspectJournal(this.#file);
    if (found !== 'absent' && found !== 'sound') this.#setAside = { reason: found, file: setAsideFiles(this.#file, now()) };
    this.#isDamaged = false;
    if (found !== 'sound') createJournalFile(this.#file);
    const database = new DatabaseSync(this.#file);
    try {
      configure(database, maxFileBytes);
      inTransaction(database, () => onOpened(database, this.#setAside));
      this.#setAside = null;
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
    return database;
  }
}

/** FULL: a commit is on the disk before it returns. EXCLUSIVE: a second kiosk process can't write into the same chain. */
function configure(database: DatabaseSync, maxFileBytes: number): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL');
  const pageBytes = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
  database.exec(`PRAGMA max_page_count = ${String(Math.ceil(maxFileBytes / pageBytes))}`);
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // SQLite has undone it already after some faults.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const setLogPages = (database: DatabaseSync, pages: number): void => database.exec(`PRAGMA wal_autocheckpoint = ${String(pages)}`);
