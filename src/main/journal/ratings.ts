import type { DatabaseSync } from 'node:sqlite';
import { ok } from '../../domain/result.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Journal } from './journal.ts';

/** How patiently ratings are sent again. */
export interface RatingTiming {
  /** The first wait; each further one is twice as long, up to the most. */
  readonly retryLeastMs: number;
  readonly retryMostMs: number;
  /** So many wait at the most. A count and no age: a clock that is set would make old what a visitor said a minute ago. */
  readonly mostKept: number;
}
export const RATING_TIMING: RatingTiming = {
  retryLeastMs: 30_000,
  retryMostMs: 3_600_000,
  mostKept: 10_000,
};

interface Rating {
  readonly journey: string;
  readonly score: number;
}

/**
 * Keeps anonymous ratings until the gateway has them. What is kept is a random id and a score; the id makes sending one
 * twice harmless. Those delivered are forgotten.
 */
export class RatingOutbox {
  readonly #journal: Pick<Journal, 'run'>;
  readonly #gateway: Pick<Gateway, 'rate'>;
  readonly #timing: RatingTiming;
  readonly #now: () => Date;
  #timer: NodeJS.Timeout | null = null;
  #waitMs: number;
  #isSending = false;
  #isClosed = false;

  constructor(
    journal: Pick<Journal, 'run'>,
    gateway: Pick<Gateway, 'rate'>,
    { now = () => new Date(), timing = RATING_TIMING }: { readonly now?: () => Date; readonly timing?: RatingTiming } = {},
  ) {
    this.#journal = journal;
    this.#gateway = gateway;
    this.#timing = timing;
    this.#now = now;
    this.#waitMs = timing.retryLeastMs;
    void this.#send();
  }

  /** Takes a rating. One that can't be kept is sent at once, the only chance it has. */
  readonly rate: Gateway['rate'] = async (journey, score) => {
    const atMs = this.#now().getTime();
    const isKept = this.#journal.run((database) => keep(database, { journey, score }, atMs, this.#timing.mostKept)) ?? false;
    if (!isKept) return this.#gateway.rate(journey, score);
    if (this.#timer === null) await this.#send();
    return ok(null);
  };

  /** How many the gateway doesn't have yet. */
  waiting(): number {
    return this.#journal.run(countOf) ?? 0;
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Sends one after the other until there is none or one doesn't get through. */
  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let rating = this.#next(); rating !== null && !this.#isClosed; rating = this.#next()) {
      const { journey, score } = rating;
      const sent = await this.#gateway.rate(journey, score);
      if (!sent.ok && sent.fault.code !== 'invalid_input') {
        // The next time others come first: one that the gateway chokes on must not keep the rest waiting.
        this.#journal.run((database) => postpone(database, journey));
        this.#waitAndSend();
        break;
      }
      this.#waitMs = this.#timing.retryLeastMs;
      this.#journal.run((database) => forget(database, journey));
    }
    this.#isSending = false;
  }

  #next(): Rating | null {
    return this.#journal.run(nextOf);
  }

  #waitAndSend(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#send();
    }, this.#waitMs).unref();
    this.#waitMs = Math.min(this.#timing.retryMostMs, this.#waitMs * 2);
  }
}

/** Those that were tried most go for want of room, of these the oldest. */
function keep(database: DatabaseSync, { journey, score }: Rating, atMs: number, most: number): true {
  database.prepare('INSERT INTO rating VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING').run(journey, score, atMs);
  database
    .prepare('DELETE FROM rating WHERE journey IN (SELECT journey FROM rating ORDER BY tries, at_ms DESC LIMIT -1 OFFSET ?)')
    .run(most);
  return true;
}

function nextOf(database: DatabaseSync): Rating | null {
  const row = database.prepare('SELECT journey, score FROM rating ORDER BY tries, at_ms LIMIT 1').get();
  return row === undefined ? null : { journey: String(row['journey']), score: Number(row['score']) };
}

function postpone(database: DatabaseSync, journey: string): void {
  database.prepare('UPDATE rating SET tries = tries + 1 WHERE journey = ?').run(journey);
}

function forget(database: DatabaseSync, journey: string): void {
  database.prepare('DELETE FROM rating WHERE journey = ?').run(journey);
}

const countOf = (database: DatabaseSync): number => Number(database.prepare('SELECT count(*) AS n FROM rating').get()?.['n']);
