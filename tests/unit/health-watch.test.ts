import { expect, onTestFinished, test, vi } from 'vitest';
import type { DeviceEvent, PrinterState } from '../../src/devices/link.ts';
import { NO_ADMIN } from '../../src/domain/health-status.ts';
import { STARTING_LIMIT_MS, type ComponentId } from '../../src/domain/health.ts';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import { HealthBoard } from '../../src/main/health/board.ts';
import { offsetFrom, watchClock } from '../../src/main/health/clock-watch.ts';
import { watchDevices } from '../../src/main/health/device-watch.ts';
import { GatewayLedger } from '../../src/main/health/gateway-ledger.ts';
import { GATEWAY_WATCH_TIMING, watchGateway } from '../../src/main/health/gateway-watch.ts';
import { keepService } from '../../src/main/health/keeper.ts';
import { watchPage } from '../../src/main/health/page-watch.ts';
import { runProbes } from '../../src/main/health/probe.ts';
import { guardPage } from '../../src/main/guarded-page.ts';
import { GUARD_POLICY } from '../../src/main/page-guard.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { FakeDevices, FakeGateway, TestKiosk } from '../harness/fakes.ts';

const SECOND_MS = 1_000;
const EVERY_MINUTE = new Proxy({} as Record<ComponentId, number>, { get: () => 60 * SECOND_MS });

function bench(notFitted: readonly ComponentId[] = []) {
  const clock = new FakeClock();
  const board = new HealthBoard({
    clock,
    intervalsMs: EVERY_MINUTE,
    notFitted: new Set(notFitted),
    admin: () => NO_ADMIN,
  });
  const told: string[] = [];
  board.subscribe(({ changed }) => {
    for (const { component, reason, state } of changed) told.push(`${component} ${reason ?? state}`);
  });
  const of = (id: ComponentId) => {
    const { reason, state } = board.health().components[id];
    return reason ?? state;
  };
  return { board, clock, of, told };
}

// The board

test('tells a change once, and old evidence as unknown since it was found out', async () => {
  const { board, clock, of, told } = bench();
  board.note('disk', { state: 'ok' });
  board.note('disk', { state: 'ok' });
  expect(told).toEqual(['disk ok']);
  await clock.pass(181 * SECOND_MS);
  board.refresh();
  board.refresh();
  expect(told.filter((line) => line.startsWith('disk'))).toEqual(['disk ok', 'disk unknown']);
  const { since } = board.health().components.disk;
  await clock.pass(100 * SECOND_MS);
  expect(of('disk')).toBe('unknown');
  expect(board.health().components.disk.since).toBe(since);
});

test('a part that is not fitted has no evidence', () => {
  const { board, of } = bench(['power']);
  board.note('power', { reason: 'power.battery_low' });
  expect(of('power')).toBe('not_fitted');
});

test('a wall clock that is set makes nothing old and nothing young', async () => {
  const { board, clock, of } = bench();
  board.note('disk', { state: 'ok' });
  clock.setWall(24 * 3600 * SECOND_MS);
  expect(of('disk')).toBe('ok');
  clock.setWall(-48 * 3600 * SECOND_MS);
  await clock.pass(181 * SECOND_MS);
  expect(of('disk')).toBe('unknown');
});

// Probes

test('looks again and again, and takes a look that hangs or throws for none', async () => {
  const { board, clock, of } = bench();
  const answers: (() => Promise<{ state: 'ok' }>)[] = [
    async () => ({ state: 'ok' }),
    () => new Promise(() => undefined),
    () => Promise.reject(new Error('no such file')),
    async () => ({ state: 'ok' }),
  ];
  const look = () => (answers.shift() ?? (async () => ({ state: 'ok' as const })))();
  const stop = runProbes([{ component: 'disk', everyMs: 10_000, limitMs: 1_000, look }], board, clock);
  await clock.pass(0);
  expect(of('disk')).toBe('ok');
  await clock.pass(11_000);
  expect(of('disk'), 'hung').toBe('unknown');
  await clock.pass(10_000);
  expect(of('disk'), 'threw').toBe('unknown');
  await clock.pass(10_000);
  expect(of('disk')).toBe('ok');
  stop();
  answers.push(() => Promise.reject(new Error('looked after the end')));
  await clock.pass(60_000);
  expect(of('disk')).toBe('ok');
});

