import type { Kysely } from 'kysely';

/** Who may sign in, and who is signed in. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('officers')
    .addColumn('account', 'text', (column) => column.primaryKey())
    .addColumn('name_ar', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('duties', 'text', (column) => column.notNull())
    .addColumn('sites', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('mail', 'text')
    .addColumn('phone', 'text')
    .addColumn('password', 'text')
    .addColumn('totp_secret', 'text')
    .addColumn('last_step', 'bigint', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_failure_ms', 'bigint', (column) => column.notNull())
    .addColumn('oidc_subject', 'text', (column) => column.unique())
    .addColumn('disabled', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('officer_sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull().references('officers.account'))
    .addColumn('csrf_token', 'text', (column) => column.notNull())
    .addColumn('begun_ms', 'bigint', (column) => column.notNull())
    .addColumn('seen_ms', 'bigint', (column) => column.notNull())
    .execute();
}
