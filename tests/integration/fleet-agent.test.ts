import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobType } from '../../contract/fleet/messages.ts';
import { openStore } from '../../src/fleet/store/store.ts';
import type { HostMeans } from '../../src/main/staff/power.ts';
import { ADMINISTRATOR, DemoKiosk, KIOSK, startTestHub, TECHNICIAN, until, type TestHub } from '../harness/fleet-demo.ts';
import { freePort } from '../harness/free-port.ts';
import { startHubProgram } from '../harness/hub-program.ts';
import { Walker } from '../harness/walker.ts';

/** A whole kiosk and a whole hub, as they meet in an office. */
const LIMIT_MS = 90_000;

let fleet: TestHub;
let kiosk: DemoKiosk;
let restarts: number;
const HOST: HostMeans = {
  name: () => 'a test',
  reloadPage: () => undefined,
  restartApp: () => void (restarts += 1),
  shutDown: async () => false,
  remote: { restartComputer: async () => false, configurationFault: () => null, capture: null },
};

beforeEach(async () => {
  restarts = 0;
  fleet = await startTestHub();
}, LIMIT_MS);
afterEach(async () => {
  await kiosk.close();
  await fleet.close();
  rmSync(fleet.folder, { recursive: true, force: true });
}, LIMIT_MS);

async function connect(hubUrl = fleet.hub.url): Promise<void> {
  kiosk = await DemoKiosk.start({ hubUrl, code: await fleet.code(), host: { host: HOST } });
  await until('the kiosk is at the hub', () => kiosk.agent.isConnected, 40_000);
}

const record = () => {
  const known = fleet.hub.fleet.record(KIOSK);
  if (known === null) throw new Error('the hub does not know the kiosk');
  return known;
};

const OPEN = ['queued', 'delivered', 'accepted', 'running'];
const rowOf = (id: string) => fleet.hub.store.jobs.get(id);

async function ask(type: JobType, args: object = {}): Promise<string> {
  const asked = await fleet.hub.jobs.request({ kiosk: KIOSK, type, args, by: TECHNICIAN });
  if (!asked.ok) throw new Error(asked.fault);
  return asked.value.id;
}

async function ended(id: string) {
  await until('the job ends', async () => !OPEN.includes((await rowOf(id))?.state ?? 'queued'), 40_000);
  const row = await rowOf(id);
  return { state: row?.state, findings: JSON.parse(row?.findings ?? 'null') as Record<string, unknown> | null };
}

const job = async (type: JobType, args: object = {}) => ended(await ask(type, args));

describe('a kiosk at its hub', () => {
  test('is enrolled, in service on the board, and shows at once that its paper is out and in again', async () => {
    await connect();
    expect(record().screen).toBe('A1');
    // The first answer of the gateway is proof that it works.
    await new Walker(kiosk.running).visit();
    await until('it serves', () => record().status === 'in_service');
    expect(record()).toMatchObject({ link: 'online', configVersion: 'demo-1' });
    kiosk.running.virtual.printer?.inject('paper_end');
    await until('the paper is out', () => record().components.paper.reason === 'paper.out', 10_000);
    expect(record().status).toBe('limited');
    kiosk.running.virtual.printer?.restore('paper_end');
    await until('it serves again', () => record().status === 'in_service', 20_000);
  }, LIMIT_MS);

  test('brings its journal to the hub, each event once', async () => {
    await connect();
    await new Walker(kiosk.running).visit({ score: 5 });
    await until('everything is at the hub', () => kiosk.running.journal.backlog().events === 0);
    const stored = await fleet.hub.store.read.selectFrom('events').select(['boot', 'seq', 'type']).where('kiosk', '=', KIOSK).orderBy('seq').execute();
    const written = kiosk.running.journal.newest(1_000).toReversed();
    expect(stored).toEqual(written.map(({ boot, seq, type }) => ({ boot, seq, type })));
    expect(stored.map(({ type }) => type)).toContain('journey.ended');
  }, LIMIT_MS);

  test('that is shut out says so, and comes in with a new code', async () => {
    await connect();
    await fleet.hub.identity.revoke(KIOSK, ADMINISTRATOR, 'stolen');
    await until('it knows why', () => kiosk.agent.trouble() === 'network.hub_refuses_kiosk');
    writeFileSync(kiosk.codeFile, await fleet.code());
    await kiosk.restart();
    await until('it is in again', () => kiosk.agent.isConnected);
    expect(kiosk.agent.trouble()).toBeNull();
  }, LIMIT_MS);

  test('with a code that was used says so and serves all the same', async () => {
    kiosk = await DemoKiosk.start({ hubUrl: fleet.hub.url, code: 'AAAA-BBBB-CCCC-DDDD' });
    await until('it knows why', () => kiosk.agent.trouble() === 'network.hub_refuses_kiosk');
    expect(await new Walker(kiosk.running).visit()).toBe('printed');
  }, LIMIT_MS);

  test('whose hub isn’t there serves all the same', async () => {
    kiosk = await DemoKiosk.start({ hubUrl: `http://127.0.0.1:${String(await freePort())}`, code: 'AAAA-BBBB-CCCC-DDDD' });
    expect(await new Walker(kiosk.running).visit()).toBe('printed');
    expect(kiosk.agent.isConnected).toBe(false);
  }, LIMIT_MS);
});

