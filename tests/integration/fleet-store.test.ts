import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/fleet/store/outage.ts';
import type { EventRow, JobRow, KioskStateRow, TransitionRow } from '../../src/fleet/store/schema.ts';
import { hashOfCode } from '../../src/fleet/identity/codes.ts';
import { issueEnrolmentCode } from '../../src/fleet/identity/enrolment-codes.ts';
import { openStore, type Store, type StoreAddress } from '../../src/fleet/store/store.ts';
import { useDatabases } from '../harness/databases.ts';

/** What every database behind the hub must do, run on each of them. */
const databases = useDatabases();

const KIOSK = 'MK-007';
const BOOT = '7d1f2f6e-6a9f-4b8e-9d50-1f2f0c6b7a10';
const NOW_MS = 1_795_324_200_000;

const event = (seq: number, changes: Partial<EventRow> = {}): EventRow => ({
  kiosk: KIOSK,
  boot: BOOT,
  seq,
  type: 'journey.first_touch',
  at_ms: NOW_MS + seq,
  monotonic_ms: seq,
  occurred_ms: NOW_MS + seq,
  received_ms: NOW_MS,
  data: '{"journey":1}',
  ...changes,
});

const transition = (changes: Partial<TransitionRow> = {}): TransitionRow => ({
  id: randomUUID(),
  kiosk: KIOSK,
  subject: 'paper',
  from_state: 'ok',
  to_state: 'down',
  reason: 'paper.out',
  component: null,
  at_ms: NOW_MS,
  ...changes,
});

const state = (changes: Partial<KioskStateRow> = {}): KioskStateRow => ({
  kiosk: KIOSK,
  link: 'online',
  status: 'in_service',
  decided_component: null,
  decided_reason: null,
  status_since_ms: NOW_MS,
  link_since_ms: NOW_MS,
  components: '{}',
  maintenance: 0,
  closed: 0,
  boot: BOOT,
  conn: 1,
  app_version: '0.2.0',
  config_version: 'a',
  jobs: '[]',
  heard_ms: NOW_MS,
  ...changes,
});

const job = (changes: Partial<JobRow> = {}): JobRow => ({
  id: randomUUID(),
  kiosk: KIOSK,
  type: 'print_test_slip',
  args: '{}',
  state: 'queued',
  issued_by: 'f.qahtani',
  approved_by: null,
  created_ms: NOW_MS,
  not_before_ms: NOW_MS,
  expires_ms: NOW_MS + 600_000,
  payload: null,
  signature: null,
  reason: null,
  findings: null,
  updated_ms: NOW_MS,
  ...changes,
});

const FLEET = {
  regions: [{ id: 'makkah', name_ar: 'منطقة مكة المكرمة', name_en: 'Makkah Region' }],
  sites: [{ id: 'airport', region: 'makkah', kind: 'airport', name_ar: 'مطار الملك عبدالعزيز', name_en: 'King Abdulaziz Airport' }],
  kiosks: [
    { id: KIOSK, site: 'airport', name_ar: 'صالة الوصول', name_en: 'Arrivals', public_key: null, enrolled_ms: null, revoked_ms: null },
  ],
};

