import { sql } from 'kysely';
import { chunks } from './chunks.ts';
import type { Databases } from './databases.ts';
import type { GroupCommit } from './group-commit.ts';
import type { HourlyGaugeRow, KioskStateRow, TransitionRow } from './schema.ts';

/** What is true of each kiosk, how it came about, and the hourly sums of what beats said. Beats themselves are never stored. */
export interface StateStore {
  all(): Promise<readonly KioskStateRow[]>;
  of(kiosk: string): Promise<KioskStateRow | null>;
  save(states: readonly KioskStateRow[], transitions: readonly TransitionRow[]): Promise<void>;
  addGauges(rows: readonly HourlyGaugeRow[]): Promise<void>;
  transitionsOf(kiosk: string, fromMs: number, toMs: number): Promise<readonly TransitionRow[]>;
  /** The first change of one subject from an instant on; null where there was none. */
  firstChange(kiosk: string, subject: string, fromMs: number): Promise<TransitionRow | null>;
  /** Of all kiosks, oldest first. */
  transitions(fromMs: number, toMs: number): Promise<readonly TransitionRow[]>;
  gaugesOf(kiosk: string, fromMs: number, toMs: number): Promise<readonly HourlyGaugeRow[]>;
}

export function createStateStore({ read }: Databases, commits: GroupCommit): StateStore {
  return {
    all: () => read.selectFrom('kiosk_states').selectAll().execute(),
    of: async (kiosk) => (await read.selectFrom('kiosk_states').selectAll().where('kiosk', '=', kiosk).executeTakeFirst()) ?? null,
    save: (states, transitions) =>
      commits.write(async (transaction) => {
        for (const rows of chunks(states))
          await transaction
            .insertInto('kiosk_states')
            .values(rows)
            .onConflict((conflict) =>
              conflict.column('kiosk').doUpdateSet((set) => ({
                link: set.ref('excluded.link'),
                status: set.ref('excluded.status'),
                decided_component: set.ref('excluded.decided_component'),
                decided_reason: set.ref('excluded.decided_reason'),
                status_since_ms: set.ref('excluded.status_since_ms'),
                link_since_ms: set.ref('excluded.link_since_ms'),
                components: set.ref('excluded.components'),
                maintenance: set.ref('excluded.maintenance'),
                closed: set.ref('excluded.closed'),
                boot: set.ref('excluded.boot'),
                conn: set.ref('excluded.conn'),
                app_version: set.ref('excluded.app_version'),
                config_version: set.ref('excluded.config_version'),
                jobs: set.ref('excluded.jobs'),
                heard_ms: set.ref('excluded.heard_ms'),
              })),
            )
            .execute();
        for (const rows of chunks(transitions))
          await transaction
            .insertInto('transitions')
            .values(rows)
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute();
      }),
    addGauges: (rows) =>
      commits.write(async (transaction) => {
        for (const part of chunks(rows))
          await transaction
            .insertInto('hourly_gauges')
            .values(part)
            .onConflict((conflict) =>
              conflict.columns(['kiosk', 'gauge', 'hour_ms']).doUpdateSet({
                samples: sql`hourly_gauges.samples + excluded.samples`,
                least: sql`case when excluded.least < hourly_gauges.least then excluded.least else hourly_gauges.least end`,
                most: sql`case when excluded.most > hourly_gauges.most then excluded.most else hourly_gauges.most end`,
                total: sql`hourly_gauges.total + excluded.total`,
              }),
            )
            .execute();
      }),
    transitionsOf: (kiosk, fromMs, toMs) =>
      read
        .selectFrom('transitions')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('at_ms', '>=', fromMs)
        .where('at_ms', '<', toMs)
        .orderBy('at_ms')
        .execute(),
    firstChange: async (kiosk, subject, fromMs) => {
      const row = await read
        .selectFrom('transitions')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('subject', '=', subject)
        .where('at_ms', '>=', fromMs)
        .orderBy('at_ms')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },
    transitions: (fromMs, toMs) =>
      read.selectFrom('transitions').selectAll().where('at_ms', '>=', fromMs).where('at_ms', '<', toMs).orderBy('at_ms').execute(),
    gaugesOf: (kiosk, fromMs, toMs) =>
      read
        .selectFrom('hourly_gauges')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('hour_ms', '>=', fromMs)
        .where('hour_ms', '<', toMs)
        .orderBy('hour_ms')
        .execute(),
  };
}
