import type { Transaction } from 'kysely';
import { EVENTS, isEventType } from '../domain/events.ts';
import type { HubTables } from './store/schema.ts';
import type { Store } from './store/store.ts';

const DAY_MS = 24 * 3_600_000;
/** Thirteen months: this month can be held against the same one of last year. */
const KEPT_DAYS = 400;
/** Single readings say nothing after a month; the hourly sums stay. */
const GAUGES_KEPT_DAYS = 30;
const GAUGES = Object.keys(EVENTS).filter((type) => isEventType(type) && EVENTS[type].class === 'gauge');

/**
 * Forgets what nobody computes from any more. The audit is kept for good. Call it once a day. Each portion is a write of its
 * own and finds its rows by an index, so that kiosks' events needn't wait for long.
 * @returns how many rows went
 */
export async function forgetOld(store: Store, nowMs: number): Promise<number> {
  const [beforeMs, gaugesBeforeMs] = [nowMs - KEPT_DAYS * DAY_MS, nowMs - GAUGES_KEPT_DAYS * DAY_MS];
  let gone = 0;
  const portion = async (...deletes: ((transaction: Transaction<HubTables>) => Promise<{ readonly numDeletedRows: bigint }>)[]): Promise<void> => {
    gone += await store.write(async (transaction) => {
      let rows = 0;
      for (const remove of deletes) rows += Number((await remove(transaction)).numDeletedRows);
      return rows;
    });
  };
  for (const type of GAUGES)
    await portion((transaction) =>
      transaction.deleteFrom('events').where('type', '=', type).where('occurred_ms', '<', gaugesBeforeMs).where('received_ms', '<', gaugesBeforeMs).executeTakeFirst(),
    );
  for (const { id } of await store.kiosks.all())
    await portion(
      (transaction) => transaction.deleteFrom('events').where('kiosk', '=', id).where('occurred_ms', '<', beforeMs).where('received_ms', '<', beforeMs).executeTakeFirst(),
      (transaction) => transaction.deleteFrom('quarantine').where('kiosk', '=', id).where('received_ms', '<', beforeMs).executeTakeFirst(),
      (transaction) => transaction.deleteFrom('hourly_gauges').where('kiosk', '=', id).where('hour_ms', '<', beforeMs).executeTakeFirst(),
    );
  await portion(
    (transaction) => transaction.deleteFrom('transitions').where('at_ms', '<', beforeMs).executeTakeFirst(),
    (transaction) => transaction.deleteFrom('deliveries').where('created_ms', '<', beforeMs).executeTakeFirst(),
    (transaction) => transaction.deleteFrom('incidents').where('live', '=', 0).where('since_ms', '<', beforeMs).executeTakeFirst(),
  );
  await store.jobs.forgetPictures(nowMs);
  return gone;
}