describe.each(['sqlite', 'postgres'] as const)('a store on %s', (kind) => {
  let store: Store;
  let address: StoreAddress;
  beforeEach(async ({ skip }) => {
    skip(kind === 'postgres' && databases.postgres === null, 'no PostgreSQL on this machine');
    const name = `s${randomUUID().replaceAll('-', '')}`;
    address = databases.address(kind, name);
    store = await openStore(address);
    await store.kiosks.add(FLEET);
    return () => store.close();
  });

  test('keeps what it was given when it is opened again', async () => {
    await store.events.append([event(1)], []);
    await store.states.save([state()], [transition()]);
    await store.close();
    store = await openStore(address);
    expect(await store.events.count()).toBe(1);
    expect(await store.states.all()).toEqual([state()]);
  });

  test('stores an event once, however often it comes, and says which were new', async () => {
    expect(await store.events.append([event(1), event(2)], [])).toHaveLength(2);
    expect(await store.events.append([event(2), event(3)], [])).toEqual([event(3)]);
    // Out of order, and of another life of the kiosk: both are new.
    expect(await store.events.append([event(9), event(4), event(1, { boot: randomUUID() })], [])).toHaveLength(3);
    const stored = await store.events.ofKiosk(KIOSK, ['journey.first_touch'], NOW_MS, NOW_MS + 100);
    expect(stored.map(({ seq }) => seq)).toEqual([1, 1, 2, 3, 4, 9]);
    expect(stored[0]).toEqual(event(1));
  });

  test('takes two batches with the same event at the same time', async () => {
    const [left, right] = await Promise.all([store.events.append([event(1)], []), store.events.append([event(1)], [])]);
    expect(left.length + right.length).toBe(1);
  });

  test('notes refused events once, without what they said', async () => {
    const refused = { kiosk: KIOSK, boot: BOOT, seq: 5, type: null, reason: 'unknown_type', bytes: 90, received_ms: NOW_MS };
    await store.events.append([event(4)], [refused]);
    await store.events.append([], [refused]);
    expect(await store.events.quarantined(KIOSK, 10)).toEqual([refused]);
  });

  test('lets neighbours in one commit answer for themselves', async () => {
    const bad = store.write((transaction) => transaction.insertInto('regions').values(FLEET.regions).execute());
    const good = store.events.append([event(1)], []);
    await expect(bad).rejects.toThrow(/unique/i);
    await expect(bad).rejects.not.toBeInstanceOf(StoreUnavailable);
    expect(await good).toHaveLength(1);
    expect(await store.events.count()).toBe(1);
  });

  test('writes a transition once and a state as it is now', async () => {
    const moved = transition();
    await store.states.save([state()], [moved]);
    await store.states.save([state({ status: 'limited', decided_component: 'paper', decided_reason: 'paper.out' })], [moved]);
    expect(await store.states.transitionsOf(KIOSK, NOW_MS, NOW_MS + 1)).toEqual([moved]);
    expect((await store.states.all()).map(({ status }) => status)).toEqual(['limited']);
  });

  test('adds up the gauges of an hour', async () => {
    const row = { kiosk: KIOSK, gauge: 'temperature_celsius', hour_ms: NOW_MS, samples: 2, least: 40.5, most: 50, total: 90.5 };
    await store.states.addGauges([row]);
    await store.states.addGauges([{ ...row, samples: 1, least: 30, most: 30, total: 30 }]);
    expect(await store.states.gaugesOf(KIOSK, NOW_MS, NOW_MS + 1)).toEqual([{ ...row, samples: 3, least: 30, most: 50, total: 120.5 }]);
  });

  test('lets an enrolment code be used once, by its kiosk, in its time', async () => {
    const { code, expiresMs } = await store.write((transaction) => issueEnrolmentCode(transaction, KIOSK, 'm.otaibi', NOW_MS));
    expect(expiresMs).toBe(NOW_MS + 24 * 3_600_000);
    const enrolment = { kiosk: KIOSK, codeHash: hashOfCode(code), publicKey: 'key', nowMs: NOW_MS };
    expect(await store.kiosks.enrol({ ...enrolment, kiosk: 'MK-008' })).toBe(false);
    expect(await store.kiosks.enrol({ ...enrolment, nowMs: expiresMs })).toBe(false);
    expect(await store.kiosks.enrol(enrolment)).toBe(true);
    expect(await store.kiosks.enrol(enrolment)).toBe(false);
    await store.kiosks.revoke(KIOSK, NOW_MS + 5);
    expect(await store.kiosks.all()).toMatchObject([{ public_key: 'key', enrolled_ms: NOW_MS, revoked_ms: NOW_MS + 5 }]);
  });

  test('moves a job on only from where it may come', async () => {
    const slip = job();
    await store.jobs.add(slip);
    expect(await store.jobs.inStates(['queued'], KIOSK)).toEqual([slip]);
    const step = { from: ['queued'], to: 'delivered', atMs: NOW_MS + 1 };
    const both = await Promise.all([store.jobs.step(slip.id, step), store.jobs.step(slip.id, step)]);
    expect(both.sort()).toEqual([false, true]);
    expect((await store.jobs.stepsOf(slip.id)).map(({ state }) => state)).toEqual(['queued', 'delivered']);
    expect((await store.jobs.get(slip.id))?.state).toBe('delivered');
  });

  test('forgets pictures when their time is over', async () => {
    const shot = job({ state: 'running' });
    await store.jobs.add(shot);
    const picture = { png: 'iVBORw0KGgo=', expiresMs: NOW_MS + 100 };
    await store.jobs.step(shot.id, { from: ['running'], to: 'succeeded', atMs: NOW_MS, picture });
    expect(await store.jobs.picture(shot.id, NOW_MS)).toBe(picture.png);
    expect(await store.jobs.picture(shot.id, NOW_MS + 100)).toBeNull();
    await store.jobs.forgetPictures(NOW_MS + 100);
    expect(await store.jobs.picture(shot.id, NOW_MS)).toBeNull();
  });

  test('chains its audit, also when several write at once, and finds what was changed', async () => {
    const entry = { atMs: NOW_MS, who: 'm.otaibi', role: 'administrator', address: null, action: 'kiosk.revoke', target: KIOSK, reason: 'stolen', outcome: 'done' };
    await Promise.all(Array.from({ length: 20 }, () => store.audit.append(entry)));
    expect(await store.audit.firstBroken()).toBeNull();
    expect((await store.audit.search({ target: KIOSK, limit: 5 })).map(({ seq }) => seq)).toEqual([20, 19, 18, 17, 16]);
    await store.write((transaction) => transaction.updateTable('audit').set({ who: 'nobody' }).where('seq', '=', 7).execute());
    expect(await store.audit.firstBroken()).toBe(7);
  });

  test('says how large it is', async () => {
    expect(await store.sizeBytes()).toBeGreaterThan(10_000);
  });
});