// The gateway

test('three failures in a row are down, two answers in a row are up', () => {
  const ledger = new GatewayLedger(() => 0);
  const after = (...calls: ('timeout' | null)[]) => {
    for (const call of calls) ledger.note(call, 100);
    return ledger.evidence(null);
  };
  expect(after(null, 'timeout', 'timeout')).toMatchObject({ state: 'ok' });
  expect(after('timeout')).toEqual({ reason: 'gateway.timeout' });
  expect(after(null)).toEqual({ reason: 'gateway.timeout' });
  expect(after('timeout', null)).toEqual({ reason: 'gateway.timeout' });
  expect(after(null)).toMatchObject({ state: 'ok' });
});

test('names what it failed by, not what the client made of it', () => {
  const ledger = new GatewayLedger(() => 0);
  for (const failure of ['unreachable', 'unreachable', 'unavailable'] as const) ledger.note(failure, 1);
  expect(ledger.evidence(null)).toEqual({ reason: 'gateway.unreachable' });
});

test('a gateway that fails every other call is down too', () => {
  const ledger = new GatewayLedger(() => 0);
  for (let call = 0; call < 20; call += 1) ledger.note(call % 2 === 0 ? null : 'unavailable', 100);
  expect(ledger.evidence(null)).toEqual({ reason: 'gateway.unavailable' });
});

test('slow answers make it slow, and one slow answer among many does not', () => {
  const ledger = new GatewayLedger(() => 0);
  for (let call = 0; call < 19; call += 1) ledger.note(null, 200);
  ledger.note(null, 9_000);
  expect(ledger.evidence(null)).toMatchObject({ state: 'ok' });
  ledger.note(null, 4_000);
  expect(ledger.evidence(null)).toEqual({ reason: 'gateway.slow', value: { amount: 4_000, unit: 'ms' } });
});

test('asks by itself when nobody else does, soon after a failure, and closes the inquiry until it is answered twice', async () => {
  const { board, clock, of } = bench();
  const gateway = new FakeGateway();
  let answer: Result<string, { readonly code: 'unreachable' }> = ok('session');
  gateway.openSession = async () => {
    gateway.calls.push('openSession');
    return answer;
  };
  const watched = watchGateway(gateway, board, clock);
  const asked = () => gateway.calls.filter((call) => call === 'openSession').length;
  await clock.pass(GATEWAY_WATCH_TIMING.idleMs);
  expect([asked(), of('gateway')]).toEqual([1, 'ok']);
  expect(gateway.calls, 'its own session is ended').toContain('endSession');
  answer = fault({ code: 'unreachable' });
  await clock.pass(GATEWAY_WATCH_TIMING.idleMs + 2 * GATEWAY_WATCH_TIMING.suspectMs);
  expect([of('gateway'), watched.gateway.health()]).toEqual(['gateway.unreachable', 'down']);
  answer = ok('session');
  await clock.pass(GATEWAY_WATCH_TIMING.suspectMs);
  expect(watched.gateway.health(), 'once may be luck').toBe('down');
  await clock.pass(GATEWAY_WATCH_TIMING.suspectMs);
  expect(watched.gateway.health()).toBe('up');
  watched.close();
});

test('a gateway that answers nothing is found out on a weak line too, where a call may take 16 s', async () => {
  const { board, clock, of } = bench();
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const limit = new AbortController();
    clock.after(ms, () => limit.abort());
    return limit.signal;
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const gateway = new FakeGateway();
  gateway.openSession = (_language, signal) =>
    new Promise((resolve) => {
      const end = (): void => resolve(fault({ code: 'timeout' }));
      signal.addEventListener('abort', end);
      clock.after(16 * SECOND_MS, end);
    });
  const watched = watchGateway(gateway, board, clock);
  await clock.pass(GATEWAY_WATCH_TIMING.idleMs + 3 * (16 * SECOND_MS + GATEWAY_WATCH_TIMING.suspectMs));
  expect([of('gateway'), watched.gateway.health()]).toEqual(['gateway.timeout', 'down']);
  watched.close();
});

