import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP, URI } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHECKOUT, CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { FIRST_ROLL_OUT } from '../../scripts/demo-roster.ts';
import type { AuditPage, Board, FiguresReport, Inbox, KioskPage, Live, MaintenanceView, Me } from '../../src/fleet/api.ts';
import type { Officer } from '../../src/fleet/access/officers.ts';
import type { Incident } from '../../src/fleet/alerts/incident.ts';
import { AlertStore } from '../../src/fleet/alerts/store.ts';
import { createHub, type Hub } from '../../src/fleet/hub.ts';
import { openOfficerRoom, type OfficerRoom } from '../../src/fleet/officers/open.ts';
import { gatherFacts } from '../../src/fleet/read/report-facts.ts';
import { forgetOld } from '../../src/fleet/retention.ts';
import { openStore } from '../../src/fleet/store/store.ts';
import { newTotpSecret } from '../../src/sign-in/one-time-code.ts';
import { hashSecret, type SecretHash } from '../../src/sign-in/secret-hash.ts';
import { loadTexts } from '../../src/texts/load-texts.ts';
import { DAY_EVENTS, DAY_MS } from '../fixtures/kpi-day.ts';

const PDF_FONTS = join(CHECKOUT_ROOT, 'node_modules/@fontsource/ibm-plex-sans-arabic/files');
const PASSWORD = 'synthetic pass phrase';
const NOON_MS = DAY_MS + 12 * 3_600_000;
let hash: SecretHash;
beforeAll(async () => {
  hash = await hashSecret(PASSWORD, { n: 1024, r: 8, p: 1 });
});

let folder: string;
let hub: Hub;
let room: OfficerRoom;
let nowMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raha-officers-'));
  nowMs = NOON_MS;
  hub = await createHub({
    store: { kind: 'sqlite', file: join(folder, 'hub.sqlite') },
    keysFolder: join(folder, 'keys'),
    host: '127.0.0.1',
    port: 0,
    tls: null,
    now: () => nowMs,
    extend: async (server, opened) => {
      room = await openOfficerRoom(server, opened, {
        pageUrl: 'http://127.0.0.1',
        dataFolder: folder,
        texts: loadTexts(join(CHECKOUT.assets, 'locales'), ['alerts', 'health', 'kpi']),
        pdfFonts: PDF_FONTS,
        mail: null,
        sms: null,
        oidc: null,
        desired: { version: null, configVersion: null },
        onError: (error) => {
          throw error;
        },
      });
    },
  });
  await hub.addKiosks(FIRST_ROLL_OUT);
});
afterEach(async () => {
  await room.close();
  await hub.close();
});
afterAll(() => {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith('raha-officers-'))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
});

/** Somebody with a browser: keeps the cookie and the token. */
class Browser {
  cookie = '';
  csrf = '';