test('a PostgreSQL that goes away is an outage, and works again when it is back', async ({ skip }) => {
  skip(databases.postgres === null, 'no PostgreSQL on this machine');
  const store = await openStore({ kind: 'postgres', url: databases.postgres!.database('outage') });
  await store.kiosks.add(FLEET);
  await databases.postgres!.stop();
  await expect(store.events.append([event(1)], [])).rejects.toBeInstanceOf(StoreUnavailable);
  await databases.postgres!.start();
  expect(await store.events.append([event(1)], [])).toHaveLength(1);
  await store.close();
}, 60_000);

test('a full disk is an outage, and works again when there is room', async () => {
  const store = await openStore({ kind: 'sqlite', file: join(databases.folder, 'full', 'hub.sqlite') });
  await store.kiosks.add(FLEET);
  const pages = (limit: number): Promise<unknown> =>
    store.write((transaction) => sql`pragma max_page_count = ${sql.lit(limit)}`.execute(transaction));
  await pages(1);
  const many = Array.from({ length: 200 }, (_, index) => event(index, { data: JSON.stringify({ filler: 'x'.repeat(1_000) }) }));
  await expect(store.events.append(many, [])).rejects.toBeInstanceOf(StoreUnavailable);
  await pages(1_000_000);
  expect(await store.events.append(many, [])).toHaveLength(200);
  await store.close();
});

test('no other process writes between what a transaction on SQLite reads and what it writes', async () => {
  const file = join(databases.folder, randomUUID(), 'hub.sqlite');
  const store = await openStore({ kind: 'sqlite', file });
  await store.kiosks.add(FLEET);
  const other = new DatabaseSync(file, { timeout: 0 });
  const rename = (): void => other.exec(`update kiosks set name_en = 'other'`);
  await store.write(async (transaction) => {
    await transaction.selectFrom('kiosks').selectAll().execute();
    expect(rename).toThrow('locked');
    await transaction.updateTable('kiosks').set({ name_en: 'own' }).execute();
  });
  expect((await store.kiosks.all()).every(({ name_en }) => name_en === 'own')).toBe(true);
  rename();
  other.close();
  await store.close();
});

test('a copy of an SQLite file comes to its end while others write all the time, and is whole', async () => {
  const file = join(databases.folder, randomUUID(), 'hub.sqlite');
  const store = await openStore({ kind: 'sqlite', file });
  await store.kiosks.add(FLEET);
  await store.events.append(Array.from({ length: 400 }, (_, seq) => event(seq, { data: JSON.stringify('x'.repeat(4_000)) })), []);
  const other = new DatabaseSync(file, { timeout: 5_000 });
  const copy = `${file}.copy`;
  const copying = new AbortController();
  const copied = store.copyTo?.(copy).finally(() => copying.abort());
  for (let seq = 1_000; !copying.signal.aborted; seq += 1) {
    other.exec(`update kiosks set name_en = '${String(seq)}'`);
    await nextTurn();
  }
  await copied;
  other.close();
  await store.close();
  const read = new DatabaseSync(copy);
  expect(read.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(read.prepare('select count(*) as n from events').get()).toEqual({ n: 400 });
  read.close();
});
