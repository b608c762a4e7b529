import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import { createAuditStore, type AuditStore } from './audit.ts';
import type { Databases, StoreAddress } from './databases.ts';
import { createEventStore, type EventStore } from './events.ts';
import { GroupCommit, type WriteUnit } from './group-commit.ts';
import { createJobStore, type JobStore } from './jobs.ts';
import { createKioskStore, type KioskStore } from './kiosks.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import type { HubTables } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import { createStateStore, type StateStore } from './states.ts';

export type { StoreAddress } from './databases.ts';

/** All that the hub keeps. The same on SQLite and PostgreSQL; one suite of tests runs on both. */
export interface Store {
  readonly kind: Databases['kind'];
  readonly kiosks: KioskStore;
  readonly states: StateStore;
  readonly events: EventStore;
  readonly jobs: JobStore;
  readonly audit: AuditStore;
  /** For other rooms' tables: read with this … */
  readonly read: Kysely<HubTables>;
  /** … and write with this. It shares its commit with whoever else writes within 20 ms. */
  write<Value>(unit: WriteUnit<Value>): Promise<Value>;
  /** Writes that wait for their commit. */
  backlog(): number;
  sizeBytes(): Promise<number>;
  /** Writes a whole copy into a new file; null for a database that has means of its own. */
  readonly copyTo: Databases['copyTo'];
  close(): Promise<void>;
}

/** Opens the database and brings its tables up to date. */
export async function openStore(address: StoreAddress): Promise<Store> {
  const databases = open(address);
  const commits = new GroupCommit(databases.write);
  const close = async (): Promise<void> => {
    await commits.flush();
    await databases.write.destroy();
    if (databases.read !== databases.write) await databases.read.destroy();
  };
  try {
    await migrate(databases.write);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: databases.kind,
    kiosks: createKioskStore(databases, commits),
    states: createStateStore(databases, commits),
    events: createEventStore(databases, commits),
    jobs: createJobStore(databases, commits),
    audit: createAuditStore(databases, commits),
    read: databases.read,
    write: (unit) => commits.write(unit),
    backlog: () => commits.backlog,
    sizeBytes: () => databases.sizeBytes(),
    copyTo: databases.copyTo,
    close,
  };
}

function open(address: StoreAddress): Databases {
  if (address.kind === 'postgres') return openPostgres(address.url, address.connections);
  mkdirSync(dirname(address.file), { recursive: true, mode: 0o700 });
  return openSqlite(address.file);
}
