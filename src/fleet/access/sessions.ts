import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '../store/store.ts';

/** Somebody's sign-in, as the cookie proves it. */
export interface OfficerSession {
  readonly account: string;
  readonly csrfToken: string;
}

/** A workday; then both factors again. */
const LONGEST_MS = 10 * 3_600_000;
/** Without a call for so long it is over: officers' desks stand in halls. */
const IDLE_MS = 60 * 60_000;
/** How often being there is written down. */
const SEEN_EVERY_MS = 60_000;
const TOKEN_BYTES = 32;

/** Sessions in the database, so that they outlive a restart and end everywhere at once. */
export class OfficerSessions {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Begins a session; the token goes into the cookie and is kept nowhere else. */
  async begin(account: string): Promise<OfficerSession & { readonly token: string }> {
    const [token, csrfToken] = [newToken(), newToken()];
    const nowMs = this.#now();
    await this.#store.write(async (transaction) => {
      await transaction.deleteFrom('officer_sessions').where('begun_ms', '<', nowMs - LONGEST_MS).execute();
      await transaction
        .insertInto('officer_sessions')
        .values({ token_hash: hashOf(token), account, csrf_token: csrfToken, begun_ms: nowMs, seen_ms: nowMs })
        .execute();
    });
    return { account, csrfToken, token };
  }

  /** Who a cookie belongs to; null when it is nobody's any more. */
  async find(token: string): Promise<OfficerSession | null> {
    const row = await this.#store.read.selectFrom('officer_sessions').selectAll().where('token_hash', '=', hashOf(token)).executeTakeFirst();
    const nowMs = this.#now();
    if (row === undefined || nowMs - row.begun_ms >= LONGEST_MS || nowMs - row.seen_ms >= IDLE_MS) return null;
    if (nowMs - row.seen_ms >= SEEN_EVERY_MS) await this.#see(row.token_hash, nowMs);
    return { account: row.account, csrfToken: row.csrf_token };
  }

  async end(token: string): Promise<void> {
    await this.#store.write(async (transaction) => {
      await transaction.deleteFrom('officer_sessions').where('token_hash', '=', hashOf(token)).execute();
    });
  }

  /** Ends every session of an account, such as one that was disabled. */
  async endAll(account: string): Promise<void> {
    await this.#store.write(async (transaction) => {
      await transaction.deleteFrom('officer_sessions').where('account', '=', account).execute();
    });
  }

  #see(tokenHash: string, nowMs: number): Promise<void> {
    return this.#store.write(async (transaction) => {
      await transaction.updateTable('officer_sessions').set({ seen_ms: nowMs }).where('token_hash', '=', tokenHash).execute();
    });
  }
}

const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
