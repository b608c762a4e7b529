import type { Kysely, Transaction } from 'kysely';
import { asOutage, StoreUnavailable } from './outage.ts';
import type { HubTables } from './schema.ts';

/** One thing to write, whole or not at all. May be run twice, when a neighbour in the same commit failed. */
export type WriteUnit<Value> = (transaction: Transaction<HubTables>) => Promise<Value>;

interface Waiting {
  readonly unit: WriteUnit<unknown>;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** How long the first write of a commit waits for company. */
const GATHER_MS = 20;
const MAX_UNITS_PER_COMMIT = 500;
/** So much waiting means that the database doesn't keep up: better to send the next one away. */
const MAX_WAITING = 5_000;

/**
 * All writing goes through here, one transaction after the other: writes that come within 20 ms share one commit, and
 * with it one wait for the disk. A promise is kept only when its write is on the disk.
 */
export class GroupCommit {
  readonly #db: Kysely<HubTables>;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(db: Kysely<HubTables>) {
    this.#db = db;
  }

  /** Units that are not committed yet. */
  get backlog(): number {
    return this.#waiting.length;
  }

  /** Resolves after the commit. Rejects with `StoreUnavailable` when the database is away, or with the unit's own error. */
  write<Value>(unit: WriteUnit<Value>): Promise<Value> {
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new StoreUnavailable('too many writes are waiting'));
    return new Promise<Value>((done, failed) => {
      this.#waiting.push({ unit, done: done as (value: unknown) => void, failed });
      if (this.#running === null) this.#gather();
    });
  }

  #gather(): void {
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Commits what waits now, without the wait for company. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#running ??= this.#commitAll().finally(() => {
      this.#running = null;
      // Who writes right after its answer finds the commit still running, and nobody else would wake the next one.
      if (this.#waiting.length > 0) this.#gather();
    });
    return this.#running;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.slice(0, MAX_UNITS_PER_COMMIT);
      this.#waiting = this.#waiting.slice(MAX_UNITS_PER_COMMIT);
      await this.#commit(group);
    }
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const values = await this.#transact(async (transaction) => {
        const results: unknown[] = [];
        for (const { unit } of group) results.push(await unit(transaction));
        return results;
      });
      group.forEach(({ done }, index) => done(values[index]));
    } catch (error) {
      const [only] = group;
      if (error instanceof StoreUnavailable || group.length === 1) for (const { failed } of group) failed(error);
      // One of them is bad: alone, each answers for itself.
      else if (only !== undefined) for (const waiting of group) await this.#commit([waiting]);
    }
  }

  async #transact<Value>(work: (transaction: Transaction<HubTables>) => Promise<Value>): Promise<Value> {
    try {
      return await this.#db.transaction().execute(work);
    } catch (error) {
      throw asOutage(error);
    }
  }
}