describe('an officer', () => {
  test('has a test slip printed, and learns when none came out', async () => {
    await connect();
    expect(await job('print_test_slip')).toEqual({ state: 'succeeded', findings: { slip: 'printed' } });
    kiosk.running.virtual.printer?.inject('paper_end');
    await until('the paper is out', () => record().components.paper.reason === 'paper.out');
    expect(await job('print_test_slip')).toEqual({ state: 'failed', findings: { slip: 'not_printed', slip_reason: 'paper_out' } });
  }, LIMIT_MS);

  test('takes the kiosk out of service, through a restart, once the visitor has gone', async () => {
    await connect();
    const walker = new Walker(kiosk.running);
    walker.tap({ type: 'start' });
    const out = await ask('take_out_of_service', { reason: 'site_event' });
    await until('it waits', async () => (await rowOf(out))?.state === 'accepted');
    expect(kiosk.running.kiosk.view().screen.id).toBe('language');
    walker.tap({ type: 'finish' });
    expect(await ended(out)).toMatchObject({ state: 'succeeded' });
    expect(kiosk.running.kiosk.view().screen).toMatchObject({ id: 'out_of_service', reason: 'office' });
    await until('the board says so', () => record().status === 'closed');
    await kiosk.restart();
    expect(kiosk.running.kiosk.view().screen).toMatchObject({ id: 'out_of_service', reason: 'office' });
    await until('it is at the hub', () => kiosk.agent.isConnected);
    expect(await job('return_to_service')).toMatchObject({ state: 'succeeded' });
    expect(kiosk.running.kiosk.view().screen.id).toBe('attract');
  }, LIMIT_MS);

  test('opens and ends the one maintenance window that staff see too', async () => {
    await connect();
    expect(await job('start_maintenance', { reason: 'paper', minutes: 30 })).toMatchObject({ state: 'succeeded' });
    expect(kiosk.running.kiosk.view().screen).toMatchObject({ id: 'out_of_service', reason: 'maintenance' });
    await until('the board says so', () => record().status === 'maintenance');
    expect(kiosk.running.journal.newest(20)).toContainEqual(
      expect.objectContaining({ type: 'staff.maintenance_started', data: { account: '000', minutes: 30, reason: 'paper' } }),
    );
    expect(await job('diagnose', { depth: 'full' })).toMatchObject({ state: 'succeeded', findings: { slip: 'printed' } });
    expect(await job('end_maintenance')).toMatchObject({ state: 'succeeded', findings: { was_under_way: true } });
    expect(kiosk.running.kiosk.view().screen.id).toBe('attract');
  }, LIMIT_MS);

  test('learns how every part is, without paper', async () => {
    await connect();
    await until('the printer is known', () => record().components.printer.state === 'ok');
    const { findings, state } = await job('diagnose', { depth: 'light' });
    expect(state).toBe('succeeded');
    expect(findings).toMatchObject({ printer: 'ok', 'check.network': 'passed', 'check.hub': 'passed' });
    expect(findings).toHaveProperty(['check.gateway']);
    expect(findings).not.toHaveProperty('slip');
    expect(await job('diagnose', { depth: 'full' })).toEqual({ state: 'failed', findings: { refused: 'not_maintenance' } });
  }, LIMIT_MS);

  test('sees boxes instead of a visitor’s screen', async () => {
    await connect();
    const walker = new Walker(kiosk.running);
    for (const action of [{ type: 'start' }, { type: 'choose_language', language: 'ar' }, { type: 'start_inquiry' }, { type: 'accept_privacy' }] as const) walker.tap(action);
    await walker.identify();
    const id = await ask('take_screenshot');
    expect(await ended(id)).toEqual({ state: 'succeeded', findings: { masked: true } });
    const png = await fleet.hub.store.jobs.picture(id, Date.now());
    expect(PNG.sync.read(Buffer.from(png ?? '', 'base64'))).toMatchObject({ width: 270, height: 480 });
  }, LIMIT_MS);

  test('restarts the program, which says itself that it did', async () => {
    await connect();
    const id = await ask('restart_app');
    await until('the host was asked', () => restarts === 1);
    await kiosk.restart();
    expect(await ended(id)).toMatchObject({ state: 'succeeded' });
  }, LIMIT_MS);
});

