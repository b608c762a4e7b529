import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readPublicKey, signText } from '../../contract/fleet/keys.ts';
import { challengeText, checkJob } from '../../contract/fleet/messages.ts';
import { LocalWire, type Bus } from '../../src/fleet/bus/bus.ts';
import { createHub, type Hub } from '../../src/fleet/hub.ts';
import { StoreUnavailable } from '../../src/fleet/store/outage.ts';
import { FleetKiosk, healthy, post } from '../harness/fleet-kiosk.ts';

/** A whole hub on SQLite, and kiosks that behave, and some that don't. */
const FLEET = {
  regions: [{ id: 'makkah', name_ar: 'منطقة مكة المكرمة', name_en: 'Makkah Region' }],
  sites: [{ id: 'airport', region: 'makkah', kind: 'airport', name_ar: 'مطار الملك عبدالعزيز', name_en: 'King Abdulaziz Airport' }],
  kiosks: ['MK-007', 'MK-008'].map((id) => ({
    id,
    site: 'airport',
    name_ar: 'صالة الوصول',
    name_en: 'Arrivals',
    public_key: null,
    enrolled_ms: null,
    revoked_ms: null,
  })),
};
const BOSS = { account: 'm.otaibi', role: 'administrator', address: null } as const;
const TECHNICIAN = { account: 'f.qahtani', role: 'technician', address: null } as const;

let folder: string;
let hub: Hub;
let errors: unknown[];

async function start(port = 0, bus?: Bus): Promise<Hub> {
  const started = await createHub({
    store: { kind: 'sqlite', file: join(folder, 'hub.sqlite') },
    keysFolder: join(folder, 'keys'),
    host: '127.0.0.1',
    port,
    tls: null,
    onError: (error) => errors.push(error),
    ...(bus !== undefined && { bus }),
  });
  await started.addKiosks(FLEET);
  return started;
}

beforeEach(async () => {
  errors = [];
  folder = mkdtempSync(join(tmpdir(), 'raha-hub-'));
  hub = await start();
});
afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
  if (errors.length > 0) throw new AggregateError(errors, 'the hub met bugs');
});

async function codeFor(kiosk: string): Promise<string> {
  const issued = await hub.identity.issueCode(kiosk, BOSS);
  if (!issued.ok) throw new Error(issued.fault);
  return issued.value.code;
}

async function enrolled(id = 'MK-007', type: 'ed25519' | 'ec' = 'ed25519'): Promise<FleetKiosk> {
  const kiosk = new FleetKiosk(id, hub.url, type);
  expect(await kiosk.enrol(await codeFor(id))).toMatchObject({ status: 200 });
  expect(await kiosk.signIn()).toMatchObject({ status: 200 });
  return kiosk;
}

