import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/all.ts';

/** The database was written by a newer hub, or a migration can't be applied: nothing may run on it. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Brings the tables to this version. Several hubs may start at once: they wait for each other. */
export async function migrate<Tables>(db: Kysely<Tables>, migrations = MIGRATIONS): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw new MigrationError(describe(error), { cause: error });
  return (results ?? []).map(({ migrationName }) => migrationName);
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('corrupted migrations')) return 'the database was written by a newer hub than this one';
  return `the tables of the hub can't be brought up to date: ${message}`;
}
