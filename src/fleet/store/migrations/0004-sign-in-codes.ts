import type { Kysely } from 'kysely';

/** Codes by which officers set a password and a second factor for the first time, or anew. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('sign_in_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull().references('officers.account'))
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .execute();
}