  async call(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${hub.url}/api${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(this.csrf === '' ? {} : { 'x-raha-csrf': this.csrf }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.get('set-cookie');
    if (set !== null) this.cookie = set.split(';')[0] ?? '';
    return answer;
  }
  async get<Value>(path: string): Promise<Value> {
    const answer = await this.call('GET', path);
    if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)}`);
    return (await answer.json()) as Value;
  }
}

async function officer(account: string, change: Partial<Officer> = {}): Promise<Browser> {
  const totpSecret = newTotpSecret();
  await room.officers.save({
    account,
    name: { ar: account, en: account },
    role: 'administrator',
    duties: ['manager'],
    sites: null,
    language: 'ar',
    mail: null,
    phone: null,
    local: { password: hash, totpSecret, lastStep: 0 },
    oidcSubject: null,
    isDisabled: false,
    ...change,
  });
  const browser = new Browser();
  const answer = await browser.call('POST', '/sign-in', { account, password: PASSWORD, code: new TOTP({ secret: totpSecret }).generate({ timestamp: nowMs }) });
  expect(answer.status).toBe(200);
  browser.csrf = ((await answer.json()) as Me).csrfToken;
  return browser;
}
const liaison = (account = 'liaison', site = 'airport') => officer(account, { role: 'liaison', duties: ['liaison'], sites: [site] });

test('a new hub: the printed code makes the first account, once, and both factors sign in', async () => {
  const browser = new Browser();
  expect(await browser.get('/sign-in-ways')).toEqual({ local: true, oidc: null, isNew: true });
  const body = { firstCode: room.firstCode, account: 'admin', password: PASSWORD };
  expect((await browser.call('POST', '/first-sign-in', { ...body, firstCode: 'AAAA-AAAA-AAAA-AAAA' })).status).toBe(401);
  expect((await browser.call('POST', '/first-sign-in', { ...body, password: 'short' })).status).toBe(400);
  const { otpauthUrl } = (await (await browser.call('POST', '/first-sign-in', body)).json()) as { otpauthUrl: string };
  expect((await browser.call('POST', '/first-sign-in', body)).status).toBe(401);
  const code = (URI.parse(otpauthUrl) as TOTP).generate({ timestamp: nowMs });
  const me = (await (await browser.call('POST', '/sign-in', { account: 'admin', password: PASSWORD, code })).json()) as Me;
  expect(me).toMatchObject({ account: 'admin', role: 'administrator', sites: null });
  expect(browser.cookie).toMatch(/^raha=/);
  expect(await browser.get('/me')).toEqual(me);
});

test('signing out ends the session, and nothing is answered to a stranger', async () => {
  const browser = await officer('admin');
  const kept = browser.cookie;
  expect((await browser.call('POST', '/sign-out')).status).toBe(204);
  browser.cookie = kept;
  for (const path of ['/me', '/board', '/kiosks/MK-007', '/incidents', '/figures?from=2026-11-22&to=2026-11-22', '/maintenance?from=0&to=1', '/audit', '/live'])
    expect((await browser.call('GET', path)).status, path).toBe(401);
});

test('a call that changes something needs the token that another page can not know', async () => {
  const browser = await officer('admin');
  browser.csrf = 'x'.repeat(browser.csrf.length);
  const answer = await browser.call('POST', '/kiosks/MK-007/enrolment-code');
  expect([answer.status, await answer.json()]).toEqual([403, { problem: 'csrf' }]);
});

test('a disabled account is out at once', async () => {
  const browser = await officer('admin');
  const found = await room.officers.find('admin');
  await room.officers.save({ ...found!, isDisabled: true });
  expect((await browser.call('GET', '/me')).status).toBe(401);
});

describe('who may do what', () => {
  /** Every route with what each role is answered at its own site and at another one. */
  const ROUTES: readonly [method: string, path: (kiosk: string) => string, body: unknown, own: Record<Officer['role'], number>, other: number][] = [
    ['GET', (kiosk) => `/kiosks/${kiosk}`, undefined, { liaison: 200, technician: 200, manager: 200, administrator: 200 }, 404],
    ['GET', (kiosk) => `/figures?from=2026-11-22&to=2026-11-22&kiosk=${kiosk}`, undefined, { liaison: 200, technician: 404, manager: 200, administrator: 200 }, 404],
    ['GET', (kiosk) => `/figures.csv?from=2026-11-22&to=2026-11-22&kiosk=${kiosk}`, undefined, { liaison: 200, technician: 404, manager: 200, administrator: 200 }, 404],
    ['POST', (kiosk) => `/kiosks/${kiosk}/enrolment-code`, undefined, { liaison: 403, technician: 403, manager: 403, administrator: 200 }, 403],
    ['POST', (kiosk) => `/kiosks/${kiosk}/revoke`, { reason: 'stolen' }, { liaison: 403, technician: 403, manager: 403, administrator: 204 }, 403],
    ['POST', (kiosk) => `/kiosks/${kiosk}/jobs`, { type: 'return_to_service', args: {} }, { liaison: 200, technician: 200, manager: 403, administrator: 200 }, 404],
    ['POST', (kiosk) => `/kiosks/${kiosk}/jobs`, { type: 'reload_configuration', args: {} }, { liaison: 403, technician: 200, manager: 403, administrator: 200 }, 404],
    ['POST', () => '/maintenance', { kiosk: 'KIOSK', reason: 'repair', startsMs: NOON_MS, minutes: 60 }, { liaison: 403, technician: 200, manager: 403, administrator: 200 }, 403],
    ['GET', () => '/audit', undefined, { liaison: 403, technician: 403, manager: 200, administrator: 200 }, 403],
    ['POST', () => '/channels/test', undefined, { liaison: 200, technician: 200, manager: 200, administrator: 200 }, 200],
    ['GET', () => '/board', undefined, { liaison: 200, technician: 200, manager: 200, administrator: 200 }, 200],
    ['GET', () => '/incidents', undefined, { liaison: 200, technician: 200, manager: 200, administrator: 200 }, 200],
    ['GET', () => '/maintenance?from=0&to=1', undefined, { liaison: 200, technician: 200, manager: 200, administrator: 200 }, 200],
  ];
  const bodyFor = (body: unknown, kiosk: string): unknown => (body === undefined ? undefined : JSON.parse(JSON.stringify(body).replace('KIOSK', kiosk)));

  test.each(['liaison', 'technician', 'manager', 'administrator'] as const)('%s', async (role) => {
    const browser = await officer('somebody', { role, sites: role === 'liaison' ? ['airport'] : null });
    for (const [method, path, body, own] of ROUTES) {
      const answer = await browser.call(method, path('MK-007'), bodyFor(body, 'MK-007'));
      expect([method, path('MK-007'), JSON.stringify(body), answer.status]).toEqual([method, path('MK-007'), JSON.stringify(body), own[role]]);
    }
  });

  test('a liaison officer and the kiosk of another site: like a kiosk that does not exist', async () => {
    const browser = await liaison();
    for (const [method, path, body, , other] of ROUTES) {
      const [foreign, none] = [await browser.call(method, path('MK-008'), bodyFor(body, 'MK-008')), await browser.call(method, path('MK-999'), bodyFor(body, 'MK-999'))];
      const expected = path('MK-008') === '/maintenance' ? 403 : other;
      expect([path('MK-008'), foreign.status]).toEqual([path('MK-008'), expected]);
      // Nothing tells a site that isn't theirs from one that isn't there.
      const isHidden = foreign.status === 404;
      expect(isHidden ? await foreign.text() : '').toBe(isHidden ? await none.text() : '');
    }
    const board = await browser.get<Board>('/board');
    expect(board.kiosks.map(({ id }) => id)).toEqual(['MK-007']);
    expect(board.sites.map(({ id }) => id)).toEqual(['airport']);
    expect(JSON.stringify(board)).not.toContain('chamber');
  });

  test('jobs of another site can be neither seen nor touched', async () => {
    const admin = await officer('admin');
    const job = (await (await admin.call('POST', '/kiosks/MK-008/jobs', { type: 'restart_device', args: {} })).json()) as { id: string; state: string };
    expect(job.state).toBe('awaiting_approval');
    const browser = await liaison();
    for (const [method, path] of [['POST', 'approve'], ['POST', 'cancel'], ['GET', 'picture']] as const)
      expect([403, 404]).toContain((await browser.call(method, `/jobs/${job.id}/${path}`)).status);
    expect((await admin.call('POST', `/jobs/${job.id}/approve`)).status).toBe(403);
    const second = await officer('second', { role: 'technician' });
    expect(await (await second.call('POST', `/jobs/${job.id}/approve`)).json()).toMatchObject({ state: 'queued', approvedBy: { account: 'second' } });
  });
});

test('an incident appears, is told live, is taken over, and shows who was called', async () => {
  const browser = await officer('liaison', { name: { ar: 'نورة الحربي', en: 'Noura Alharbi' }, role: 'liaison', duties: ['liaison'], sites: ['airport'] });
  const live = await fetch(`${hub.url}/api/live`, { headers: { cookie: browser.cookie } });
  const reader = live.body!.pipeThrough(new TextDecoderStream()).getReader();
  hub.fleet.heard('MK-007');
  expect((await browser.get<KioskPage>('/kiosks/MK-007')).kiosk.status).not.toBe('offline');

  const goSilent = async (): Promise<void> => {
    for (let seconds = 0; seconds < 200; seconds += 1) {
      nowMs += 1000;
      await room.desk.look();
    }
  };
  const record = hub.fleet.record('MK-007')!;
  Object.assign(record, { link: 'offline', status: 'offline', statusSinceMs: nowMs });
  await goSilent();
  const { incidents } = await browser.get<Inbox>('/incidents');
  expect(incidents).toMatchObject([{ rule: 'A4', phase: 'firing', mayAcknowledge: true, mayClear: false, deliveries: [{ channel: 'in_app', state: 'sent' }] }]);
  const taken = await (await browser.call('POST', `/incidents/${incidents[0]!.id}/acknowledge`)).json();
  expect(taken).toMatchObject({ phase: 'acknowledged', acknowledgement: { by: { account: 'liaison', name: { ar: 'نورة الحربي', en: 'Noura Alharbi' } } } });
  expect((await browser.call('POST', `/incidents/${incidents[0]!.id}/clear`)).status).toBe(403);
  expect((await (await liaison('other', 'chamber')).get<Inbox>('/incidents')).incidents).toEqual([]);

  // Nobody is called for a kiosk that was shut out.
  await hub.identity.revoke('MK-007', { account: 'admin', role: 'administrator', address: null }, 'sold');
  await goSilent();
  await goSilent();
  expect((await browser.get<Inbox>('/incidents')).incidents).toEqual([]);

  let text = '';
  while (!text.includes('"acknowledged"')) text += (await reader.read()).value ?? '';
  const told = text.split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)) as Live);
  expect(told.some((one) => one.type === 'incident' && one.incident.phase === 'firing')).toBe(true);
  await reader.cancel();
});

test('the figures of a day, on the screen, as a table and on paper', async () => {
  const rows = DAY_EVENTS.map((event) => ({
    kiosk: 'MK-007',
    boot: event.boot,
    seq: event.seq,
    type: event.type,
    at_ms: event.atMs,
    monotonic_ms: event.monotonicMs,
    occurred_ms: event.atMs,
    received_ms: event.atMs,
    data: JSON.stringify(event.data),
  }));
  await hub.store.events.append(rows, []);
  const browser = await officer('boss', { role: 'manager' });
  const report = await browser.get<FiguresReport>('/figures?from=2026-11-22&to=2026-11-22');
  expect(report.figures.find(({ id }) => id === 'completion')).toMatchObject({ value: 23 / 26, n: 26 });
  expect(report.days).toMatchObject([{ day: '2026-11-22', visits: 27, completed: 23 }]);
  const csv = await (await browser.call('GET', '/figures.csv?from=2026-11-22&to=2026-11-22')).text();
  expect(csv).toMatch(/^﻿?id,name,unit,value/);
  expect(csv).toContain('completion,نسبة الإكمال,share,0.884615,26');
  const pdf = Buffer.from(await (await browser.call('GET', '/figures.pdf?from=2026-11-22&to=2026-11-22&language=ar')).arrayBuffer());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await browser.call('GET', '/figures?from=2026-11-23&to=2026-11-22')).status).toBe(400);
  expect((await browser.call('GET', '/figures?from=yesterday&to=today')).status).toBe(400);
});

test('the time before a kiosk was let in counts for nothing', async () => {
  const browser = await officer('boss', { role: 'manager' });
  const figure = async (id: string) => {
    const { figures } = await browser.get<FiguresReport>('/figures?from=2026-11-22&to=2026-11-22&kiosk=MK-007');
    return figures.find((one) => one.id === id);
  };
  expect(await figure('availability_net')).toMatchObject({ value: null, n: 0 });
  const change = { id: '00000000-0000-4000-8000-000000000011', kiosk: 'MK-007', subject: 'status', from_state: 'unknown', to_state: 'in_service', reason: null, component: null, at_ms: NOON_MS - 3_600_000 };
  await hub.store.states.save([], [change]);
  expect(await figure('availability_net')).toMatchObject({ value: 1, n: 60 });
});

test('a day on which a kiosk did not change is told as it was, not as it is now', async () => {
  const browser = await officer('boss', { role: 'manager' });
  const change = (day: string, from_state: string, to_state: string) => ({ id: randomUUID(), kiosk: 'MK-007', subject: 'status', from_state, to_state, reason: null, component: null, at_ms: Date.parse(`${day}T12:00:00+03:00`) });
  await hub.store.states.save([], [change('2026-11-15', 'in_service', 'out_of_service'), change('2026-11-18', 'out_of_service', 'in_service')]);
  const serving = async (day: string) => (await browser.get<FiguresReport>(`/figures?from=${day}&to=${day}&kiosk=MK-007`)).days[0]?.servingShare;
  expect(hub.fleet.record('MK-007')?.status).toBe('unknown');
  expect([await serving('2026-11-15'), await serving('2026-11-16'), await serving('2026-11-17'), await serving('2026-11-18')]).toEqual([0.5, 0, 0, 0.5]);
});

test('a report of more visits than the hub can hold is refused, not begun', async () => {
  const rows = [1, 2].flatMap((journey) =>
    (['journey.first_touch', 'journey.ended'] as const).map((type, index) => ({ kiosk: 'MK-007', boot: randomUUID(), seq: journey * 10 + index, type, at_ms: NOON_MS, monotonic_ms: journey, occurred_ms: NOON_MS, received_ms: NOON_MS, data: JSON.stringify({ journey }) })),
  );
  const boot = rows[0]!.boot;
  await hub.store.events.append(rows.map((row) => ({ ...row, boot })), []);
  const kiosks = hub.directory.kiosks().filter(({ id }) => id === 'MK-007');
  expect(await gatherFacts(hub, kiosks, DAY_MS, DAY_MS + 86_400_000, 1)).toEqual({ ok: false, fault: 'too_much' });
  expect(await gatherFacts(hub, kiosks, DAY_MS, DAY_MS + 86_400_000, 2)).toMatchObject({ ok: true });
});

test('a stream ends with the sign-in it was opened with', async () => {
  const browser = await liaison();
  const live = await fetch(`${hub.url}/api/live`, { headers: { cookie: browser.cookie } });
  const reader = live.body!.pipeThrough(new TextDecoderStream()).getReader();
  await room.live.checkReaders();
  expect((await reader.read()).done).toBe(false);
  await browser.call('POST', '/sign-out');
  await room.live.checkReaders();
  let isDone = false;
  while (!isDone) isDone = (await reader.read()).done;
  expect(isDone).toBe(true);
});

test('a stream follows the rights of whoever reads it', async () => {
  const browser = await liaison();
  const live = await fetch(`${hub.url}/api/live`, { headers: { cookie: browser.cookie } });
  const reader = live.body!.pipeThrough(new TextDecoderStream()).getReader();
  await room.officers.save({ ...(await room.officers.find('liaison'))!, sites: ['chamber'] });
  await room.live.checkReaders();
  hub.events.emit('kiosk', { kiosk: 'MK-007' });
  hub.events.emit('kiosk', { kiosk: 'MK-008' });
  let text = '';
  while (!text.includes('MK-008')) text += (await reader.read()).value ?? '';
  expect(text).not.toContain('MK-007');
  await reader.cancel();
});

test('everybody is told of a job with rights of their own', async () => {
  const admin = await officer('admin');
  const second = await officer('second', { role: 'technician' });
  const readers = await Promise.all([admin, second].map(async ({ cookie }) => (await fetch(`${hub.url}/api/live`, { headers: { cookie } })).body!.pipeThrough(new TextDecoderStream()).getReader()));
  await admin.call('POST', '/kiosks/MK-008/jobs', { type: 'restart_device', args: {} });
  const told = readers.map(async (reader) => {
    let text = '';
    while (!/"mayApprove":(true|false)/.test(text)) text += (await reader.read()).value ?? '';
    await reader.cancel();
    return text;
  });
  const [toAdmin, toSecond] = await Promise.all(told);
  expect(toAdmin).toContain('"mayApprove":false');
  expect(toSecond).toContain('"mayApprove":true');
});

test('a page that takes nothing any more is let go, and costs the hub no memory', async () => {
  const browser = await liaison();
  const told = await hub.jobs.request({ kiosk: 'MK-007', type: 'diagnose', args: { depth: 'light' }, by: { account: 'liaison', role: 'liaison', address: null } });
  if (!told.ok) throw new Error(told.fault);
  const large = { ...told.value, findings: JSON.stringify({ much: 'x'.repeat(200_000) }) };
  // Were it kept, the connection would never end and neither would this.
  const gone = new Promise<void>((done) => {
    const asked = request(`${hub.url}/api/live`, { headers: { cookie: browser.cookie } }, (response) => {
      response.pause();
      response.on('error', () => undefined);
      response.once('close', done);
      const tell = (times: number): void => {
        if (times === 400) return void response.resume();
        hub.events.emit('job', large);
        setImmediate(() => tell(times + 1));
      };
      tell(0);
    });
    asked.on('error', () => undefined);
    asked.end();
  });
  await expect(gone).resolves.toBeUndefined();
});

test('maintenance is planned, shown, and ended; what makes no sense is refused', async () => {
  const browser = await officer('tech', { role: 'technician' });
  const plan = { kiosk: 'MK-007', reason: 'repair', startsMs: nowMs, minutes: 60 };
  for (const change of [{ minutes: 600 }, { reason: 'because' }, { startsMs: nowMs - 10 * 3_600_000 }, { kiosk: 'MK-999' }])
    expect([400, 404]).toContain((await browser.call('POST', '/maintenance', { ...plan, ...change })).status);
  const window = (await (await browser.call('POST', '/maintenance', plan)).json()) as MaintenanceView;
  expect((await browser.get<KioskPage>('/kiosks/MK-007')).maintenance).toMatchObject({ id: window.id, owner: { ar: 'tech' } });
  expect((await browser.call('POST', `/maintenance/${window.id}/end`)).status).toBe(204);
  expect((await browser.call('POST', `/maintenance/${window.id}/end`)).status).toBe(404);
  expect((await browser.get<KioskPage>('/kiosks/MK-007')).maintenance).toBeNull();
});

test('work that goes on past its planned end calls whoever planned it, until it ends', async () => {
  const browser = await officer('tech', { role: 'technician' });
  expect((await browser.call('POST', '/maintenance', { kiosk: 'MK-007', reason: 'repair', startsMs: nowMs, minutes: 30 })).status).toBe(200);
  Object.assign(hub.fleet.record('MK-007')!, { link: 'online', status: 'maintenance', statusSinceMs: nowMs });
  const look = async (minutes: number) => {
    nowMs += minutes * 60_000;
    await room.readPlans();
    await room.desk.look();
    return room.desk.open.map(({ rule }) => rule);
  };
  expect(await look(29)).toEqual([]);
  expect(await look(2)).toEqual(['A12']);
  expect(await look(20)).toEqual(['A12']);
  const { incidents } = await browser.get<Inbox>('/incidents');
  expect(incidents[0]?.deliveries.map(({ kind, to }) => [kind, to.en])).toContainEqual(['firing', 'tech']);
  Object.assign(hub.fleet.record('MK-007')!, { status: 'in_service', statusSinceMs: nowMs });
  await look(1);
  expect(await look(2)).toEqual([]);
});

test('a stranger who tries without end does not fill the audit', async () => {
  const stranger = new Browser();
  const tries = Array.from({ length: 60 }, () => stranger.call('POST', '/sign-in', { account: 'nobody', password: 'guess', code: '000000' }));
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  const looked = statuses.filter((status) => status === 401).length;
  expect(statuses.filter((status) => status === 429).length).toBe(60 - looked);
  expect(await hub.store.audit.search({ action: 'officer.sign_in', limit: 100 })).toHaveLength(looked);
  expect(looked).toBeLessThan(30);
});

test('who looks after some sites ends maintenance there, and nowhere else', async () => {
  const at = async (kiosk: string): Promise<string> => {
    const all = await (await officer('tech', { role: 'technician' })).call('POST', '/maintenance', { kiosk, reason: 'repair', startsMs: nowMs, minutes: 60 });
    nowMs += 30_000;
    return ((await all.json()) as MaintenanceView).id;
  };
  const [own, other] = [await at('MK-007'), await at('MK-008')];
  const browser = await officer('near', { role: 'technician', sites: ['airport'] });
  expect((await browser.call('POST', `/maintenance/${own}/end`)).status).toBe(204);
  expect((await browser.call('POST', `/maintenance/${other}/end`)).status).toBe(404);
  expect((await (await liaison()).call('POST', `/maintenance/${other}/end`)).status).toBe(403);
});

test('what ended at one’s own site is seen however much ended elsewhere', async () => {
  const ended = (kiosk: string, site: string, resolvedMs: number): Incident => ({
    id: randomUUID(), fingerprint: randomUUID(), rule: 'A4', scope: { kind: 'kiosk', kiosk, site }, reason: 'offline', severity: 'major', phase: 'resolved',
    sinceMs: resolvedMs - 1, firedMs: resolvedMs - 1, clearSinceMs: resolvedMs, resolvedMs, reopened: 0, acknowledgement: null, calledMs: null, stepsTaken: [],
    remindedMs: null, transitionsMs: [], isFlapping: false, toldMs: [],
  });
  const elsewhere = Array.from({ length: 201 }, (_, index) => ended('MK-008', 'chamber', NOON_MS + index));
  await new AlertStore(hub.store).save([ended('MK-007', 'airport', NOON_MS - 1), ...elsewhere], [], []);
  const { incidents } = await (await liaison()).get<Inbox>('/incidents?state=ended');
  expect(incidents.map(({ scope }) => scope)).toEqual([{ kind: 'kiosk', kiosk: 'MK-007', site: 'airport' }]);
});

test('the audit is read page by page without losing what was written in one instant', async () => {
  const boss = await officer('boss', { role: 'manager' });
  const entry = { atMs: nowMs, who: 'hub', role: 'hub', address: null, action: 'same.instant', target: null, reason: null, outcome: 'ok' };
  await Promise.all(Array.from({ length: 150 }, () => hub.store.audit.append(entry)));
  const first = await boss.get<AuditPage>('/audit?action=same.instant');
  const second = await boss.get<AuditPage>(`/audit?action=same.instant&beforeSeq=${String(first.before)}`);
  expect(new Set([...first.entries, ...second.entries].map(({ seq }) => seq)).size).toBe(150);
  expect(second.before).toBeNull();
});

test('deeds are in the audit, and so is reading it; a password typed as a name is not', async () => {
  const browser = await officer('admin');
  await new Browser().call('POST', '/sign-in', { account: 'hunter2 my password', password: 'x', code: '1' });
  await browser.call('POST', '/kiosks/MK-007/enrolment-code');
  await browser.get<AuditPage>('/audit');
  const { entries } = await browser.get<AuditPage>('/audit');
  expect(entries.slice(0, 3).map(({ action, who }) => `${who} ${action}`)).toEqual(['admin audit.read', 'admin kiosk.enrolment_code', 'unknown officer.sign_in']);
  expect(JSON.stringify(await hub.store.read.selectFrom('audit').selectAll().execute())).not.toContain('hunter2');
  expect(await hub.store.audit.firstBroken()).toBeNull();
});

test('too large a body, and one that is no JSON, are refused in the page’s own words', async () => {
  const browser = await officer('admin');
  expect((await browser.call('POST', '/maintenance', { kiosk: 'x'.repeat(20_000) })).status).toBe(400);
  const answer = await fetch(`${hub.url}/api/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
  expect([answer.status, await answer.json()]).toEqual([400, { problem: 'malformed' }]);
});

