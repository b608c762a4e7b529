import type { Kysely } from 'kysely';

/** The tables of the first version. Frozen: what has once been rolled out is changed by a later migration only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('regions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name_ar', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('sites')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('region', 'text', (column) => column.notNull().references('regions.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name_ar', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('kiosks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
    .addColumn('name_ar', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text')
    .addColumn('enrolled_ms', 'bigint')
    .addColumn('revoked_ms', 'bigint')
    .execute();
  await schema
    .createTable('enrolment_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('kiosk', 'text', (column) => column.notNull().references('kiosks.id'))
    .addColumn('issued_by', 'text', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_ms', 'bigint')
    .execute();
  await createHealth(db);
  await createEvents(db);
  await createJobs(db);
  await schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target', 'text')
    .addColumn('reason', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
}

async function createHealth({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('kiosk_states')
    .addColumn('kiosk', 'text', (column) => column.primaryKey().references('kiosks.id'))
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('decided_component', 'text')
    .addColumn('decided_reason', 'text')
    .addColumn('status_since_ms', 'bigint', (column) => column.notNull())
    .addColumn('link_since_ms', 'bigint', (column) => column.notNull())
    .addColumn('components', 'text', (column) => column.notNull())
    .addColumn('maintenance', 'integer', (column) => column.notNull())
    .addColumn('closed', 'integer', (column) => column.notNull())
    .addColumn('boot', 'text')
    .addColumn('conn', 'bigint', (column) => column.notNull())
    .addColumn('app_version', 'text')
    .addColumn('config_version', 'text')
    .addColumn('jobs', 'text', (column) => column.notNull())
    .addColumn('heard_ms', 'bigint')
    .execute();
  await schema
    .createTable('transitions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kiosk', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('from_state', 'text', (column) => column.notNull())
    .addColumn('to_state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('component', 'text')
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('transitions_of_kiosk').on('transitions').columns(['kiosk', 'at_ms']).execute();
  await schema.createIndex('transitions_by_time').on('transitions').columns(['at_ms']).execute();
  await schema
    .createTable('hourly_gauges')
    .addColumn('kiosk', 'text', (column) => column.notNull())
    .addColumn('gauge', 'text', (column) => column.notNull())
    .addColumn('hour_ms', 'bigint', (column) => column.notNull())
    .addColumn('samples', 'integer', (column) => column.notNull())
    .addColumn('least', 'double precision', (column) => column.notNull())
    .addColumn('most', 'double precision', (column) => column.notNull())
    .addColumn('total', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('hourly_gauges_key', ['kiosk', 'gauge', 'hour_ms'])
    .execute();
}

async function createEvents({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('events')
    .addColumn('kiosk', 'text', (column) => column.notNull())
    .addColumn('boot', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('monotonic_ms', 'bigint', (column) => column.notNull())
    .addColumn('occurred_ms', 'bigint', (column) => column.notNull())
    .addColumn('received_ms', 'bigint', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('events_key', ['kiosk', 'boot', 'seq'])
    .execute();
  await schema.createIndex('events_of_kiosk').on('events').columns(['kiosk', 'occurred_ms']).execute();
  await schema.createIndex('events_by_type').on('events').columns(['type', 'occurred_ms']).execute();
  await schema
    .createTable('quarantine')
    .addColumn('kiosk', 'text', (column) => column.notNull())
    .addColumn('boot', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('received_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('quarantine_key', ['kiosk', 'boot', 'seq'])
    .execute();
}

async function createJobs({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kiosk', 'text', (column) => column.notNull().references('kiosks.id'))
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('args', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('issued_by', 'text', (column) => column.notNull())
    .addColumn('approved_by', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('not_before_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .addColumn('payload', 'text')
    .addColumn('signature', 'text')
    .addColumn('reason', 'text')
    .addColumn('findings', 'text')
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('jobs_of_kiosk').on('jobs').columns(['kiosk', 'created_ms']).execute();
  await schema.createIndex('jobs_by_state').on('jobs').columns(['state', 'expires_ms']).execute();
  await schema
    .createTable('job_steps')
    .addColumn('job', 'text', (column) => column.notNull().references('jobs.id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('job_steps_key', ['job', 'state'])
    .execute();
  await schema
    .createTable('job_pictures')
    .addColumn('job', 'text', (column) => column.primaryKey().references('jobs.id'))
    .addColumn('picture', 'text', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .execute();
}
