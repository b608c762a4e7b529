import { chunks } from './chunks.ts';
import type { Databases } from './databases.ts';
import type { GroupCommit } from './group-commit.ts';
import type { EventRow, QuarantineRow } from './schema.ts';

/** Business events and gauges as they were written down at the kiosks. */
export interface EventStore {
  /** Writes what isn't there yet and says which that was; the promise is kept after the commit. */
  append(events: readonly EventRow[], refused: readonly QuarantineRow[]): Promise<readonly EventRow[]>;
  /** Those of some types, oldest first. */
  ofKiosk(kiosk: string, types: readonly string[], fromMs: number, toMs: number): Promise<readonly EventRow[]>;
  count(): Promise<number>;
  quarantined(kiosk: string, limit: number): Promise<readonly QuarantineRow[]>;
}

export function createEventStore({ read }: Databases, commits: GroupCommit): EventStore {
  return {
    append: (events, refused) =>
      commits.write(async (transaction) => {
        for (const rows of chunks(refused))
          await transaction.insertInto('quarantine').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
        const stored: EventKey[] = [];
        for (const rows of chunks(events)) {
          const added = await transaction
            .insertInto('events')
            .values(rows)
            .onConflict((conflict) => conflict.columns(['kiosk', 'boot', 'seq']).doNothing())
            .returning(['boot', 'seq'])
            .execute();
          stored.push(...added);
        }
        return stored.length === events.length ? events : onlyStored(events, stored);
      }),
    ofKiosk: (kiosk, types, fromMs, toMs) =>
      read
        .selectFrom('events')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('occurred_ms', '>=', fromMs)
        .where('occurred_ms', '<', toMs)
        .where('type', 'in', types)
        .orderBy('occurred_ms')
        .orderBy('seq')
        .execute(),
    count: async () => {
      const row = await read.selectFrom('events').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
      return row.n;
    },
    quarantined: (kiosk, limit) =>
      read.selectFrom('quarantine').selectAll().where('kiosk', '=', kiosk).orderBy('received_ms', 'desc').limit(limit).execute(),
  };
}

type EventKey = Pick<EventRow, 'boot' | 'seq'>;

function onlyStored(events: readonly EventRow[], stored: readonly EventKey[]): readonly EventRow[] {
  const keys = new Set(stored.map(({ boot, seq }) => `${boot} ${String(seq)}`));
  return events.filter(({ boot, seq }) => keys.has(`${boot} ${String(seq)}`));
}