test('what is older than thirteen months is forgotten, gauges after one; the audit and what is new stay', async () => {
  const day = 24 * 3_600_000;
  const row = (seq: number, type: string, ageDays: number) => {
    const atMs = nowMs - ageDays * day;
    return { kiosk: 'MK-007', boot: '00000000-0000-4000-8000-000000000009', seq, type, at_ms: atMs, monotonic_ms: 1, occurred_ms: atMs, received_ms: atMs, data: '{}' };
  };
  await hub.store.events.append([row(1, 'gauge.memory', 29), row(2, 'gauge.memory', 31), row(3, 'journey.first_touch', 399), row(4, 'journey.first_touch', 401)], []);
  const refused = (seq: number, ageDays: number) => ({ kiosk: 'MK-007', boot: '00000000-0000-4000-8000-000000000009', seq, type: null, reason: 'unknown_type', bytes: 1, received_ms: nowMs - ageDays * day });
  await hub.store.events.append([], [refused(5, 399), refused(6, 401)]);
  await officer('admin');
  const audited = await hub.store.audit.search({ limit: 100 });
  expect(await forgetOld(hub.store, nowMs)).toBe(3);
  expect(await hub.store.events.quarantined('MK-007', 10)).toMatchObject([{ seq: 5 }]);
  expect((await hub.store.read.selectFrom('events').select('seq').orderBy('seq').execute()).map(({ seq }) => seq)).toEqual([1, 3]);
  expect(await hub.store.audit.search({ limit: 100 })).toEqual(audited);
});

test('a copy of the database is whole, and old ones go', async () => {
  await officer('admin');
  for (let day = 0; day < 16; day += 1) {
    nowMs += 24 * 3_600_000;
    await room.backups.tick();
  }
  const copies = readdirSync(join(folder, 'backups'));
  expect(copies).toHaveLength(14);
  const copy = await openStore({ kind: 'sqlite', file: join(folder, 'backups', copies.at(-1)!) });
  expect(await copy.read.selectFrom('officers').select('account').execute()).toEqual([{ account: 'admin' }]);
  await copy.close();
});
