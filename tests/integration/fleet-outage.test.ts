import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LocalWire, type Bus } from '../../src/fleet/bus/bus.ts';
import { createHub, type Hub } from '../../src/fleet/hub.ts';
import { simulatedFleet } from '../../scripts/fleet/simulated-fleet.ts';
import { publicKeyText } from '../../contract/fleet/keys.ts';
import { FleetKiosk, healthy, newKeyPair } from '../harness/fleet-kiosk.ts';
import { postgresBinaries, startPostgres, type TemporaryPostgres } from '../harness/postgres.ts';

/** Hubs on a real PostgreSQL that goes away and comes back, and two hubs on one. */
const bin = postgresBinaries();
const pair = newKeyPair('ed25519');
let postgres: TemporaryPostgres;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raha-outage-'));
  if (bin !== null) postgres = await startPostgres(bin);
}, 60_000);
afterAll(async () => {
  if (bin !== null) await postgres.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function start(url: string, bus?: Bus): Promise<Hub> {
  const onError = (error: unknown): void => {
    throw error;
  };
  const hub = await createHub({ store: { kind: 'postgres', url }, keysFolder: join(folder, 'keys'), host: '127.0.0.1', port: 0, tls: null, onError, ...(bus !== undefined && { bus }) });
  await hub.addKiosks(simulatedFleet(3, publicKeyText(pair.publicKey)));
  return hub;
}

async function kioskAt(hub: Hub, id = 'AA-000'): Promise<FleetKiosk> {
  const kiosk = new FleetKiosk(id, hub.url, pair);
  await kiosk.signIn();
  return kiosk;
}

const paperOut = healthy({ paper: { state: 'down', reason: 'paper.out' } }).filter(({ component }) => component === 'paper');

test('while the database is away nothing is acknowledged; when it is back nothing is missing', async ({ skip }) => {
  skip(bin === null, 'no PostgreSQL on this machine');
  const hub = await start(postgres.database('outage'));
  const kiosk = await kioskAt(hub);
  const session = await kiosk.open();
  await session.next('welcome');
  expect(await kiosk.sendEvents([kiosk.event(1)])).toMatchObject({ status: 200 });

  await postgres.stop();
  const refused = await kiosk.sendEvents([kiosk.event(2)]);
  expect(refused).toMatchObject({ status: 503, body: { problem: 'unavailable' } });
  expect(Number(refused.retryAfter)).toBeGreaterThan(0);
  session.delta(2, paperOut);
  session.beat(3);
  // Beats live in memory: they go on. The delta is shown, but not promised.
  await session.next('ack', ({ n }) => n === 3);
  expect(hub.fleet.record('AA-000')?.status).toBe('limited');
  expect(session.received.some((message) => message.type === 'ack' && message.n === 2)).toBe(false);

  await postgres.start();
  await session.next('ack', ({ n }) => n === 2);
  expect(await kiosk.sendEvents([kiosk.event(2)])).toMatchObject({ status: 200, body: { ackedSeq: 2 } });
  expect(await hub.store.events.count()).toBe(2);
  const transitions = await hub.store.states.transitionsOf('AA-000', 0, Date.now() + 1_000);
  expect(transitions.filter(({ subject }) => subject === 'paper')).toHaveLength(1);
  await hub.close();
}, 60_000);

test('two hubs on one database are one to kiosks and officers', async ({ skip }) => {
  skip(bin === null, 'no PostgreSQL on this machine');
  const url = postgres.database('pair');
  const wire = new LocalWire();
  const [left, right] = [await start(url, wire.join()), await start(url, wire.join())];
  const kiosk = await kioskAt(left);
  const session = await kiosk.open();
  await session.next('welcome');

  // What the left one hears the right one shows.
  await vi.waitFor(() => expect(right.fleet.record('AA-000')).toMatchObject({ link: 'online', status: 'in_service' }), { timeout: 5_000 });
  session.delta(2, paperOut);
  await vi.waitFor(() => expect(right.fleet.record('AA-000')?.status).toBe('limited'), { timeout: 5_000 });

  // A job asked for at the right one reaches the kiosk at the left one.
  const by = { account: 'f.qahtani', role: 'technician', address: null } as const;
  const asked = await right.jobs.request({ kiosk: 'AA-000', type: 'print_test_slip', args: {}, by });
  if (!asked.ok) throw new Error(asked.fault);
  await session.next('job');
  session.say({ v: 1, type: 'job_update', n: 3, job: asked.value.id, update: { state: 'succeeded', result: null } });
  await session.next('ack', ({ n }) => n === 3);
  expect(await right.store.jobs.get(asked.value.id)).toMatchObject({ state: 'succeeded' });

  // The kiosk moves: its old session ends, and nobody thinks that it is gone.
  const there = new FleetKiosk('AA-000', right.url, pair);
  there.boot = kiosk.boot;
  there.conn = kiosk.conn;
  there.token = kiosk.token;
  const moved = await there.open();
  await moved.next('welcome');
  expect((await session.closed).reason).toBe('superseded');
  await vi.waitFor(() => expect(left.fleet.record('AA-000')?.link).toBe('online'), { timeout: 5_000 });
  expect(right.fleet.record('AA-000')?.link).toBe('online');
  const links = await right.store.states.transitionsOf('AA-000', 0, Date.now() + 1_000);
  expect(links.filter(({ subject }) => subject === 'link').map(({ to_state }) => to_state)).toEqual(['online']);

  // Revoked at one, out at both.
  await left.identity.revoke('AA-000', by, 'stolen');
  expect((await moved.closed).reason).toBe('revoked');
  await left.close();
  await right.close();
}, 60_000);
