import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { StoreAddress } from '../../src/fleet/store/store.ts';
import { postgresBinaries, startPostgres, type TemporaryPostgres } from './postgres.ts';

/** The databases behind a hub, for the tests of one file. */
export class Databases {
  /** Of its own, gone when the tests have ended. */
  folder = '';
  /** Null on a machine that has none. */
  postgres: TemporaryPostgres | null = null;

  /** A new, empty one; the name may be used once. */
  address(kind: StoreAddress['kind'], name: string): StoreAddress {
    if (kind === 'sqlite') return { kind, file: join(this.folder, `${name}.sqlite`) };
    if (this.postgres === null) throw new Error('no PostgreSQL on this machine');
    return { kind, url: this.postgres.database(name) };
  }
}

const LIMIT_MS = 60_000;

/** Sets them up before the tests of a file and clears them away afterwards. */
export function useDatabases(): Databases {
  const own = new Databases();
  const bin = postgresBinaries();
  beforeAll(async () => {
    own.folder = mkdtempSync(join(tmpdir(), 'raha-databases-'));
    if (bin !== null) own.postgres = await startPostgres(bin);
  }, LIMIT_MS);
  afterAll(async () => {
    await own.postgres?.close();
    rmSync(own.folder, { recursive: true, force: true });
  }, LIMIT_MS);
  return own;
}
