import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { NO_FAILURES, type Failures } from './pauses.ts';

/** What the door remembers of one account id, existing or not. */
export interface AccountMemory {
  readonly failures: Failures;
  /** The last step of the second factor that let this account in; no code counts twice. */
  readonly lastStep: number;
}
export const NEW_ACCOUNT: AccountMemory = { failures: NO_FAILURES, lastStep: -1 };

const failuresSchema = z.strictObject({ count: z.int().min(0).max(1_000_000), lastAtMs: z.number().min(0) });
const memorySchema = z.strictObject({
  version: z.literal(1),
  kiosk: failuresSchema,
  accounts: z.record(
    z.string().regex(/^[0-9]{1,8}$/),
    z.strictObject({ failures: failuresSchema, lastStep: z.int().min(-1) }),
  ),
});
type Memory = z.infer<typeof memorySchema>;

/** Ids that nobody has are remembered like others, but only so many of them. */
const MAX_UNKNOWN_IDS = 200;

/**
 * What must outlive a restart so that pulling the plug gives nobody a new try: failures, and used codes. Written before
 * a try is judged. Where the disk takes nothing it still holds for this run.
 */
export class DoorMemory {
  readonly #file: string;
  readonly #onTrouble: (trouble: 'set_aside' | 'not_written') => void;
  #memory: Memory;

  /** Reads what was kept. A file that isn't ours is set aside under a dated name, never overwritten. */
  constructor(file: string, now: Date, onTrouble: (trouble: 'set_aside' | 'not_written') => void) {
    this.#file = file;
    this.#onTrouble = onTrouble;
    const read = readMemory(file);
    if (read === 'foreign') {
      setAside(file, now);
      onTrouble('set_aside');
    }
    this.#memory = typeof read === 'string' ? { version: 1, kiosk: NO_FAILURES, accounts: {} } : read;
  }

  get kiosk(): Failures {
    return this.#memory.kiosk;
  }

  account(id: string): AccountMemory {
    return this.#memory.accounts[id] ?? NEW_ACCOUNT;
  }

  /** A clock that was set back must not stretch a pause: what lies in the future counts as now. */
  anchor(nowMs: number): void {
    const past = (failures: Failures): Failures => ({ ...failures, lastAtMs: Math.min(failures.lastAtMs, nowMs) });
    this.#memory.kiosk = past(this.#memory.kiosk);
    for (const account of Object.values(this.#memory.accounts)) account.failures = past(account.failures);
  }

  /**
   * Keeps what happened to one id and to the kiosk.
   * @param known ids of the accounts file; those are never forgotten
   */
  keep(id: string, account: AccountMemory, kiosk: Failures, known: ReadonlySet<string>): void {
    const { [id]: _earlier, ...others } = this.#memory.accounts;
    // Insertion order is age; digits-only keys are put in numeric order by the language, which is as good as any.
    const unknown = Object.keys(others).filter((other) => !known.has(other));
    for (const other of unknown.slice(0, Math.max(0, unknown.length - MAX_UNKNOWN_IDS))) delete others[other];
    this.#memory = { version: 1, kiosk, accounts: { ...others, [id]: account } };
    try {
      writeDurably(this.#file, JSON.stringify(this.#memory));
    } catch {
      this.#onTrouble('not_written');
    }
  }
}

function readMemory(file: string): Memory | 'none' | 'foreign' {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'foreign';
  }
  try {
    return memorySchema.parse(JSON.parse(text));
  } catch {
    return 'foreign';
  }
}

function setAside(file: string, now: Date): void {
  try {
    renameSync(file, `${file}.${now.toISOString().replaceAll(/[:.]/g, '-')}`);
  } catch {
    // It can't even be renamed; what can't be written either is told with the next try.
  }
}

/** All of it or nothing, also when the plug is pulled. */
function writeDurably(file: string, text: string): void {
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}