describe('identity', () => {
  test.each(['ed25519', 'ec'] as const)('a kiosk enrols once with its code, and proves itself from then on (%s)', async (type) => {
    const kiosk = await enrolled('MK-007', type);
    const session = await kiosk.open();
    expect(await session.next('welcome')).toMatchObject({ beatMs: 15_000 });
    session.close();
    await session.closed;
  });

  test('a code works once, for its kiosk, with the key in hand', async () => {
    const code = await codeFor('MK-007');
    expect(await new FleetKiosk('MK-008', hub.url).enrol(code)).toMatchObject({ status: 401, body: { problem: 'wrong_code' } });
    expect(await new FleetKiosk('MK-007', hub.url).enrol(code)).toMatchObject({ status: 200 });
    expect(await new FleetKiosk('MK-007', hub.url).enrol(code)).toMatchObject({ status: 401, body: { problem: 'wrong_code' } });
    expect(await new FleetKiosk('MK-007', hub.url).enrol('AAAA-BBBB-CCCC-DDDD')).toMatchObject({ status: 401 });
  });

  test('nobody gets a token with another key, a used challenge, or another kiosk’s challenge', async () => {
    const kiosk = await enrolled();
    const thief = new FleetKiosk('MK-007', hub.url);
    expect(await thief.signIn()).toMatchObject({ status: 401, body: { problem: 'bad_signature' } });
    expect(await new FleetKiosk('ZZ-999', hub.url).signIn()).toMatchObject({ status: 401, body: { problem: 'bad_signature' } });
    const { body } = await post(hub.url, '/v1/challenge', { v: 1, kiosk: 'MK-007' });
    const challenge = String(body['challenge']);
    const request = { v: 1, kiosk: 'MK-007', challenge, signature: signText(kiosk.privateKey, challengeText('MK-007', challenge)) };
    expect(await post(hub.url, '/v1/token', { ...request, kiosk: 'MK-008' })).toMatchObject({ status: 401 });
    expect(await post(hub.url, '/v1/token', request)).toMatchObject({ status: 200 });
    expect(await post(hub.url, '/v1/token', request)).toMatchObject({ status: 401, body: { problem: 'unauthorized' } });
  });

  test.each(['', 'Bearer', 'Bearer abc', `Bearer ${'a'.repeat(60)}`])('"%s" is no token', async (authorization) => {
    expect(await post(hub.url, '/v1/events', {}, { authorization })).toMatchObject({ status: 401, body: { problem: 'unauthorized' } });
  });

  test('a code that was read out before the kiosk was revoked lets nobody in', async () => {
    const kiosk = await enrolled();
    const code = await codeFor('MK-007');
    await hub.identity.revoke('MK-007', BOSS, 'stolen');
    expect(await kiosk.enrol(code)).toMatchObject({ status: 401, body: { problem: 'wrong_code' } });
    expect(await kiosk.enrol(await codeFor('MK-007'))).toMatchObject({ status: 200 });
  });

  test('a revoked kiosk is out at once and everywhere, until it is enrolled again', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    await hub.identity.revoke('MK-007', BOSS, 'stolen');
    expect(await session.closed).toEqual({ code: 4002, reason: 'revoked' });
    expect(await session.next('refused')).toMatchObject({ reason: 'revoked' });
    expect(await kiosk.sendEvents([kiosk.event(1)])).toMatchObject({ status: 403, body: { problem: 'revoked' } });
    expect(await kiosk.signIn()).toMatchObject({ status: 403, body: { problem: 'revoked' } });
    const oldToken = kiosk.token;
    expect(await kiosk.enrol(await codeFor('MK-007'))).toMatchObject({ status: 200 });
    kiosk.token = oldToken;
    expect(await kiosk.sendEvents([kiosk.event(1)])).toMatchObject({ status: 401 });
    await kiosk.signIn();
    expect(await kiosk.sendEvents([kiosk.event(1)])).toMatchObject({ status: 200 });
    const audit = await hub.store.audit.search({ target: 'MK-007', limit: 20 });
    expect(audit.map(({ action }) => action)).toEqual(['kiosk.enrol', 'kiosk.enrolment_code', 'kiosk.revoke', 'kiosk.enrol', 'kiosk.enrolment_code']);
  });
});