test("a visitor's call counts, what it says about the visitor doesn't, and one that nobody waits for doesn't either", async () => {
  const { board, clock, of } = bench();
  const gateway = new FakeGateway();
  const watched = watchGateway(gateway, board, clock);
  const inquire = async (code: 'not_found' | 'timeout', signal = new AbortController().signal) => {
    gateway.answer = async () => fault({ code });
    await watched.gateway.inquire({} as never, signal);
  };
  await inquire('not_found');
  expect(of('gateway')).toBe('ok');
  const left = new AbortController();
  left.abort();
  for (let call = 0; call < 5; call += 1) await inquire('timeout', left.signal);
  expect(of('gateway')).toBe('ok');
  for (let call = 0; call < 3; call += 1) await inquire('timeout');
  expect(of('gateway')).toBe('gateway.timeout');
  watched.close();
});

// Reader and printer

class WatchedDevices extends FakeDevices {
  up = true;
  starts = 0;
  restarts = () => this.starts;
  isUp = () => this.up;
}

async function withDevices() {
  const here = bench();
  const devices = new WatchedDevices();
  const watch = watchDevices(devices, here.board, here.clock);
  await here.clock.pass(10 * SECOND_MS);
  return { ...here, devices, watch };
}

const NO_READ: DeviceEvent = { type: 'reader.fault', armingId: 'x', code: 'unreadable' };

test.each<[PrinterState, string, string]>([
  ['ready', 'ok', 'ok'],
  ['paper_low', 'ok', 'paper.low'],
  ['paper_out', 'ok', 'paper.out'],
  ['cover_open', 'printer.cover_open', 'unknown'],
  ['cutter', 'printer.cutter', 'unknown'],
  ['offline', 'printer.offline', 'unknown'],
  ['unknown', 'unknown', 'unknown'],
])('a printer that says %s: printer %s, paper %s', async (state, printer, paper) => {
  const { devices, of } = await withDevices();
  devices.emit({ type: 'printer.state', state, since: '' });
  expect([of('printer'), of('paper')]).toEqual([printer, paper]);
});

test('two receipts in a row that the printer failed are a fault of its own, until one comes out', async () => {
  const { devices, of } = await withDevices();
  const outcome = (result: 'printed' | 'unknown', reason: 'no_answer' | null): void =>
    devices.emit({ type: 'printer.outcome', jobId: 'a', outcome: result, reason, bytes: 1 });
  outcome('unknown', 'no_answer');
  expect(of('printer')).toBe('ok');
  outcome('unknown', 'no_answer');
  expect(of('printer')).toBe('printer.failed_jobs');
  outcome('printed', null);
  expect(of('printer')).toBe('ok');
});

test('a receipt that took long makes the printer slow until one is quick', async () => {
  const { clock, devices, of, watch } = await withDevices();
  const print = async (ms: number) => {
    devices.outcome = null;
    watch.devices.send({ type: 'printer.print', jobId: 'a', document: {} as never });
    await clock.pass(ms);
    devices.emit({ type: 'printer.outcome', jobId: 'a', outcome: 'printed', reason: null, bytes: 1 });
    return of('printer');
  };
  expect(await print(20 * SECOND_MS)).toBe('printer.slow');
  expect(await print(15 * SECOND_MS)).toBe('printer.slow');
  expect(await print(9 * SECOND_MS)).toBe('ok');
});

test('a reader that misreads a fifth of its cards is degraded; foreign documents are no misreadings', async () => {
  const { devices, of } = await withDevices();
  for (let card = 0; card < 16; card += 1) devices.emit({ type: 'reader.fault', armingId: 'x', code: 'unsupported_document' });
  for (let card = 0; card < 16; card += 1) devices.presentCard('1012345672');
  for (let card = 0; card < 3; card += 1) devices.emit(NO_READ);
  expect(of('reader')).toBe('ok');
  devices.emit(NO_READ);
  expect(of('reader')).toBe('reader.error_rate');
});

