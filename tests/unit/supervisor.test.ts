import { beforeEach, expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { DeviceEvent } from '../../src/devices/link.ts';
import type { FromDevices, ToDevices } from '../../src/devices/process-messages.ts';
import { superviseDevices, type DeviceProcess, type SupervisedDevices } from '../../src/devices/supervisor.ts';

const SETUP = {
  reader: { driver: 'virtual' },
  documents: ['national_id', 'iqama'],
  printer: { address: 'tcp://127.0.0.1:1', widthDots: 576, profile: 'P1', provisioning: null, believesProcessId: true, waitForPaperMs: 0, hasUnfinishedJob: false },
  files: { receiptFonts: '', emblem: '' },
} as const;
const DOCUMENT = { language: 'ar', direction: 'rtl', items: [] } as const;

let nextAnswers = true;

/** A device process that the test holds in its hand. */
class FakeProcess implements DeviceProcess {
  readonly received: ToDevices[] = [];
  answers = nextAnswers;
  killed = false;
  #message: (message: FromDevices) => void = () => undefined;
  readonly #exit: (() => void)[] = [];

  post(message: ToDevices): void {
    this.received.push(message);
    if (message.type === 'ping' && this.answers) this.#message({ type: 'pong', count: message.count });
    if (message.type === 'shutdown' && this.answers) this.exit();
  }
  onMessage(listener: (message: FromDevices) => void): void {
    this.#message = listener;
  }
  onExit(listener: () => void): void {
    this.#exit.push(listener);
  }
  kill(): void {
    this.killed = true;
    this.exit();
  }
  exit(): void {
    for (const listener of this.#exit.splice(0)) listener();
  }
  say(event: DeviceEvent): void {
    this.#message({ type: 'event', event });
  }
  commands(): string[] {
    return this.received.flatMap((message) => (message.type === 'command' ? [message.command.type] : []));
  }
}

let clock: SimulatedClock;
let lives: FakeProcess[];
let devices: SupervisedDevices;
let events: DeviceEvent[];
const now = (): FakeProcess => lives.at(-1)!;

beforeEach(() => {
  clock = new SimulatedClock();
  nextAnswers = true;
  lives = [];
  events = [];
  devices = superviseDevices(
    () => {
      lives.push(new FakeProcess());
      return now();
    },
    SETUP,
    undefined,
    {
      setTimeout: (run, ms) => clock.setTimeout(run, ms),
      clearTimeout: (id) => clock.clearTimeout(id as never),
      now: () => clock.now(),
    },
  );
  devices.subscribe((event) => events.push(event));
});
const pass = (ms: number): void => {
  for (let at = 0; at < ms; at += 100) clock.increment(100);
};

test('a process is set up, pinged, and its events are passed on', () => {
  expect(now().received[0]).toEqual({ type: 'setup', setup: SETUP });
  pass(3000);
  expect(now().received.filter(({ type }) => type === 'ping').length).toBeGreaterThanOrEqual(3);
  now().say({ type: 'reader.state', state: 'ready' });
  expect(events.at(-1)).toEqual({ type: 'reader.state', state: 'ready' });
  expect(lives).toHaveLength(1);
});

test('after a crash the devices are away, then back; an arming is repeated', () => {
  now().say({ type: 'reader.state', state: 'ready' });
  devices.send({ type: 'reader.arm', armingId: 'a' });
  now().exit();
  expect(events.at(-2)).toEqual({ type: 'reader.state', state: 'unavailable' });
  expect(events.at(-1)).toMatchObject({ type: 'printer.state', state: 'offline' });
  expect(lives).toHaveLength(1);
  pass(500);
  expect(lives).toHaveLength(2);
  expect(now().commands()).toEqual(['reader.arm']);
  expect(devices.restarts()).toBe(1);
});

test('a read card or a disarming is not repeated to the next process', () => {
  devices.send({ type: 'reader.arm', armingId: 'a' });
  devices.send({ type: 'reader.disarm' });
  now().exit();
  pass(500);
  expect(now().commands()).toEqual([]);
});

test('a process that hangs is killed and started again', () => {
  now().answers = false;
  pass(5000);
  expect(lives[0]?.killed).toBe(true);
  pass(1000);
  expect(lives).toHaveLength(2);
});

test('a process that is slow to start, from a cold disk, is left to it; one that never does is not', () => {
  nextAnswers = false;
  now().exit();
  pass(500 + 10_000);
  expect([lives.length, now().killed]).toEqual([2, false]);
  pass(10_000);
  expect(lives[1]?.killed).toBe(true);
});

test('a job under way ends as unknown, one while nobody is there as not printed', () => {
  devices.send({ type: 'printer.print', jobId: 'one', document: DOCUMENT });
  now().exit();
  expect(events.at(-1)).toMatchObject({ type: 'printer.outcome', jobId: 'one', outcome: 'unknown' });
  expect(now().received[0]).toMatchObject({ setup: { printer: { hasUnfinishedJob: false } } });
  devices.send({ type: 'printer.print', jobId: 'two', document: DOCUMENT });
  expect(events.at(-1)).toMatchObject({ type: 'printer.outcome', jobId: 'two', outcome: 'not_printed', reason: 'offline' });
  pass(500);
  expect(now().received[0], 'the printer is cleared of what the dead process left').toMatchObject({
    setup: { printer: { hasUnfinishedJob: true } },
  });
  now().exit();
  expect(events.filter(({ type }) => type === 'printer.outcome'), 'each job ends once').toHaveLength(2);
});

test('restarts back off from 0.5 to 5 s, and begin anew after a stable half minute', () => {
  const waits: number[] = [];
  for (let crash = 0; crash < 6; crash += 1) {
    const count = lives.length;
    const from = clock.now();
    now().exit();
    while (lives.length === count) clock.increment(100);
    waits.push(clock.now() - from);
  }
  expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  pass(31_000);
  const count = lives.length;
  now().exit();
  pass(500);
  expect(lives.length).toBe(count + 1);
});

test('closing asks first and kills a process that does not listen', async () => {
  await devices.close();
  expect(now().received.at(-1)).toEqual({ type: 'shutdown' });
  expect(now().killed).toBe(false);
  pass(60_000);
  expect(lives, 'no new life after closing').toHaveLength(1);
});

test('closing between two lives starts none', async () => {
  now().exit();
  await devices.close();
  pass(60_000);
  expect(lives).toHaveLength(1);
});

test('what a process said before its end and is heard after it counts no more', () => {
  devices.send({ type: 'printer.print', jobId: 'one', document: DOCUMENT });
  devices.send({ type: 'reader.arm', armingId: 'a' });
  const dead = now();
  dead.exit();
  const before = events.length;
  const digits = new TextEncoder().encode('1012345672');
  dead.say({ type: 'reader.read', armingId: 'a', kind: 'national_id', digits, masked: '', via: 'bar_code', expired: false, recognitionMs: 1 });
  dead.say({ type: 'printer.outcome', jobId: 'one', outcome: 'printed', reason: null, bytes: 1 });
  dead.say({ type: 'printer.state', state: 'ready', since: '' });
  expect(events.slice(before)).toEqual([]);
  expect(devices.printerState()).toBe('offline');
  expect([...digits], 'a number nobody takes is wiped').toEqual(Array(10).fill(0));
  pass(500);
  expect(now().commands()).toEqual(['reader.arm']);
});

test('a card that was read for an earlier arming does not end the later one', () => {
  devices.send({ type: 'reader.arm', armingId: 'a' });
  devices.send({ type: 'reader.arm', armingId: 'b' });
  const card = { kind: 'national_id', digits: new Uint8Array(10), masked: '', via: 'bar_code', expired: false, recognitionMs: 1 } as const;
  now().say({ type: 'reader.read', armingId: 'a', ...card });
  now().exit();
  pass(500);
  expect(now().received).toContainEqual({ type: 'command', command: { type: 'reader.arm', armingId: 'b' } });
});

test('a kiosk process that stood still itself does not take the device process for hung', () => {
  pass(1000);
  clock.increment(60_000);
  expect(now().killed).toBe(false);
  pass(1000);
  expect(lives).toHaveLength(1);
});

test('a technician’s test that was under way ends as unknown, one that could not be sent as not done', () => {
  devices.send({ type: 'printer.test', jobId: 'a', kind: 'slip' });
  devices.send({ type: 'printer.test', jobId: 'b', kind: 'provision', vocabulary: [] });
  now().exit();
  expect(events.slice(-2)).toEqual([
    { type: 'printer.test_outcome', jobId: 'a', kind: 'slip', outcome: 'unknown', reason: 'no_answer', bytes: 0 },
    { type: 'printer.test_outcome', jobId: 'b', kind: 'provision', outcome: 'unknown', reason: 'broken_off', record: null },
  ]);
  devices.send({ type: 'printer.test', jobId: 'c', kind: 'calibration' });
  devices.send({ type: 'printer.test', jobId: 'd', kind: 'provision', vocabulary: [] });
  devices.send({ type: 'printer.report' });
  expect(events.slice(-3)).toEqual([
    { type: 'printer.test_outcome', jobId: 'c', kind: 'calibration', outcome: 'not_printed', reason: 'offline', bytes: 0 },
    { type: 'printer.test_outcome', jobId: 'd', kind: 'provision', outcome: 'not_filled', reason: 'not_ready', record: null },
    { type: 'printer.report', report: null },
  ]);
  pass(500);
  expect(now().received[0]).toMatchObject({ setup: { printer: { hasUnfinishedJob: true } } });
});

test('a memory that was filled is printed from by the next process too', () => {
  const vocabulary = [{ language: 'ar', direction: 'rtl', items: [] }] as const;
  const record = { serialNumber: 'S-1', contentHash: 'h' };
  devices.send({ type: 'printer.test', jobId: 'a', kind: 'provision', vocabulary });
  now().say({ type: 'printer.test_outcome', jobId: 'a', kind: 'provision', outcome: 'filled', reason: null, record });
  now().exit();
  pass(500);
  expect(now().received[0]).toMatchObject({ setup: { printer: { provisioning: { vocabulary, record }, hasUnfinishedJob: false } } });
});