describe('events', () => {
  test('are acknowledged when they are stored, and stored once', async () => {
    const kiosk = await enrolled();
    const told: number[] = [];
    hub.events.on('events', ({ events }) => told.push(...events.map(({ seq }) => seq)));
    const batch = [kiosk.event(1), kiosk.event(2), kiosk.event(5)];
    expect(await kiosk.sendEvents(batch)).toMatchObject({ status: 200, body: { ackedSeq: 5, rejected: [] } });
    expect(await hub.store.events.count()).toBe(3);
    // The answer was lost; the kiosk sends again, with one more.
    expect(await kiosk.sendEvents([...batch, kiosk.event(6)])).toMatchObject({ status: 200, body: { ackedSeq: 6 } });
    expect(await hub.store.events.count()).toBe(4);
    expect(told).toEqual([1, 2, 5, 6]);
  });

  test('a poison event is put aside with its reason, and holds up nobody', async () => {
    const kiosk = await enrolled();
    const answer = await kiosk.sendEvents([
      kiosk.event(1),
      kiosk.event(2, { type: 'citizen.identified', data: { number: '1012345672' } }),
      kiosk.event(3, { data: { journey: 1, name: 'فهد' } }),
      kiosk.event(4, { data: { journey: 'one' } }),
      { seq: 5, type: 'journey.first_touch' },
      kiosk.event(6),
    ]);
    expect(answer).toMatchObject({ status: 200, body: { ackedSeq: 6 } });
    expect(answer.body.rejected).toEqual([
      { seq: 2, reason: 'unknown_type' },
      { seq: 3, reason: 'unknown_field' },
      { seq: 4, reason: 'bad_value' },
      { seq: 5, reason: 'bad_envelope' },
    ]);
    expect(await hub.store.events.count()).toBe(2);
    const aside = JSON.stringify(await hub.store.events.quarantined('MK-007', 10));
    expect(aside).toContain('unknown_type');
    expect(aside).not.toMatch(/1012345672|فهد|citizen/);
  });

  test('happened when the steady clock says, whatever the wall clock shows', async () => {
    const kiosk = await enrolled();
    const nextYear = Date.now() + 365 * 24 * 3_600_000;
    const before = Date.now();
    // The batch is sent at 1,000,000 ms of the steady clock.
    await kiosk.sendEvents([
      kiosk.event(1, { atMs: nextYear, monotonicMs: 940_000 }),
      kiosk.event(2, { atMs: nextYear, monotonicMs: 2_000_000 }),
      kiosk.event(3, { atMs: nextYear, boot: randomUUID() }),
    ]);
    const rows = await hub.store.events.ofKiosk('MK-007', ['journey.first_touch'], 0, Date.now() + 1);
    const at = new Map(rows.map(({ occurred_ms, seq }) => [seq, occurred_ms]));
    expect(at.get(1)).toBeGreaterThanOrEqual(before - 60_000);
    expect(at.get(1)).toBeLessThanOrEqual(Date.now() - 60_000);
    for (const { occurred_ms, received_ms } of rows) expect(occurred_ms).toBeLessThanOrEqual(received_ms);
    expect(at.size).toBe(3);
  });

  test.each([
    ['201 events', (kiosk: FleetKiosk) => Array.from({ length: 201 }, (_, index) => kiosk.event(index)), 413, 'too_large'],
    ['none', () => [], 400, 'malformed'],
    ['numbers that go back', (kiosk: FleetKiosk) => [kiosk.event(2), kiosk.event(1)], 400, 'malformed'],
    ['an event without a number', (kiosk: FleetKiosk) => [{ ...kiosk.event(1), seq: undefined }], 400, 'malformed'],
  ])('a batch of %s is refused as a whole', async (_what, make, status, problem) => {
    const kiosk = await enrolled();
    expect(await kiosk.sendEvents(make(kiosk))).toMatchObject({ status, body: { problem } });
    expect(await hub.store.events.count()).toBe(0);
  });

  test('a second batch before the first is answered has to wait', async () => {
    const kiosk = await enrolled();
    const answers = await Promise.all([kiosk.sendEvents([kiosk.event(1)]), kiosk.sendEvents([kiosk.event(2)])]);
    const late = answers.find(({ status }) => status !== 200);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    expect(Number(late?.retryAfter)).toBeGreaterThan(0);
  });

  test('a batch that is too large, plain or packed, is told to be smaller', async () => {
    const kiosk = await enrolled();
    const large = JSON.stringify({ filler: 'x'.repeat(300_000) });
    expect(await post(hub.url, '/v1/events', large, kiosk.authorization())).toMatchObject({ status: 413, body: { problem: 'too_large' } });
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const packed = { ...kiosk.authorization(), 'content-encoding': 'gzip' };
    expect(await post(hub.url, '/v1/events', bomb, packed)).toMatchObject({ status: 413, body: { problem: 'too_large' } });
    expect(await post(hub.url, '/v1/events', 'no gzip', packed)).toMatchObject({ status: 400 });
    expect(await post(hub.url, '/v1/events', '{"half":', kiosk.authorization())).toMatchObject({ status: 400 });
  });
});