describe('on a bad way', () => {
  /** Lets HTTP pass and answers every upgrade itself, as some proxies do. */
  function barring(hubUrl: string): Promise<Server> {
    const proxy = createServer((incoming, outgoing) => {
      const { headers, method, url } = incoming;
      const onward = request(new URL(url ?? '/', hubUrl), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    });
    proxy.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n'));
    return new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(proxy)));
  }

  test('without WebSocket it polls, and does what it is asked', async () => {
    const proxy = await barring(fleet.hub.url);
    try {
      await connect(`http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`);
      expect(kiosk.agent.way).toBe('polling');
      expect(await job('print_test_slip')).toMatchObject({ state: 'succeeded' });
      kiosk.running.virtual.printer?.inject('cover_open');
      await until('the board shows it', () => record().components.printer.reason === 'printer.cover_open');
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  }, LIMIT_MS);
});

test('a hub that is killed again and again loses nothing and doubles nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'raha-fleet-killed-'));
  const port = await freePort();
  let hub = await startHubProgram(folder, port);
  kiosk = await DemoKiosk.start({ hubUrl: hub.url, code: hub.code });
  await until('the kiosk is at the hub', () => kiosk.agent.isConnected, 40_000);
  const { journal } = kiosk.running;
  for (let kill = 0; kill < 3; kill += 1) {
    for (let event = 0; event < 150; event += 1) journal.record('staff.locked_out', { seconds: 1 + kill * 150 + event });
    await new Promise((resolve) => setTimeout(resolve, 900 + Math.random() * 300));
    await hub.kill();
    hub = await startHubProgram(folder, port);
  }
  await until('everything is at the hub', () => journal.backlog().events === 0, 60_000);
  await until('the kiosk is there again', () => kiosk.agent.isConnected, 60_000);
  const written = journal.newest(2_000).toReversed();
  await kiosk.stop();
  await hub.kill();
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'hub.sqlite') });
  const stored = await store.read.selectFrom('events').select(['seq', 'data']).where('kiosk', '=', KIOSK).where('boot', '=', journal.boot).orderBy('seq').execute();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  const known = new Set(stored.map(({ seq }) => seq));
  expect(written.filter(({ seq }) => !known.has(seq))).toEqual([]);
  expect(stored.length).toBe(known.size);
  expect(new Set(stored.filter(({ data }) => data.includes('seconds')).map(({ data }) => data)).size).toBe(450);
}, 180_000);
