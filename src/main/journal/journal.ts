import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { MILLISECONDS_MOST } from '../../domain/event-fields.ts';
import { checkEvent, EVENTS, type EventData, type EventType, type CatalogEvent, type KioskEventRecord } from '../../domain/events.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { CHAIN_START, type ChainHead } from './chain.ts';
import { countEvent, readCounters, type Counters } from './counters.ts';
import { readHead, type SetAside } from './inspect.ts';
import { NO_BACKLOG, noteAcknowledged, readBacklog, readPending, type Backlog } from './outbox.ts';
import { dropUntil, forgetDelivered, journalBytes } from './prune.ts';
import { countOnFrom, insertRecord, readNewest, readPreviousEnd, type Happening, type PreviousEnd } from './records.ts';
import { JOURNAL_FILE, SET_ASIDE_NAME, Storage } from './storage.ts';
import { Trouble, type JournalFault } from './trouble.ts';
import { UnwrittenRecords } from './unwritten.ts';

export interface JournalLimits {
  /** Room for records; beyond it the least worth are dropped. */
  readonly maxBytes: number;
  /** The file itself may not grow beyond. */
  readonly maxFileBytes: number;
  /** What the hub has is kept so long for technicians. Audit records are kept for good. */
  readonly keepDeliveredMs: number;
  /** How often writing is tried again while it fails. */
  readonly retryMs: number;
  /** So many records wait in memory while nothing can be written. */
  readonly maxUnwritten: number;
}

/** A visit takes 2 kB: with 100 visits a day there is room for more than a year without a hub. */
export const JOURNAL_LIMITS: JournalLimits = {
  maxBytes: 120_000_000,
  maxFileBytes: 200_000_000,
  keepDeliveredMs: 30 * 24 * 3600 * 1000,
  retryMs: 5_000,
  maxUnwritten: 5_000,
};

export interface JournalOptions {
  readonly directory: string;
  readonly limits?: JournalLimits;
  readonly now?: () => Date;
  /** True while the disk is to be taken for full; for fault scripts. */
  readonly isDiskFull?: () => boolean;
  /** Milliseconds since the boot, by a clock that never jumps. */
  readonly monotonicMs?: () => number;
  /** Says aloud what can't be written: one line, nothing personal. */
  readonly warn?: (line: string) => void;
}

/** After dropping, so much of the room is taken: the next dropping is some time away. */
const KEPT_SHARE = 0.9;
const FORGET_EVERY_MS = 3_600_000;

/**
 * What a kiosk remembers: the outbox of its events, the audit chain and counters. Nothing personal can get in, because
 * the catalog of events has no field for it. Opening never fails: a journal that can't be written says so in `fault`.
 */