describe('a session', () => {
  test('shows what the kiosk says, at once, and keeps it', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    expect(hub.fleet.record('MK-007')).toMatchObject({ link: 'online', status: 'in_service' });
    session.delta(2, healthy({ paper: { state: 'down', reason: 'paper.out' } }).filter(({ component }) => component === 'paper'));
    await session.next('ack', ({ n }) => n === 2);
    expect(hub.fleet.record('MK-007')).toMatchObject({ status: 'limited', decidedBy: { component: 'paper', reason: 'paper.out' } });
    const transitions = await hub.store.states.transitionsOf('MK-007', 0, Date.now() + 1_000);
    expect(transitions.filter(({ subject }) => subject === 'paper').at(-1)).toMatchObject({ from_state: 'ok', to_state: 'down', reason: 'paper.out' });
    expect(transitions.filter(({ subject }) => subject === 'status').at(-1)).toMatchObject({ to_state: 'limited', component: 'paper' });
    session.terminate();
    await vi.waitFor(() => expect(hub.fleet.record('MK-007')?.link).toBe('suspect'));
  });

  test('beats are answered and not stored', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    const before = (await hub.store.states.transitionsOf('MK-007', 0, Date.now() + 1_000)).length;
    for (let n = 2; n < 20; n += 1) session.beat(n, { gauges: { temperature_celsius: n } });
    const ack = await session.next('ack', ({ n }) => n === 19);
    expect(Math.abs(ack.hubTimeMs - Date.now())).toBeLessThan(5_000);
    expect(hub.fleet.record('MK-007')?.gauges).toEqual({ temperature_celsius: 19 });
    expect(await hub.store.states.transitionsOf('MK-007', 0, Date.now() + 1_000)).toHaveLength(before);
  });

  test('of the same kiosk replaces the one before, whose end then means nothing', async () => {
    const kiosk = await enrolled();
    const old = await kiosk.open();
    await old.next('welcome');
    const fresh = await kiosk.open();
    await fresh.next('welcome');
    expect(await old.closed).toEqual({ code: 4001, reason: 'superseded' });
    expect(hub.fleet.record('MK-007')?.link).toBe('online');
    fresh.beat(2);
    await fresh.next('ack');
  });

  test.each([
    ['no JSON', 4004, (session: { say(text: string): void }) => session.say('{"half":')],
    ['a beat before the hello', 4004, (session: { say(text: string): void }) => session.say('{"v":1,"type":"hb","n":1,"clock":{"atMs":1,"monotonicMs":1},"screen":null,"gauges":{}}')],
    ['a message of a megabyte', 1009, (session: { say(text: string): void }) => session.say('x'.repeat(1_000_000))],
  ])('with %s ends with a reason', async (_what, code, say) => {
    const kiosk = await enrolled();
    const session = await kiosk.open(null);
    say(session);
    expect((await session.closed).code).toBe(code);
  });

  test('stays when another hub tells late of the connection before it', async () => {
    await hub.close();
    const wire = new LocalWire();
    hub = await start(0, wire.join());
    const kiosk = await enrolled();
    const session = await kiosk.open(kiosk.hello({ conn: 2 }));
    await session.next('welcome');
    const other = wire.join();
    other.publish({ type: 'hello', kiosk: 'MK-007', boot: kiosk.boot, conn: 1 });
    session.beat(2);
    await session.next('ack', ({ n }) => n === 2);
    other.publish({ type: 'hello', kiosk: 'MK-007', boot: kiosk.boot, conn: 3 });
    expect((await session.closed).reason).toBe('superseded');
  });

  test('can’t speak for another kiosk', async () => {
    const kiosk = await enrolled();
    await enrolled('MK-008');
    const session = await kiosk.open({ ...kiosk.hello(), kiosk: 'MK-008' });
    expect(await session.closed).toEqual({ code: 4003, reason: 'another_kiosk' });
    expect(hub.fleet.record('MK-008')?.link).toBe('never');
  });

  test('that floods is ended', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    for (let n = 2; n < 100; n += 1) session.beat(n);
    expect(await session.closed).toEqual({ code: 4005, reason: 'too_many' });
  });

  test('without a token, or for another path, isn’t opened', async () => {
    const stranger = new FleetKiosk('MK-007', hub.url);
    await expect(stranger.open()).rejects.toThrow('refused: 401');
    await expect(new FleetKiosk('MK-007', `${hub.url}/elsewhere`).open()).rejects.toThrow('refused: 404');
  });

  test('works without WebSocket: messages by post, jobs by a poll that waits', async () => {
    const kiosk = await enrolled();
    const say = (messages: object[]) => post(hub.url, '/v1/session/messages', { v: 1, messages }, kiosk.authorization());
    const poll = async (wait: number) => {
      const response = await fetch(`${hub.url}/v1/jobs?wait=${String(wait)}`, { headers: kiosk.authorization() });
      return { status: response.status, body: (await response.json()) as { messages: { type: string }[] } };
    };
    expect((await poll(0)).status).toBe(409);
    expect(await say([{ v: 1, type: 'hb', n: 1, clock: { atMs: 1, monotonicMs: 1 }, screen: null, gauges: {} }])).toMatchObject({ status: 409, body: { problem: 'no_session' } });
    expect(await say([kiosk.hello()])).toMatchObject({ status: 200, body: { messages: [{ type: 'welcome' }] } });
    expect(await poll(0)).toMatchObject({ status: 200, body: { messages: [] } });
    const waiting = poll(20);
    await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    expect((await waiting).body.messages.map(({ type }) => type)).toEqual(['job']);
    const beat = { v: 1, type: 'hb', n: 2, clock: { atMs: Date.now(), monotonicMs: 1 }, screen: null, gauges: {} };
    expect(await say([beat])).toMatchObject({ body: { messages: [{ type: 'ack', n: 2 }] } });
    expect(hub.fleet.record('MK-007')?.link).toBe('online');

    // A poll whose connection is dead and the one that took its place: what comes goes to the new one, at once.
    const polls = [poll(25), poll(25)];
    expect((await Promise.race(polls)).body.messages).toEqual([]);
    await hub.jobs.request({ kiosk: 'MK-007', type: 'diagnose', args: { depth: 'light' }, by: TECHNICIAN });
    expect((await Promise.all(polls)).flatMap(({ body }) => body.messages.map(({ type }) => type))).toEqual(['job']);
  });
});

