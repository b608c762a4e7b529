import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types } from 'pg';
import type { Databases } from './databases.ts';
import type { HubTables } from './schema.ts';

/** Any number that no other program locks in the same database. */
const AUDIT_LOCK = 7_242_001;
const CONNECT_LIMIT_MS = 5_000;
/** A statement that takes longer is given up, so that an outage ends in an answer. */
const STATEMENT_LIMIT_MS = 30_000;


/** PostgreSQL: one pool for reading and writing. */
export function openPostgres(url: string, connections = 5): Databases {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    // The server can't say that it is gone.
    query_timeout: STATEMENT_LIMIT_MS + CONNECT_LIMIT_MS,
    keepAlive: true,
    // `bigint` as a number: times and counters stay far below 2^53.
    types: { getTypeParser: (type, format) => (type === types.builtins.INT8 ? Number : types.getTypeParser(type, format)) },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<HubTables>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'postgres',
    write: db,
    read: db,
    copyTo: null,
    lockForAudit: async (transaction) => {
      await sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(transaction);
    },
    sizeBytes: async () => {
      const { rows } = await sql<{ n: number }>`select pg_database_size(current_database()) as n`.execute(db);
      return rows[0]?.n ?? 0;
    },
  };
}