test('says what keeps the reader from working', async () => {
  const { devices, of } = await withDevices();
  devices.emit({ type: 'reader.state', state: 'unavailable' });
  expect(of('reader')).toBe('reader.unavailable');
  devices.emit({ type: 'device.trouble', device: 'reader', trouble: 'unplugged' });
  expect(of('reader')).toBe('reader.unplugged');
  devices.emit({ type: 'device.trouble', device: 'reader', trouble: null });
  devices.emit({ type: 'reader.state', state: 'ready' });
  expect(of('reader')).toBe('ok');
});

test('the process of the devices: away, back, and restarted too often', async () => {
  const { clock, devices, of, watch } = await withDevices();
  devices.up = false;
  devices.starts = 1;
  watch.refresh();
  expect(of('devices')).toBe('devices.away');
  devices.up = true;
  watch.refresh();
  expect(of('devices')).toBe('ok');
  devices.starts = 3;
  watch.refresh();
  expect(of('devices')).toBe('devices.restarts');
  await clock.pass(601 * SECOND_MS);
  watch.refresh();
  expect(of('devices')).toBe('ok');
});

test('that nothing is there yet at the start is no news', async () => {
  const { board, clock, told } = bench();
  const devices = new WatchedDevices();
  const watch = watchDevices(devices, board, clock);
  devices.emit({ type: 'reader.state', state: 'unavailable' });
  devices.emit({ type: 'printer.state', state: 'offline', since: '' });
  devices.emit({ type: 'reader.state', state: 'ready' });
  devices.emit({ type: 'printer.state', state: 'ready', since: '' });
  watch.refresh();
  expect(told.filter((line) => /offline|unavailable/.test(line))).toEqual([]);
});

// The page

test('a page that beats is well, one that was started again is suspect for an hour, a silent one is down', async () => {
  const { board, clock, of } = bench();
  const { kiosk } = new TestKiosk();
  const watch = watchPage(kiosk, board, clock);
  watch.refresh();
  expect(of('page'), 'nobody knows of a page yet').toBe('starting');
  kiosk.report({ type: 'beat' });
  expect(of('page')).toBe('ok');
  await clock.pass(16 * SECOND_MS);
  watch.refresh();
  expect(of('page')).toBe('page.unresponsive');
  kiosk.report({ type: 'page_restarted', cause: 'hung' });
  kiosk.report({ type: 'beat' });
  expect(of('page')).toBe('page.restarted');
  await clock.pass(3_600 * SECOND_MS);
  kiosk.report({ type: 'beat' });
  expect(of('page')).toBe('ok');
});

test('a page that was opened and never beat is down once it has had the time to start', async () => {
  const { board, clock, of } = bench();
  const { kiosk } = new TestKiosk();
  const watch = watchPage(kiosk, board, clock);
  guardPage({ load: () => undefined, kill: () => undefined }, { clock, relaunch: () => undefined }).follow(kiosk);
  await clock.pass(STARTING_LIMIT_MS);
  watch.refresh();
  expect(of('page'), 'its guard may still be at work on it').not.toBe('page.unresponsive');
  await clock.pass(SECOND_MS);
  watch.refresh();
  expect(of('page')).toBe('page.unresponsive');
  kiosk.report({ type: 'beat' });
  expect(of('page')).toBe('ok');
});

test('a host without a window on purpose has no page to accuse', async () => {
  const { board, clock, of } = bench();
  const watch = watchPage(new TestKiosk().kiosk, board, clock);
  await clock.pass(2 * STARTING_LIMIT_MS);
  watch.refresh();
  board.refresh();
  expect(of('page')).toBe('unknown');
});

