import { expect, test } from 'vitest';
import { killHubs } from '../harness/hub-kills.ts';
import { postgresBinaries, startPostgres } from '../harness/postgres.ts';

/** The short form of tests/soak/hub-kills.ts. */
const PLAN = { kiosks: 10, eventsPerKiosk: 600, kills: 3 };
const bin = postgresBinaries();

test('a hub that is killed while kiosks send loses nothing and stores nothing twice (SQLite)', async () => {
  expect(await killHubs({ ...PLAN, postgresUrl: null })).toMatchObject({ stored: 6_000, lost: 0, doubled: 0 });
}, 120_000);

test('a hub that is killed while kiosks send loses nothing and stores nothing twice (PostgreSQL)', async ({ skip }) => {
  if (bin === null) return skip('no PostgreSQL on this machine');
  const postgres = await startPostgres(bin);
  try {
    expect(await killHubs({ ...PLAN, postgresUrl: postgres.database('kills') })).toMatchObject({ stored: 6_000, lost: 0, doubled: 0 });
  } finally {
    await postgres.close();
  }
}, 120_000);
