import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createLineServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fault, ok } from '../../src/domain/result.ts';
import type { Letter, Sender } from '../../src/fleet/alerts/channels/channel.ts';
import { httpSender } from '../../src/fleet/alerts/channels/http.ts';
import { mailSender } from '../../src/fleet/alerts/channels/mail.ts';
import type { FleetFacts, KioskFacts } from '../../src/fleet/alerts/conditions.ts';
import { AlertDesk, type DeskPorts } from '../../src/fleet/alerts/desk.ts';
import type { Person } from '../../src/fleet/alerts/recipients.ts';
import { AlertStore } from '../../src/fleet/alerts/store.ts';
import { StoreUnavailable } from '../../src/fleet/store/outage.ts';
import { openStore, type Store } from '../../src/fleet/store/store.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-11-22T06:00:00Z');
const OFFICER: Person = { account: 'officer', language: 'ar', duties: ['liaison'], sites: ['airport'], mail: 'o@emirate.example', phone: '0500000000' };
const kiosk = (status: KioskFacts['status']): KioskFacts => ({
  kiosk: 'MK-007',
  site: 'airport',
  status,
  statusSinceMs: START_MS,
  components: [],
  maintenance: null,
  outbox: { oldestAgeMs: 0, fullPercent: 0 },
  driftSinceMs: null,
  behindSinceMs: null,
  isUnused: false,
  tampering: null,
});

let folder: string;
let store: Store;
let nowMs: number;
let facts: FleetFacts;
let arrives: boolean;
let sent: { to: string; letter: Letter }[];

