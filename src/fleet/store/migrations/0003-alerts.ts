import type { Kysely } from 'kysely';

/** Incidents, who was told of them, planned maintenance, the hours of the sites, and what is usual at each kiosk. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('incidents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('site', 'text')
    .addColumn('kiosk', 'text')
    .addColumn('since_ms', 'bigint', (column) => column.notNull())
    .addColumn('fired_ms', 'bigint')
    .addColumn('resolved_ms', 'bigint')
    .addColumn('live', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('incidents_live').on('incidents').columns(['live', 'fired_ms']).execute();
  await schema.createIndex('incidents_of_kiosk').on('incidents').columns(['kiosk', 'since_ms']).execute();
  await schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('incident', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('next_try_ms', 'bigint', (column) => column.notNull())
    .addColumn('sent_ms', 'bigint')
    .execute();
  await schema.createIndex('deliveries_waiting').on('deliveries').columns(['state', 'next_try_ms']).execute();
  await schema.createIndex('deliveries_of_incident').on('deliveries').columns(['incident', 'created_ms']).execute();
  await schema
    .createTable('maintenance_windows')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kiosk', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('starts_ms', 'bigint', (column) => column.notNull())
    .addColumn('planned_end_ms', 'bigint', (column) => column.notNull())
    .addColumn('ended_ms', 'bigint')
    .execute();
  await schema.createIndex('maintenance_of_kiosk').on('maintenance_windows').columns(['kiosk', 'starts_ms']).execute();
  await schema
    .createTable('site_calendars')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('calendar', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('baselines')
    .addColumn('kiosk', 'text', (column) => column.primaryKey())
    .addColumn('samples', 'integer', (column) => column.notNull())
    .addColumn('expected', 'text', (column) => column.notNull())
    .execute();
}
