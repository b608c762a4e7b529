import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { syncDirectory } from '../kept-file.ts';
import { CHAIN_START } from './chain.ts';

/** Stands in the header of every journal ("Raha"), so that another program's database is never taken for one. */
export const APPLICATION_ID = 0x52616861;
export const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    boot TEXT NOT NULL,
    type TEXT NOT NULL,
    class TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    monotonic_ms INTEGER NOT NULL,
    data TEXT NOT NULL,
    link INTEGER UNIQUE,
    hash TEXT
  ) STRICT;
  CREATE INDEX event_class ON event (class, seq);
  CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    audit_records INTEGER NOT NULL,
    audit_hash TEXT NOT NULL,
    acknowledged INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO state VALUES (1, ${String(CHAIN_START.records)}, '${CHAIN_START.hash}', 0, 0);
  CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE rating (
    journey TEXT PRIMARY KEY,
    score INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

const COLUMNS = `
  SELECT json_array(t.name, c.name, c.type, c."notnull", c.pk) AS found
  FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main'`;

/** Whether a file has every table and column of the schema; what it says of itself in its header doesn't prove that. */
export function hasSchema(database: DatabaseSync): boolean {
  const model = new DatabaseSync(':memory:');
  try {
    model.exec(SCHEMA);
    const found = columnsOf(database);
    return [...columnsOf(model)].every((column) => found.has(column));
  } finally {
    model.close();
  }
}

const columnsOf = (database: DatabaseSync): ReadonlySet<unknown> =>
  new Set(database.prepare(COLUMNS).all().map(({ found }) => found));

/** Makes a new journal under another name and renames it: at its own name there is a whole one or none. */
export function createJournalFile(file: string): void {
  const unfinished = `${file}.new`;
  for (const name of [unfinished, `${unfinished}-wal`, `${unfinished}-shm`, `${unfinished}-journal`]) rmSync(name, { force: true });
  const database = new DatabaseSync(unfinished);
  try {
    database.exec(`BEGIN; ${SCHEMA}
      PRAGMA application_id = ${String(APPLICATION_ID)}; PRAGMA user_version = ${String(SCHEMA_VERSION)}; COMMIT;
      PRAGMA journal_mode = WAL`);
  } finally {
    database.close();
  }
  renameSync(unfinished, file);
  syncDirectory(dirname(file));
}