describe('remote jobs', () => {
  test('are signed, delivered at once, followed to their end, and in the audit', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    const { signed } = await session.next('job');
    const hubKey = readPublicKey(kiosk.hubKey);
    if (!hubKey.ok || !asked.ok) throw new Error('no key, no job');
    const memory = { has: () => false, begunSince: () => 0, begin: () => undefined };
    const checked = checkJob(signed, { kiosk: 'MK-007', hubKey: hubKey.value, nowMs: Date.now(), supported: ['print_test_slip'], memory });
    expect(checked).toMatchObject({ ok: true, value: { job: asked.value.id, issuedBy: 'f.qahtani' } });
    const update = (n: number, state: object) => session.say({ v: 1, type: 'job_update', n, job: asked.value.id, update: state });
    update(2, { state: 'accepted' });
    update(3, { state: 'running' });
    update(4, { state: 'succeeded', result: { findings: { paper: 'ok' }, picture: null } });
    update(5, { state: 'failed', result: null });
    await session.next('ack', ({ n }) => n === 5);
    expect(await hub.store.jobs.get(asked.value.id)).toMatchObject({ state: 'succeeded', findings: '{"paper":"ok"}' });
    const steps = await hub.store.jobs.stepsOf(asked.value.id);
    expect(steps.map(({ state }) => state).sort()).toEqual(['accepted', 'delivered', 'queued', 'running', 'succeeded']);
    expect((await hub.store.audit.search({ target: 'MK-007', action: 'job.request print_test_slip', limit: 5 })).length).toBe(1);
  });

  test('wait for a kiosk that is away, and are sent again when it never answered', async () => {
    const kiosk = await enrolled();
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'diagnose', args: { depth: 'light' }, by: TECHNICIAN });
    if (!asked.ok) throw new Error(asked.fault);
    for (let visit = 0; visit < 2; visit += 1) {
      const session = await kiosk.open();
      await session.next('job');
      session.terminate();
    }
    expect(await hub.store.jobs.get(asked.value.id)).toMatchObject({ state: 'delivered' });
  });

  test('that are dangerous need a second person', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'restart_device', args: {}, by: TECHNICIAN });
    if (!asked.ok) throw new Error(asked.fault);
    expect(asked.value).toMatchObject({ state: 'awaiting_approval', signature: null });
    expect(await hub.jobs.approve(asked.value.id, TECHNICIAN)).toEqual({ ok: false, fault: 'same_person' });
    expect(await hub.jobs.approve(asked.value.id, { ...BOSS, role: 'liaison' })).toEqual({ ok: false, fault: 'not_allowed' });
    expect(session.received.some(({ type }) => type === 'job')).toBe(false);
    expect(await hub.jobs.approve(asked.value.id, BOSS)).toMatchObject({ ok: true });
    expect(JSON.parse((await session.next('job')).signed.payload)).toMatchObject({ issuedBy: 'f.qahtani', approvedBy: 'm.otaibi' });
    expect(await hub.jobs.approve(asked.value.id, BOSS)).toEqual({ ok: false, fault: 'wrong_state' });
  });

  test('can be taken back until the kiosk has them, and asked back afterwards', async () => {
    const kiosk = await enrolled();
    const first = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    if (!first.ok) throw new Error(first.fault);
    expect(await hub.jobs.cancel(first.value.id, BOSS)).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    const session = await kiosk.open();
    await session.next('welcome');
    const second = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    if (!second.ok) throw new Error(second.fault);
    await session.next('job');
    await vi.waitFor(async () => expect(await hub.store.jobs.get(second.value.id)).toMatchObject({ state: 'delivered' }));
    await hub.jobs.cancel(second.value.id, BOSS);
    expect(await session.next('cancel_job')).toMatchObject({ job: second.value.id });
    expect(session.received.filter(({ type }) => type === 'job')).toHaveLength(1);
    expect(await hub.jobs.cancel(first.value.id, BOSS)).toEqual({ ok: false, fault: 'wrong_state' });
  });

  test.each([
    ['of another kiosk', { kiosk: 'ZZ-999' }, 'unknown_kiosk'],
    ['nobody listed', { type: 'run_shell' }, 'unknown_job'],
    ['with other arguments', { args: { copies: 500 } }, 'bad_arguments'],
    ['not for this role', { by: { ...BOSS, role: 'manager' as const } }, 'not_allowed'],
    ['the kiosk doesn’t know', { type: 'reload_configuration' }, 'unsupported'],
  ])('%s are refused', async (_what, changes, refusal) => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN, ...changes });
    expect(asked).toEqual({ ok: false, fault: refusal });
  });

  test('whose step can’t be written down now have it acknowledged when it can', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    if (!asked.ok) throw new Error(asked.fault);
    const away = vi.spyOn(hub.store.jobs, 'step').mockRejectedValue(new StoreUnavailable('away'));
    const say = (n: number) => session.say({ v: 1, type: 'job_update', n, job: asked.value.id, update: { state: 'running' } });
    say(2);
    await vi.waitFor(() => expect(away).toHaveBeenCalled());
    away.mockRestore();
    say(3);
    await session.next('ack', ({ n }) => n === 3);
    expect(session.received.filter((message) => message.type === 'ack' && message.n === 2)).toEqual([]);
    expect(await hub.store.jobs.get(asked.value.id)).toMatchObject({ state: 'running' });
  });

  test('that the kiosk took and then could not begin in time are over', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    if (!asked.ok) throw new Error(asked.fault);
    await session.next('job');
    session.say({ v: 1, type: 'job_update', n: 2, job: asked.value.id, update: { state: 'accepted' } });
    session.say({ v: 1, type: 'job_update', n: 3, job: asked.value.id, update: { state: 'rejected', reason: 'expired' } });
    await session.next('ack', ({ n }) => n === 3);
    expect(await hub.store.jobs.get(asked.value.id)).toMatchObject({ state: 'rejected', reason: 'expired' });
  });

  test('that are taken back while the kiosk is away are never done', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open();
    await session.next('welcome');
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    if (!asked.ok) throw new Error(asked.fault);
    await session.next('job');
    await vi.waitFor(async () => expect(await hub.store.jobs.get(asked.value.id)).toMatchObject({ state: 'delivered' }));
    session.close();
    await session.closed;
    await vi.waitFor(() => expect(hub.fleet.record('MK-007')?.link).toBe('suspect'));
    expect(await hub.jobs.cancel(asked.value.id, BOSS)).toMatchObject({ ok: true, value: { state: 'delivered', reason: 'cancel_asked' } });
    const again = await kiosk.open();
    expect(await again.next('cancel_job')).toMatchObject({ job: asked.value.id });
    expect(again.received.filter(({ type }) => type === 'job')).toEqual([]);
    again.say({ v: 1, type: 'job_update', n: 2, job: asked.value.id, update: { state: 'cancelled', result: null } });
    await again.next('ack', ({ n }) => n === 2);
    expect(await hub.store.jobs.get(asked.value.id)).toMatchObject({ state: 'cancelled' });
  });

  test('that nobody will ever do are not gathered without end', async () => {
    const asked = [];
    for (let count = 0; count < 21; count += 1) asked.push(await hub.jobs.request({ kiosk: 'MK-008', type: 'print_test_slip', args: {}, by: TECHNICIAN }));
    expect(asked.filter(({ ok }) => ok)).toHaveLength(20);
    expect(asked.at(-1)).toEqual({ ok: false, fault: 'too_many' });
    expect(await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN })).toMatchObject({ ok: true });
  });

  test('of one kiosk can’t be reported by another', async () => {
    await enrolled();
    const other = await enrolled('MK-008');
    const asked = await hub.jobs.request({ kiosk: 'MK-007', type: 'print_test_slip', args: {}, by: TECHNICIAN });
    if (!asked.ok) throw new Error(asked.fault);
    const session = await other.open();
    session.say({ v: 1, type: 'job_update', n: 2, job: asked.value.id, update: { state: 'succeeded', result: null } });
    await session.next('ack', ({ n }) => n === 2);
    expect(await hub.store.jobs.get(asked.value.id)).toMatchObject({ state: 'queued' });
  });
});

describe('a restart of the hub', () => {
  test('tells everybody to come back, remembers what was true, and calls nobody offline', async () => {
    const kiosk = await enrolled();
    const session = await kiosk.open(kiosk.hello({ components: healthy({ paper: { state: 'down', reason: 'paper.out' } }) }));
    await session.next('welcome');
    const { port } = new URL(hub.url);
    await hub.close();
    expect((await session.next('reconnect')).afterMs).toBeGreaterThan(0);
    expect((await session.closed).code).toBe(1013);
    const transitions: string[] = [];
    hub = await start(Number(port));
    hub.events.on('transition', ({ subject, to_state }) => transitions.push(`${subject} ${to_state}`));
    expect(hub.fleet.record('MK-007')).toMatchObject({ status: 'limited', decidedBy: { reason: 'paper.out' } });
    // The token outlives the restart: ten thousand kiosks need none anew.
    const again = await kiosk.open(kiosk.hello({ components: healthy({ paper: { state: 'down', reason: 'paper.out' } }) }));
    await again.next('welcome');
    expect(hub.fleet.record('MK-007')).toMatchObject({ link: 'online', status: 'limited' });
    expect(transitions.filter((transition) => transition.includes('offline'))).toEqual([]);
  });
});
