/** The database can't be reached or can't write. Nothing is wrong with what was to be written: try again later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Such as a lost connection; PostgreSQL's classes 08 (connection), 53 (resources), 57 (operator), 25006 (standby). */
const POSTGRES_OUTAGE = /^(08|53|57)|^25006$/;
const NETWORK_OUTAGE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH']);
/** SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN; the low byte of an extended code. */
const SQLITE_OUTAGE = new Set([5, 6, 8, 10, 13, 14]);
/** What the pool of `pg` says itself, without a code. */
const POOL_OUTAGE = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Whether the database is away: reads say so in words of their own. */
export const isOutage = (error: unknown): boolean => asOutage(error) instanceof StoreUnavailable;

/** The error as the callers know it: an outage, or whatever it was. */
export function asOutage(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  const isOutage =
    (typeof errcode === 'number' && SQLITE_OUTAGE.has(errcode & 0xff)) ||
    (typeof code === 'string' && (NETWORK_OUTAGE.has(code) || POSTGRES_OUTAGE.test(code))) ||
    POOL_OUTAGE.test(error.message);
  return isOutage ? new StoreUnavailable('the database is not available', { cause: error }) : error;
}