test.each(['maintenance', 'office', null] as const)('a page that its guard gave up is told, and no other trouble, with %s on the screen', async (told) => {
  const { board, clock, of } = bench();
  const { kiosk } = new TestKiosk();
  const watch = watchPage(kiosk, board, clock);
  const page = guardPage({ load: () => undefined, kill: () => undefined }, { clock, relaunch: () => undefined });
  page.follow(kiosk);
  page.guard.start();
  kiosk.report({ type: 'beat' });
  for (let crash = 0; crash <= GUARD_POLICY.crashBudget; crash += 1) {
    page.guard.gone('crashed');
    await clock.pass(GUARD_POLICY.settleMs);
  }
  expect(of('page')).toBe('page.crash_loop');
  if (told !== null) kiosk.takeOutOfService(told);
  await clock.pass(29 * SECOND_MS);
  watch.refresh();
  expect(of('page'), 'its guard is at work on it: nothing for the watchdog').toBe('page.crash_loop');
  for (let beat = 0; beat < 20; beat += 1) {
    await clock.pass(2 * SECOND_MS);
    kiosk.report({ type: 'beat' });
  }
  expect(of('page')).toBe('page.restarted');
});

test('a page that was given up before there was a kiosk is told to the kiosk when it comes', async () => {
  const { board, clock, of } = bench();
  const { kiosk } = new TestKiosk();
  const page = guardPage({ load: () => undefined, kill: () => undefined }, { clock, relaunch: () => undefined });
  page.guard.start();
  for (let crash = 0; crash <= GUARD_POLICY.crashBudget; crash += 1) {
    page.guard.gone('crashed');
    await clock.pass(GUARD_POLICY.settleMs);
  }
  watchPage(kiosk, board, clock);
  page.follow(kiosk);
  expect([kiosk.view().screen.id, of('page')]).toEqual(['out_of_service', 'page.crash_loop']);
  await clock.pass(30 * SECOND_MS);
  for (let beat = 0; beat < 16; beat += 1) {
    kiosk.report({ type: 'beat' });
    await clock.pass(2 * SECOND_MS);
  }
  expect([kiosk.view().screen.id, of('page')]).toEqual(['attract', 'ok']);
});

// The clock

test('reads the offset from an answer, and nothing from one that took long or has no date', () => {
  const server = Date.parse('Sat, 21 Nov 2026 07:42:00 GMT');
  expect(offsetFrom('Sat, 21 Nov 2026 07:42:00 GMT', server + 5_000, server + 5_200)).toBe(4_600);
  expect(offsetFrom('Sat, 21 Nov 2026 07:42:00 GMT', server, server + 2_001)).toBeNull();
  expect(offsetFrom(undefined, server, server)).toBeNull();
  expect(offsetFrom('yesterday', server, server)).toBeNull();
  expect(offsetFrom('+275760-09-13T00:00:00Z', server, server), 'no time that a clock could run on from').toBeNull();
});

test('a clock that is off is told in two steps, and the gateway’s time is used while it is wrong', async () => {
  const { board, clock, of } = bench();
  const watch = watchClock(board, clock);
  watch.noteOffset(1_900);
  expect(of('clock')).toBe('ok');
  watch.noteOffset(-2_500);
  expect(of('clock')).toBe('clock.offset');
  expect(watch.time()).toEqual(clock.now());
  watch.noteOffset(3_600_000);
  expect(of('clock')).toBe('clock.wrong');
  const right = clock.now().getTime() - 3_600_000;
  expect(watch.time().getTime()).toBe(right);
  await clock.pass(5_000);
  expect(watch.time().getTime()).toBe(right + 5_000);
});

test('a clock that somebody sets is noticed, and time runs on as it did', async () => {
  const { board, clock, of } = bench();
  const watch = watchClock(board, clock);
  watch.noteOffset(0);
  const before = clock.now().getTime();
  await clock.pass(5_000);
  watch.refresh();
  expect(of('clock')).toBe('ok');
  clock.setWall(86_400_000);
  watch.refresh();
  expect(of('clock')).toBe('clock.jumped');
  expect(watch.time().getTime()).toBe(before + 5_000);
  watch.noteOffset(100);
  expect(of('clock')).toBe('ok');
});