const sms: Sender = {
  send: async (to, letter) => {
    if (!arrives) return fault('unreachable');
    sent.push({ to, letter });
    return ok(null);
  },
  close: () => undefined,
};
const ports = (): DeskPorts => ({
  store: new AlertStore(store),
  facts: async () => facts,
  people: async () => [OFFICER],
  isAttended: () => true,
  windowOwner: () => null,
  senders: { sms },
  letter: ({ deliveries }) => ({ subject: 's', body: deliveries.map(({ kind }) => kind).join(' ') }),
  now: () => nowMs,
  onChange: () => undefined,
});
const become = (status: KioskFacts['status']): void => {
  facts = { kiosks: [kiosk(status)], hub: { ingestP95Ms: 1, diskUsedPercent: 1, backupAgeMs: 0, failingChannels: [] } };
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raha-desk-'));
  store = await openStore({ kind: 'sqlite', file: join(folder, 'hub.sqlite') });
  [nowMs, arrives, sent] = [START_MS, true, []];
  become('in_service');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The hub's work of some minutes, ten seconds at a time. */
async function pass(desk: AlertDesk, minutes: number): Promise<void> {
  for (const endMs = nowMs + minutes * MINUTE_MS; nowMs < endMs; nowMs += 10_000) {
    await desk.look();
    await desk.post();
  }
}

test('an officer is told, takes it over, and hears that it is over', async () => {
  const desk = await AlertDesk.open(ports());
  become('offline');
  await pass(desk, 3);
  expect(sent.map(({ letter, to }) => [to, letter.body])).toEqual([['0500000000', 'firing']]);
  const [incident] = desk.open;
  await desk.acknowledge(incident!.id, 'officer');
  expect(desk.open).toMatchObject([{ phase: 'acknowledged', acknowledgement: { by: 'officer' } }]);
  become('in_service');
  await pass(desk, 6);
  expect(desk.open).toEqual([]);
  expect(sent.map(({ letter }) => letter.body)).toEqual(['firing', 'resolved']);
  expect(await new AlertStore(store).ended(10, null)).toMatchObject([{ rule: 'A4', phase: 'resolved' }]);
  expect(await desk.acknowledge(incident!.id, 'officer')).toBeNull();
});

test('a hub that is started anew knows what it told, and tells it no second time', async () => {
  become('offline');
  await pass(await AlertDesk.open(ports()), 3);
  const again = await AlertDesk.open(ports());
  await pass(again, 5);
  expect(sent).toHaveLength(1);
  expect(again.open).toHaveLength(1);
});

test('a message that does not get through waits, and the channel is known to fail', async () => {
  const desk = await AlertDesk.open(ports());
  become('offline');
  arrives = false;
  await pass(desk, 6);
  expect(sent).toEqual([]);
  expect(desk.failingChannels).toEqual(['sms']);
  arrives = true;
  await pass(desk, 5);
  expect(sent.map(({ letter }) => letter.body)).toEqual(['firing']);
  expect(desk.failingChannels).toEqual([]);
});

test('a database that takes nothing any more makes nobody hear the same thing every second', async () => {
  const desk = await AlertDesk.open(ports());
  become('offline');
  for (; desk.open.length === 0; nowMs += 10_000) await desk.look();
  const away = vi.spyOn(store, 'write').mockRejectedValue(new StoreUnavailable('disk full'));
  for (let seconds = 0; seconds < 30; seconds += 1, nowMs += 1000) await desk.post().catch(() => undefined);
  expect(sent.length).toBeLessThanOrEqual(1);
  away.mockRestore();
  await desk.post();
  expect(sent).toHaveLength(1);
});

test('a message that went out and could not be noted is sent again after a while, not at once', async () => {
  const desk = await AlertDesk.open(ports());
  become('offline');
  for (; desk.open.length === 0; nowMs += 10_000) await desk.look();
  const write = store.write.bind(store);
  let writes = 0;
  const away = vi.spyOn(store, 'write').mockImplementation((unit) => ((writes += 1) === 1 ? write(unit) : Promise.reject(new StoreUnavailable('disk full'))));
  await desk.post().catch(() => undefined);
  away.mockRestore();
  expect(sent).toHaveLength(1);
  for (let seconds = 0; seconds < 10; seconds += 1, nowMs += 1000) await desk.post();
  expect(sent).toHaveLength(1);
});

test('what never held long enough leaves nothing behind', async () => {
  const desk = await AlertDesk.open(ports());
  become('offline');
  await pass(desk, 1);
  become('in_service');
  await pass(desk, 20);
  expect(await store.read.selectFrom('incidents').selectAll().execute()).toEqual([]);
});

test('planned maintenance is found while it lasts, and ended once', async () => {
  const alerts = new AlertStore(store);
  await alerts.planMaintenance({ id: 'w-1', kiosk: 'MK-007', owner: 'tech', reason: 'repair', starts_ms: 100, planned_end_ms: 200, ended_ms: null });
  expect(await alerts.maintenance(150, 160)).toHaveLength(1);
  expect(await alerts.maintenance(200, 300)).toHaveLength(0);
  expect(await alerts.endMaintenance('w-1', 120)).toBe(true);
  expect(await alerts.endMaintenance('w-1', 130)).toBe(false);
  expect(await alerts.maintenance(150, 160)).toHaveLength(0);
});

describe('channels', () => {
  const letter: Letter = { subject: 'بلاغ: الجهاز', body: 'نفد الورق.' };

  async function serve(status: number): Promise<{ server: Server; url: string; bodies: string[] }> {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(`${request.headers.authorization ?? ''} ${body}`);
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, bodies, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/send` };
  }

  test.each([
    [202, { ok: true, value: null }],
    [400, { ok: false, fault: 'refused' }],
    [429, { ok: false, fault: 'unreachable' }],
    [503, { ok: false, fault: 'unreachable' }],
  ])('a text-message gateway that answers %d', async (status, expected) => {
    const { bodies, server, url } = await serve(status);
    expect(await httpSender({ url, tokenFile: null }).send('0500000000', letter)).toEqual(expected);
    expect(bodies).toEqual([` ${JSON.stringify({ to: '0500000000', text: letter.body })}`]);
    server.close();
  });

  test('a text-message gateway that is not there', async () => {
    expect(await httpSender({ url: 'http://127.0.0.1:1/', tokenFile: null }).send('1', letter)).toEqual({ ok: false, fault: 'unreachable' });
  });

  /** As much of a mail relay as one message needs (RFC 5321). */
  async function relay(answerToData: string): Promise<{ port: number; heard: string[]; close: () => void }> {
    const heard: string[] = [];
    const server = createLineServer((socket) => {
      let inData = false;
      socket.on('error', () => undefined);
      socket.write('220 relay\r\n');
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
          heard.push(line);
          if (inData && line === '.') {
            inData = false;
            socket.write(`${answerToData}\r\n`);
          } else if (!inData) {
            inData = line === 'DATA';
            socket.write(inData ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n');
          }
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, heard, close: () => server.close() };
  }
  const mail = (port: number) =>
    mailSender({ host: '127.0.0.1', port, implicitTls: false, from: 'raha@emirate.example', user: null, passwordFile: null });

  test.each([
    ['250 taken', { ok: true, value: null }],
    ['451 later', { ok: false, fault: 'unreachable' }],
    ['550 no such person', { ok: false, fault: 'refused' }],
  ])('a mail relay that says %s', async (answer, expected) => {
    const { close, heard, port } = await relay(answer);
    const sender = mail(port);
    expect(await sender.send('o@emirate.example', letter)).toEqual(expected);
    expect(heard).toContain('RCPT TO:<o@emirate.example>');
    expect(heard.some((line) => line.startsWith('Subject: =?UTF-8?'))).toBe(true);
    sender.close();
    close();
  });

  test('no mail relay', async () => {
    expect(await mail(1).send('o@emirate.example', letter)).toEqual({ ok: false, fault: 'unreachable' });
  });
});
