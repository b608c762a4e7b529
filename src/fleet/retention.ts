import type { Store } from './store/store.ts';

const DAY_MS = 24 * 3_600_000;
/** Thirteen months: this month can be held against the same one of last year. */
const KEPT_DAYS = 400;
/** Single readings say nothing after a month; the hourly sums stay. */
const GAUGES_KEPT_DAYS = 30;

/**
 * Forgets what nobody computes from any more. The audit is kept for good. Call it once a day.
 * @returns how many rows went
 */
export async function forgetOld(store: Store, nowMs: number): Promise<number> {
  const before = (days: number): number => nowMs - days * DAY_MS;
  return store.write(async (transaction) => {
    const gauges = await transaction
      .deleteFrom('events')
      .where('type', 'like', 'gauge.%')
      .where('occurred_ms', '<', before(GAUGES_KEPT_DAYS))
      .where('received_ms', '<', before(GAUGES_KEPT_DAYS))
      .executeTakeFirst();
    const events = await transaction
      .deleteFrom('events')
      .where('occurred_ms', '<', before(KEPT_DAYS))
      .where('received_ms', '<', before(KEPT_DAYS))
      .executeTakeFirst();
    const transitions = await transaction.deleteFrom('transitions').where('at_ms', '<', before(KEPT_DAYS)).executeTakeFirst();
    const hours = await transaction.deleteFrom('hourly_gauges').where('hour_ms', '<', before(KEPT_DAYS)).executeTakeFirst();
    const deliveries = await transaction.deleteFrom('deliveries').where('created_ms', '<', before(KEPT_DAYS)).executeTakeFirst();
    const incidents = await transaction
      .deleteFrom('incidents')
      .where('live', '=', 0)
      .where('since_ms', '<', before(KEPT_DAYS))
      .executeTakeFirst();
    return [gauges, events, transitions, hours, deliveries, incidents].reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
  });
}
