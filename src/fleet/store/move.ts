import { fault, ok, type Result } from '../../domain/result.ts';
import { chunks } from './chunks.ts';
import type { HubTables } from './schema.ts';
import type { Store } from './store.ts';

/** Others refer to these. */
const FIRST: readonly string[] = ['regions', 'sites', 'kiosks', 'jobs', 'officers'];
const PAGE_ROWS = 5_000;

/**
 * Copies everything of one store into another, empty one: the way from SQLite to PostgreSQL. Neither may be in use.
 * @returns how many rows each table has now
 */
export async function moveStore(from: Store, to: Store): Promise<Result<ReadonlyMap<string, number>, 'not_empty'>> {
  if ((await to.kiosks.all()).length > 0) return fault('not_empty');
  const tables = (await from.read.introspection.getTables()).map(({ name }) => name).sort(byNeed);
  const counts = new Map<string, number>();
  for (const table of tables) counts.set(table, await copyTable(from, to, table as keyof HubTables));
  return ok(counts);
}

const byNeed = (left: string, right: string): number => rank(left) - rank(right) || left.localeCompare(right);
const rank = (table: string): number => (FIRST.includes(table) ? FIRST.indexOf(table) : FIRST.length);

async function copyTable(from: Store, to: Store, table: keyof HubTables): Promise<number> {
  let copied = 0;
  for (;;) {
    // The order of a table that nobody writes to stays the same from page to page.
    const rows = await from.read.selectFrom(table).selectAll().limit(PAGE_ROWS).offset(copied).execute();
    if (rows.length === 0) return copied;
    await to.write(async (transaction) => {
      for (const some of chunks(rows)) await transaction.insertInto(table).values(some).execute();
    });
    copied += rows.length;
  }
}
