import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { forkDevices } from '../../src/devices/fork.ts';
import type { DeviceEvent } from '../../src/devices/link.ts';
import type { FromDevices } from '../../src/devices/process-messages.ts';
import { SUPERVISOR_TIMING, superviseDevices, type SupervisedDevices } from '../../src/devices/supervisor.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { killDevices } from '../harness/device-kills.ts';

const SETUP = {
  reader: { driver: 'virtual' },
  documents: ['national_id', 'iqama'],
  printer: { address: 'tcp://127.0.0.1:9', widthDots: 576, profile: 'P1', provisioning: null, believesProcessId: true, waitForPaperMs: 0, hasUnfinishedJob: false },
  files: { receiptFonts: CHECKOUT.receiptFonts, emblem: `${CHECKOUT.assets}/art/emblem.svg` },
} as const;

let devices: SupervisedDevices | null = null;
afterEach(async () => devices?.close());

function supervise(start = () => forkDevices(CHECKOUT.deviceHost)): DeviceEvent[] {
  const events: DeviceEvent[] = [];
  devices = superviseDevices(start, SETUP, { ...SUPERVISOR_TIMING, restartLeastMs: 50, pingEveryMs: 100, hangAfterMs: 3000 });
  devices.subscribe((event) => events.push(event));
  return events;
}
const isReady = (events: readonly DeviceEvent[]): boolean => {
  const last = events.findLast(({ type }) => type === 'reader.state');
  return last?.type === 'reader.state' && last.state === 'ready';
};

test('a card read in another process arrives as bytes', async () => {
  const events = supervise();
  await expect.poll(() => isReady(events), { timeout: 15_000 }).toBe(true);
  devices?.send({ type: 'reader.arm', armingId: 'a' });
  devices?.virtualReader({ type: 'present', payload: syntheticCard('1012345672') });
  const readEvent = (): DeviceEvent | undefined => events.find(({ type }) => type === 'reader.read');
  await expect.poll(readEvent, { timeout: 5_000 }).toBeDefined();
  const read = readEvent();
  expect(read?.type === 'reader.read' && Buffer.from(read.digits).toString()).toBe('1012345672');
});

test('a process that stands still is killed and started again', async () => {
  const pids: number[] = [];
  const events = supervise(() => {
    const child = fork(CHECKOUT.deviceHost, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    pids.push(child.pid ?? 0);
    return {
      post: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on('message', (message) => listener(message as never)),
      onExit: (listener) => void child.once('exit', () => listener()),
      kill: () => void child.kill('SIGKILL'),
    };
  });
  await expect.poll(() => isReady(events), { timeout: 15_000 }).toBe(true);
  process.kill(pids[0]!, 'SIGSTOP');
  await expect.poll(() => isReady(events), { timeout: 10_000 }).toBe(false);
  await expect.poll(() => isReady(events), { timeout: 15_000 }).toBe(true);
  expect(devices?.restarts()).toBe(1);
});

test('the device process ends with its parent', async () => {
  const child = fork(CHECKOUT.deviceHost, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send({ type: 'setup', setup: SETUP });
  await once(child, 'message');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});

test('without its native modules it lives on, and says which device lacks what', async () => {
  const hook = new URL('../fixtures/without-native-modules.mjs', import.meta.url).href;
  const child = fork(CHECKOUT.deviceHost, [], { serialization: 'advanced', execArgv: ['--import', hook], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const troubles: Record<string, string | null> = {};
  child.on('message', (message: FromDevices) => {
    if (message.type === 'event' && message.event.type === 'device.trouble') troubles[message.event.device] = message.event.trouble;
  });
  const setup = {
    ...SETUP,
    reader: { driver: 'auto', vendorId: null, productId: null, serialNumber: null },
    printer: { ...SETUP.printer, address: 'serial:///dev/ttyUSB0?baud=9600' },
  };
  child.send({ type: 'setup', setup });
  const both = { printer: 'no_native_module', reader: 'no_native_module' };
  await expect.poll(() => troubles, { timeout: 15_000 }).toEqual(both);
  child.send({ type: 'shutdown' });
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('without its fonts it lives on and reads cards: what is missing shows when a receipt is printed', async () => {
  const child = fork(CHECKOUT.deviceHost, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send({ type: 'setup', setup: { ...SETUP, files: { receiptFonts: '/nowhere', emblem: '/nowhere' } } });
  await once(child, 'message');
  // Looking for the files takes no longer, and if it did, this would only notice less.
  await sleep(300);
  child.send({ type: 'shutdown' });
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('killed at random moments of visits, it costs nobody the truth', async () => {
  const report = await killDevices(8, Math.random);
  expect(report.broken).toEqual([]);
  // A kill that falls into the moment between two lives ends nothing.
  expect(report.kills).toBeGreaterThan(0);
}, 180_000);
