import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import type { HubTables } from './schema.ts';
import type { Databases } from './databases.ts';

/**
 * SQLite by `node:sqlite`: one connection that writes and one that reads, so that a reader never finds itself inside a
 * transaction (Kysely's driver shares one connection without a lock). WAL lets both work at once; FULL makes every commit
 * survive a power cut.
 */
export function openSqlite(file: string): Databases {
  const write = open(file);
  const read = open(file);
  read.exec('pragma query_only = on');
  return {
    kind: 'sqlite',
    write: kyselyOn(write),
    read: kyselyOn(read),
    lockForAudit: () => Promise.resolve(),
    copyTo: (copy) => copyWhole(file, copy),
    sizeBytes: () => Promise.resolve(numberOf(read, 'select page_count * page_size as n from pragma_page_count, pragma_page_size')),
  };
}

function open(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma journal_size_limit = 16777216');
  return db;
}

/** More pages than any file has: copied in one step. A copy in several begins anew whenever another connection writes between two. */
const ALL_PAGES = 2_147_483_647;

/** On a connection of its own, in a thread of its own: who reads and writes meanwhile waits for nothing. */
async function copyWhole(file: string, copy: string): Promise<void> {
  const own = open(file);
  try {
    await backup(own, copy, { rate: ALL_PAGES });
  } finally {
    own.close();
  }
}

const numberOf = (db: DatabaseSync, query: string): number => Number(db.prepare(query).get()?.['n'] ?? 0);

/** More texts of statements than the hub has; batches of events differ in length. */
const STATEMENTS_KEPT = 500;

/**
 * Takes the lock for writing at once: where another process writes too, such as the one that applies a roster, a transaction
 * waits for it at its beginning. One that had read already could only be given up (SQLITE_BUSY_SNAPSHOT).
 */
const BEGIN = 'begin immediate';

function kyselyOn(db: DatabaseSync): Kysely<HubTables> {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= STATEMENTS_KEPT) statements.clear();
    const statement = db.prepare(sql);
    // Statements about the schema are prepared against what it was.
    if (/^(select|insert|update|delete)/i.test(sql)) statements.set(sql, statement);
    return statement;
  };
  return new Kysely<HubTables>({
    dialect: new SqliteDialect({
      database: {
        close: () => {
          statements.clear();
          db.close();
        },
        prepare: (sql) => {
          const statement = prepared(sql === 'begin' ? BEGIN : sql);
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
            run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
            iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
          };
        },
      },
    }),
  });
}
