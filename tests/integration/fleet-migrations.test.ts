import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { Officers } from '../../src/fleet/access/officers.ts';
import { OfficerSessions } from '../../src/fleet/access/sessions.ts';
import { MIGRATIONS } from '../../src/fleet/store/migrations/all.ts';
import { moveStore } from '../../src/fleet/store/move.ts';
import { openStore, type Store, type StoreAddress } from '../../src/fleet/store/store.ts';
import { useDatabases } from '../harness/databases.ts';

/** Databases as older hubs left them, frozen as text, opened by the hub of today. */
const databases = useDatabases();

const frozen = (kind: string): string => readFileSync(`tests/fixtures/fleet-database-v1.${kind}.sql`, 'utf8');

async function execute(address: StoreAddress, sql: string): Promise<void> {
  if (address.kind === 'sqlite') {
    const db = new DatabaseSync(address.file);
    db.exec(sql);
    db.close();
    return;
  }
  const client = new Client({ connectionString: address.url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe.each(['sqlite', 'postgres'] as const)('on %s', (kind) => {
  test('a database of the first version is brought up to date with everything in it', async ({ skip }) => {
    skip(kind === 'postgres' && databases.postgres === null, 'no PostgreSQL on this machine');
    const address = databases.address(kind, 'first');
    await execute(address, frozen(kind));
    const store = await openStore(address);
    expect(await appliedTo(store)).toEqual(Object.keys(MIGRATIONS).sort());
    expect(await store.kiosks.all()).toMatchObject([{ id: 'MK-007', public_key: 'key', name_ar: 'صالة الوصول' }]);
    expect(await store.states.all()).toMatchObject([{ kiosk: 'MK-007', status: 'limited', decided_reason: 'paper.out', conn: 3 }]);
    expect(await store.states.transitions(0, 2e12)).toHaveLength(1);
    expect(await store.states.gaugesOf('MK-007', 0, 2e12)).toMatchObject([{ gauge: 'beats', samples: 40 }]);
    expect(await store.events.ofKiosk('MK-007', ['journey.first_touch'], 0, 2e12)).toMatchObject([{ seq: 1, data: '{"journey":1}' }]);
    expect(await store.events.quarantined('MK-007', 10)).toMatchObject([{ seq: 2, reason: 'unknown_type' }]);
    expect(await store.jobs.get('0b7c1c0a-1f0e-4c56-8a2a-5f8f3a3c1d11')).toMatchObject({ state: 'succeeded' });
    expect(await store.audit.firstBroken()).toBeNull();
    // And it goes on from there.
    const entry = { atMs: 2e12, who: 'hub', role: 'hub', address: null, action: 'test', target: null, reason: null, outcome: 'done' };
    expect((await store.audit.append(entry)).seq).toBe(3);
    await store.close();
  });

  test('a database of a newer hub is left alone, with a clear reason', async ({ skip }) => {
    skip(kind === 'postgres' && databases.postgres === null, 'no PostgreSQL on this machine');
    const address = databases.address(kind, 'newer');
    await (await openStore(address)).close();
    await execute(address, `insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030-01-01T00:00:00Z')`);
    await expect(openStore(address)).rejects.toThrow('written by a newer hub');
  });

  test('two hubs that start at once both find the tables ready', async ({ skip }) => {
    skip(kind === 'postgres' && databases.postgres === null, 'no PostgreSQL on this machine');
    // SQLite serves one hub.
    const address = databases.address(kind, 'together');
    const stores = kind === 'sqlite' ? [await openStore(address)] : await Promise.all([openStore(address), openStore(address)]);
    for (const store of stores) expect(await appliedTo(store)).toEqual(Object.keys(MIGRATIONS).sort());
    await Promise.all(stores.map((store) => store.close()));
  });
});

async function appliedTo(store: Store): Promise<readonly string[]> {
  const rows = await store.read.selectFrom('kysely_migration' as never).select('name' as never).execute();
  return (rows as { name: string }[]).map(({ name }) => name).sort();
}

test('a hub moves from SQLite to PostgreSQL with everything in it', async ({ skip }) => {
  skip(databases.postgres === null, 'no PostgreSQL on this machine');
  const from = databases.address('sqlite', 'moving');
  await execute(from, frozen('sqlite'));
  const [old, fresh] = [await openStore(from), await openStore(databases.address('postgres', 'moved'))];
  const boss = { account: 'boss', name: { ar: 'مدير', en: 'Boss' }, role: 'manager', duties: [], sites: null, language: 'ar', mail: null, phone: null, local: null, oidcSubject: 'b', isDisabled: false } as const;
  await new Officers(old).save(boss);
  const { token } = await new OfficerSessions(old, () => 1).begin('boss');
  const moved = await moveStore(old, fresh);
  expect(await new OfficerSessions(fresh, () => 1).find(token)).toMatchObject({ account: 'boss' });
  expect(moved.ok && moved.value.get('events')).toBe(1);
  expect(await fresh.kiosks.all()).toEqual(await old.kiosks.all());
  expect(await fresh.states.all()).toEqual(await old.states.all());
  expect(await fresh.events.ofKiosk('MK-007', ['journey.first_touch'], 0, 2e12)).toEqual(await old.events.ofKiosk('MK-007', ['journey.first_touch'], 0, 2e12));
  expect(await fresh.states.gaugesOf('MK-007', 0, 2e12)).toEqual(await old.states.gaugesOf('MK-007', 0, 2e12));
  expect(await fresh.audit.firstBroken()).toBeNull();
  expect(await fresh.audit.search({ limit: 10 })).toEqual(await old.audit.search({ limit: 10 }));
  expect(await moveStore(old, fresh)).toEqual({ ok: false, fault: 'not_empty' });
  await Promise.all([old.close(), fresh.close()]);
});