test('the time is proven by fresh evidence, also while it is not this machine’s', async () => {
  const { board, clock, of } = bench();
  const watch = watchClock(board, clock);
  expect(watch.isTimeProven()).toBe(false);
  clock.setWall(86_400_000);
  watch.refresh();
  // Set by somebody, to a time that nobody has told.
  expect([of('clock'), watch.isTimeProven()]).toEqual(['clock.jumped', false]);
  for (const offsetMs of [0, 2_500, 3_600_000]) {
    watch.noteOffset(offsetMs);
    expect(watch.isTimeProven()).toBe(true);
  }
  watch.noteOffset(0);
  await clock.pass(10 * EVERY_MINUTE.clock);
  expect([of('clock'), watch.isTimeProven()]).toEqual(['unknown', false]);
});

// What follows for visitors

function kept() {
  const here = bench();
  const kiosk = new TestKiosk();
  const stop = keepService(kiosk.kiosk, here.board, here.clock);
  return { ...here, kiosk, stop };
}

test('takes the kiosk out of service for want of a core part and back when it has been well for a while', async () => {
  const { board, clock, kiosk, stop } = kept();
  board.note('disk', { reason: 'disk.full' });
  expect(kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'disk' });
  board.note('disk', { reason: 'disk.low' });
  await clock.pass(9_000);
  expect(kiosk.screen.id).toBe('out_of_service');
  board.note('disk', { reason: 'disk.full' });
  await clock.pass(9_000);
  board.note('disk', { reason: 'disk.low' });
  await clock.pass(9_999);
  expect(kiosk.screen.id, 'the time counts from the last trouble').toBe('out_of_service');
  await clock.pass(1);
  expect(kiosk.screen.id).toBe('attract');
  stop();
});

test('lets a visitor finish first', () => {
  const { board, kiosk } = kept();
  kiosk.tap({ type: 'start' });
  board.note('power', { reason: 'power.battery_low' });
  expect(kiosk.screen.id).toBe('language');
  kiosk.tap({ type: 'finish' });
  expect(kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'power' });
});

test('stays in service while something still works', () => {
  const { board, kiosk } = kept();
  board.note('gateway', { reason: 'gateway.unreachable' });
  board.note('printer', { reason: 'printer.offline' });
  board.note('reader', { reason: 'reader.unplugged' });
  board.note('clock', { reason: 'clock.wrong' });
  expect(kiosk.screen.id).toBe('attract');
});

test('two core parts at once: back only when both are well', async () => {
  const { board, clock, kiosk } = kept();
  board.note('temperature', { reason: 'temperature.critical' });
  board.note('disk', { reason: 'disk.full' });
  expect(kiosk.screen).toMatchObject({ reason: 'heat' });
  board.note('temperature', { state: 'ok' });
  await clock.pass(10_000);
  expect(kiosk.screen).toMatchObject({ reason: 'disk' });
  board.note('disk', { state: 'ok' });
  await clock.pass(10_000);
  expect(kiosk.screen.id).toBe('attract');
});

test('does not take a part of which nothing is known any more for well', async () => {
  const { board, clock, kiosk } = kept();
  board.note('temperature', { reason: 'temperature.critical' });
  board.note('temperature', { state: 'unknown' });
  await clock.pass(60_000);
  expect(kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'heat' });
  board.note('temperature', { state: 'ok' });
  await clock.pass(9_000);
  board.note('temperature', { state: 'unknown' });
  await clock.pass(60_000);
  expect(kiosk.screen.id, 'it was not well for long enough').toBe('out_of_service');
  board.note('temperature', { reason: 'temperature.high' });
  await clock.pass(10_000);
  expect(kiosk.screen.id).toBe('attract');
});

test('a part of which nothing is known takes nobody out of service', async () => {
  const { board, clock, kiosk } = kept();
  board.note('disk', { state: 'unknown' });
  await clock.pass(60_000);
  expect(kiosk.screen.id).toBe('attract');
});