export class Journal {
  /** UUID of this life of the kiosk process. */
  readonly boot = randomUUID();
  readonly file: string;
  readonly #directory: string;
  readonly #limits: JournalLimits;
  readonly #now: () => Date;
  readonly #monotonicMs: () => number;
  readonly #warn: (line: string) => void;
  readonly #storage: Storage;
  readonly #unwritten = new UnwrittenRecords();
  readonly #trouble: Trouble;
  readonly #recordListeners = new Set<() => void>();
  #head = CHAIN_START;
  /** Number of the newest record that this process wrote; 0 before there is one. */
  #lastSeq = 0;
  #previousEnd: PreviousEnd = 'unknown';
  #forgotAtMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor({ directory, isDiskFull: isFull = () => false, limits = JOURNAL_LIMITS, monotonicMs, now, warn }: JournalOptions) {
    this.#directory = directory;
    this.file = join(directory, JOURNAL_FILE);
    this.#limits = limits;
    this.#now = now ?? (() => new Date());
    this.#monotonicMs = monotonicMs ?? (() => performance.now());
    this.#warn = warn ?? ((line) => void process.stderr.write(`${line}\n`));
    this.#trouble = new Trouble({ monotonicMs: this.#monotonicMs, retry: () => this.#write(), retryMs: limits.retryMs });
    const onOpened = (database: DatabaseSync, setAside: SetAside | null): void => this.#begin(database, setAside);
    this.#storage = new Storage({ directory, maxFileBytes: limits.maxFileBytes, now: this.#now, isFull, onOpened });
    this.#write();
  }

  /** Why nothing can be written now; null while all is well. */
  get fault(): JournalFault | null {
    return this.#trouble.fault;
  }

  /** Calls back with each change of `fault`; returns the way to stop. */
  onFault(listener: (fault: JournalFault | null) => void): () => void {
    return this.#trouble.subscribe(listener);
  }

  /** Calls back after something was written down; returns the way to stop. */
  onRecorded(listener: () => void): () => void {
    this.#recordListeners.add(listener);
    return () => this.#recordListeners.delete(listener);
  }

  /** How the kiosk process before this one ended. */
  get previousEnd(): PreviousEnd {
    return this.#previousEnd;
  }

  /** Where the audit chain ends. Whoever keeps it elsewhere can prove later that nothing was cut off or rewritten. */
  get auditHead(): ChainHead {
    return this.#head;
  }

  /**
   * Writes one event. When this returns ok it is on the disk, and so are all audit records before it. Otherwise it waits in
   * memory and is written as soon as that is possible. Throws where the event isn't what the catalog declares.
   */
  record<Type extends EventType>(type: Type, data: EventData<Type>): Result<null, JournalFault> {
    return this.recordAll([{ type, data } as unknown as CatalogEvent]);
  }

  /** Writes events that belong together, in one transaction. */
  recordAll(events: readonly CatalogEvent[]): Result<null, JournalFault> {
    events.forEach(assertDeclared);
    const happenings = events.map((event) => this.#stamped(event));
    for (const happening of happenings) this.#unwritten.add(happening);
    const written = this.#write();
    for (const listener of this.#recordListeners) listener();
    const waiting = happenings.filter((happening) => this.#unwritten.isWaiting(happening));
    if (written.ok || waiting.length === 0) return ok(null);
    this.#unwritten.limit(this.#limits.maxUnwritten);
    for (const { data, type } of waiting)
      if (EVENTS[type].class === 'audit') this.#warn(`journal: ${written.fault}, not written: ${JSON.stringify({ type, data })}`);
    return written;
  }

  /** What the hub doesn't have yet, the oldest first; nothing while the journal can't be read. */
  pending(limit: number): readonly KioskEventRecord[] {
    return this.run((database) => readPending(database, limit)) ?? [];
  }

  /**
   * The hub has this record and all before it. A late answer about another journal is ignored; one that can't be written
   * down does no harm, because the hub minds getting a record twice.
   */
  acknowledge(record: Pick<KioskEventRecord, 'boot' | 'seq'>): void {
    this.run((database) => noteAcknowledged(database, record));
  }

  backlog(): Backlog {
    return this.run(readBacklog) ?? NO_BACKLOG;
  }

  /** How much of its room is taken, 0 to 1 and, by what may not be dropped, more; 0 while it can't be read. */
  usedShare(): number {
    return (this.run(journalBytes) ?? 0) / this.#limits.maxBytes;
  }

  /** The newest records, the newest first. */
  newest(limit: number): readonly KioskEventRecord[] {
    return this.run((database) => readNewest(database, limit)) ?? [];
  }

  /** Null while the journal can't be read. */
  counters(): Counters | null {
    return this.run(readCounters);
  }

  /** Names of the journals that were set aside and that nobody took away yet. */
  setAsideFiles(): readonly string[] {
    try {
      const names = readdirSync(this.#directory).flatMap((name) => SET_ASIDE_NAME.exec(name)?.[1] ?? []);
      return [...new Set(names)];
    } catch {
      return [];
    }
  }

  /** Works on the journal's database in one transaction; null where that can't be done now. */
  run<T>(work: (database: DatabaseSync) => T): T | null {
    if (this.#isClosed) return null;
    const done = this.#storage.run(work);
    if (done.ok) return done.value;
    this.#trouble.set(done.fault);
    return null;
  }

  /** Writes what still waits and lets go of the file for good. What comes later isn't written, and told so. */
  close(): void {
    const written = this.#write();
    if (!written.ok) this.#writeLastWord(written.fault);
    this.#isClosed = true;
    this.#trouble.close();
    this.#storage.close();
  }

  /** In the first transaction after each opening. */
  #begin(database: DatabaseSync, setAside: SetAside | null): void {
    if (this.#previousEnd === 'unknown') this.#previousEnd = readPreviousEnd(database);
    countOnFrom(database, this.#lastSeq);
    if (setAside === null) return;
    this.#warn(`journal: ${setAside.reason}, set aside as ${setAside.file}`);
    this.#insert(database, { type: 'journal.set_aside', data: { reason: setAside.reason } });
    this.#head = readHead(database);
  }

  #write(): Result<null, JournalFault> {
    if (this.#isClosed) return fault('io_error');
    const written = this.#storage.isShortOfRoom() ? fault('disk_full' as const) : this.#writeAll();
    if (!written.ok) {
      const audit = written.fault === 'disk_full' ? this.#writeAudit() : written;
      const worst = audit.ok ? written : audit;
      this.#trouble.set(worst.fault);
      return worst;
    }
    this.#unwritten.clear();
    this.#head = written.value.head;
    this.#trouble.set(written.value.fault);
    return ok(null);
  }

  #writeAll(): Result<{ readonly head: ChainHead; readonly fault: 'size_limit' | null }, JournalFault> {
    return this.#storage.run((database) => {
      for (const happening of this.#unwritten.all()) this.#insertStamped(database, happening);
      const isOverFull = this.#makeRoom(database);
      if (this.fault !== null && !isOverFull) this.#insert(database, this.#troubleOver(this.fault));
      return { head: readHead(database), fault: isOverFull ? ('size_limit' as const) : null };
    });
  }

  /** While there is no room for the rest. Opens the file also where no audit record waits, for what is read from it. */
  #writeAudit(): Result<null, JournalFault> {
    const audit = this.#unwritten.all().filter(({ type }) => EVENTS[type].class === 'audit');
    const head = this.#storage.runOnReserve((database) => {
      for (const happening of audit) this.#insertStamped(database, happening);
      return readHead(database);
    });
    if (!head.ok) return head;
    this.#unwritten.clearAudit();
    this.#head = head.value;
    return ok(null);
  }

  /** Tells the next process what this one couldn't write, where the reserve still takes that. */
  #writeLastWord(reason: JournalFault): void {
    const lost = this.#unwritten.lost + this.#unwritten.all().length;
    this.#unwritten.add(this.#stamped(this.#troubleOver(reason, lost)));
    this.#writeAudit();
  }

  #troubleOver(reason: JournalFault, lost = this.#unwritten.lost): CatalogEvent {
    const ms = Math.min(MILLISECONDS_MOST, this.#trouble.lastedMs);
    return { type: 'journal.trouble', data: { reason, ms, lost } };
  }

  /** @returns whether more is kept than there is room for, because nothing of it may be dropped. */
  #makeRoom(database: DatabaseSync): boolean {
    const { keepDeliveredMs, maxBytes } = this.#limits;
    if (this.#monotonicMs() - this.#forgotAtMs >= FORGET_EVERY_MS) {
      this.#forgotAtMs = this.#monotonicMs();
      forgetDelivered(database, this.#now().getTime() - keepDeliveredMs);
    }
    if (journalBytes(database) <= maxBytes) return false;
    // Everything droppable went when this fault began; what came since stays, up to the limit of the file.
    if (this.fault === 'size_limit') return true;
    const dropped = dropUntil(database, maxBytes * KEPT_SHARE);
    if (Object.values(dropped).some((count) => count > 0)) this.#insert(database, { type: 'journal.dropped', data: dropped });
    return journalBytes(database) > maxBytes;
  }

  #insert(database: DatabaseSync, event: CatalogEvent): void {
    this.#insertStamped(database, this.#stamped(event));
  }

  #insertStamped(database: DatabaseSync, happening: Happening): void {
    this.#lastSeq = insertRecord(database, this.boot, happening);
    countEvent(database, happening);
  }

  #stamped(event: CatalogEvent): Happening {
    return { ...event, atMs: this.#now().getTime(), monotonicMs: Math.round(this.#monotonicMs()) };
  }
}

function assertDeclared({ data, type }: CatalogEvent): void {
  const checked = checkEvent(type, data);
  if (!checked.ok) throw new Error(`event ${type}: ${JSON.stringify(checked.fault)}`);
}
