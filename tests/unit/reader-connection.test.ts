import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReaderConnection } from '../../src/devices/reader/connection.ts';
import { ArmedReader, type ReaderEvent } from '../../src/devices/reader/reader.ts';
import {
  chooseHidDevice,
  findHidReader,
  type HidDevice,
  type HidHandle,
  type HidModule,
  type HidSelector,
} from '../../src/devices/reader/transport/hid.ts';
import { choosePort, findSerialReader, type SerialHandle, type SerialInfo } from '../../src/devices/reader/transport/serial.ts';
import type { ReaderTrouble } from '../../src/devices/reader/trouble.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };
import { bytesOfText, posReports, TODAY } from '../fixtures/reader-reports.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const SCANNER: HidDevice = {
  vendorId: 0x0c2e,
  productId: 0x0b61,
  path: '/dev/hidraw0',
  serialNumber: 'LAB0001',
  manufacturer: 'Lab',
  product: 'Imager',
  usagePage: 0x8c,
  usage: 0x02,
};
const ANY: HidSelector = { driver: 'auto', vendorId: null, productId: null, serialNumber: null };

/** A handle as node-hid gives it: errors are strings, a second close throws, there is no 'close' event. */
class FakeHandle implements HidHandle {
  readonly written: Buffer[] = [];
  closes = 0;
  #onData: (report: Buffer) => void = () => undefined;
  #onError: ((error: unknown) => void) | null = null;

  on(event: 'data' | 'error', listener: (value: never) => void): this {
    if (event === 'data') this.#onData = listener as (report: Buffer) => void;
    else this.#onError = listener as (error: unknown) => void;
    return this;
  }

  send(report: Uint8Array): Buffer {
    const buffer = Buffer.from(report);
    this.#onData(buffer);
    return buffer;
  }

  unplug(): void {
    if (this.#onError === null) throw new Error('unhandled error event');
    this.#onError('could not read from HID device: hid_read_timeout: unexpected poll error (device disconnected)');
  }

  write(report: Buffer): Promise<number> {
    this.written.push(report);
    return Promise.resolve(report.length);
  }

  close(): Promise<void> {
    this.closes += 1;
    return this.closes > 1 ? Promise.reject(new TypeError('device is already closed')) : Promise.resolve();
  }
}

/** What is plugged in, and how often somebody looked or opened. */
class FakeHid implements HidModule {
  devices: HidDevice[] = [];
  handles: FakeHandle[] = [];
  enumerations = 0;
  openErrors: string[] = [];
  /** Reports that the kernel kept for whoever opens next. */
  kept: Uint8Array[] = [];

  devicesAsync(): Promise<readonly HidDevice[]> {
    this.enumerations += 1;
    return Promise.resolve([...this.devices]);
  }

  readDescriptor(): Promise<Uint8Array | null> {
    return Promise.resolve(null);
  }

  open(path: string): Promise<HidHandle> {
    const error = this.openErrors.shift();
    if (error !== undefined) return Promise.reject(new Error(`cannot open device with path ${path}: ${error}`));
    const handle = new FakeHandle();
    this.handles.push(handle);
    setTimeout(() => this.kept.splice(0).forEach((report) => handle.send(report)), 5);
    return Promise.resolve(handle);
  }

  get handle(): FakeHandle {
    return this.handles.at(-1)!;
  }
}

function rig(hid: FakeHid, selector = ANY) {
  const events: ReaderEvent[] = [];
  const troubles: (ReaderTrouble | null)[] = [];
  const reader = new ArmedReader({ documents: ['national_id', 'iqama'], emit: (event) => events.push(event), monotonicMs: () => performance.now(), now: () => TODAY });
  let change: () => void = () => undefined;
  let isWatching = true;
  const connection = new ReaderConnection({
    find: findHidReader(selector, () => Promise.resolve(hid)),
    sink: reader,
    monotonicMs: () => performance.now(),
    watchDevices: (onChange) => {
      change = onChange;
      return () => {
        isWatching = false;
      };
    },
    onTrouble: (trouble) => troubles.push(trouble),
  });
  const plug = (device = SCANNER): void => {
    hid.devices = [device];
    change();
  };
  const unplug = (): void => {
    hid.devices = [];
    hid.handle.unplug();
    change();
  };
  return { connection, events, isWatching: () => isWatching, plug, reader, troubles, unplug };
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const states = (events: readonly ReaderEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'reader.state' ? [event.state] : []));
const reads = (events: readonly ReaderEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'reader.read' ? [Buffer.from(event.digits).toString()] : []));

test('a reader that is there is ready 100 ms after opening, and reads a zone of two reports', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, events, reader, troubles } = rig(hid);
  await pass(99);
  expect(states(events)).toEqual([]);
  await pass(2);
  expect(states(events)).toEqual(['ready']);
  expect(connection.deviceName).toBe('Lab Imager 0c2e:0b61 LAB0001');
  reader.arm('a1');
  for (const report of posReports(vectors.mrz.sourceFormatted, ']o0')) hid.handle.send(report);
  expect(reads(events)).toEqual(['1012345672']);
  expect(troubles).toEqual([]);
  await connection.close();
});

test('a report from before the opening never counts, even if an arming waits', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  hid.kept = posReports('1012345672');
  const { connection, events, reader } = rig(hid);
  reader.arm('a1');
  await pass(500);
  expect(reads(events)).toEqual([]);
  hid.handle.send(posReports('2012345670')[0]!);
  expect(reads(events)).toEqual(['2012345670']);
  await connection.close();
});

test('half a zone from before the opening is not joined to what comes after', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const [first, second] = posReports(vectors.mrz.sourceFormatted, ']o0');
  hid.kept = [first!];
  const { connection, events, reader } = rig(hid);
  await pass(200);
  reader.arm('a1');
  hid.handle.send(second!);
  expect(events.at(-1)).toEqual({ type: 'reader.fault', armingId: 'a1', code: 'unreadable' });
  await connection.close();
});

test('reports that come while nobody asks are overwritten and never show up later', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, events, reader } = rig(hid);
  await pass(200);
  const reports = posReports('1012345672').map((report) => hid.handle.send(report));
  expect(reports.every((report) => report.every((byte) => byte === 0))).toBe(true);
  reader.arm('a1');
  await pass(10_000);
  expect(reads(events)).toEqual([]);
  await connection.close();
});

test('a card whose first half came before anybody asked does not count for who asks then', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, events, reader } = rig(hid);
  await pass(200);
  const [first, second] = posReports(vectors.mrz.sourceFormatted, ']o0');
  hid.handle.send(first!);
  await pass(10);
  reader.arm('a1');
  hid.handle.send(second!);
  expect(events.filter(({ type }) => type !== 'reader.state')).toEqual([]);
  await pass(10);
  for (const report of [first!, second!]) hid.handle.send(report);
  expect(reads(events)).toEqual(['1012345672']);
  await connection.close();
});

test('a cut-short card from before anybody asked is nobody’s failed try', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, events, reader } = rig(hid);
  await pass(200);
  const [first] = posReports(vectors.mrz.sourceFormatted, ']o0');
  hid.handle.send(first!);
  await pass(1000);
  reader.arm('a1');
  hid.handle.send(first!);
  hid.handle.send(posReports('1012345672')[0]!);
  expect(events.filter(({ type }) => type !== 'reader.state')).toEqual([]);
  await connection.close();
});

test('an unplug is told at once, and the half zone before it is gone', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, events, plug, reader, troubles, unplug } = rig(hid);
  await pass(200);
  reader.arm('a1');
  const [first, second] = posReports(vectors.mrz.sourceFormatted, ']o0');
  hid.handle.send(first!);
  unplug();
  await pass(0);
  expect(states(events)).toEqual(['ready', 'unavailable']);
  expect(troubles).toEqual(['unplugged']);
  await pass(60_000);
  expect(troubles).toEqual(['unplugged']);
  plug({ ...SCANNER, path: '/dev/hidraw1' });
  await pass(200);
  expect(states(events)).toEqual(['ready', 'unavailable', 'ready']);
  expect(troubles).toEqual(['unplugged', null]);
  hid.handle.send(second!);
  expect(reads(events)).toEqual([]);
  await connection.close();
  expect(hid.handles.map(({ closes }) => closes)).toEqual([1, 1]);
});

test('without a watch on /dev a replug is found after at most a second', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, events, unplug } = rig(hid);
  await pass(200);
  unplug();
  await pass(300);
  hid.devices = [SCANNER];
  await pass(1200);
  expect(states(events)).toEqual(['ready', 'unavailable', 'ready']);
  await connection.close();
});

test('while a reader is open nothing is enumerated; while none is, less and less often', async () => {
  const hid = new FakeHid();
  const { connection, plug } = rig(hid);
  await pass(60_000);
  expect(hid.enumerations).toBeLessThan(20);
  plug();
  await pass(500);
  const before = hid.enumerations;
  await pass(600_000);
  expect(hid.enumerations).toBe(before);
  await connection.close();
});

test('rights that come late are waited for', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  hid.openErrors = ['Permission denied', 'Permission denied', 'Permission denied'];
  const { connection, events, troubles } = rig(hid);
  await pass(800);
  expect(states(events)).toEqual(['ready']);
  expect(troubles).toEqual([]);
  await connection.close();
});

test('rights that never come are trouble, and found again once they come', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  hid.openErrors = Array.from({ length: 6 }, () => 'Permission denied');
  const { connection, troubles } = rig(hid);
  await pass(1300);
  expect(troubles).toEqual(['no_permission']);
  await pass(1000);
  expect(troubles).toEqual(['no_permission', null]);
  await connection.close();
});

test.each([
  ["Failed to open a device with path '/dev/hidraw0': No such file or directory", 'no_reader'],
  ['Input/output error', 'open_failed'],
])('an opening that fails with %j is %s', async (message, trouble) => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  hid.openErrors = [message];
  const { connection, troubles } = rig(hid);
  await pass(300);
  expect(troubles[0]).toBe(trouble);
  await connection.close();
});

test('a keyboard-class reader that fails at its first read is in the wrong mode', async () => {
  const hid = new FakeHid();
  hid.devices = [{ ...SCANNER, usagePage: 1, usage: 6 }];
  const { connection, troubles } = rig(hid, { ...ANY, driver: 'wedge-hidraw', vendorId: SCANNER.vendorId });
  await pass(20);
  hid.handle.unplug();
  await pass(10);
  expect(troubles).toEqual(['wrong_mode']);
  await connection.close();
});

test('a native module that can’t be loaded is trouble, not a crash', async () => {
  const troubles: (ReaderTrouble | null)[] = [];
  const connection = new ReaderConnection({
    find: findHidReader(ANY, () => Promise.reject(new Error('libusb-1.0.so.0: cannot open shared object file'))),
    sink: new ArmedReader({ documents: ['national_id', 'iqama'], emit: () => undefined, monotonicMs: () => 0, now: () => TODAY }),
    monotonicMs: () => performance.now(),
    watchDevices: () => () => undefined,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  await pass(100);
  expect(troubles).toEqual(['no_native_module']);
  await connection.close();
});

test('a flood is trouble until an honest document comes', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, reader, troubles } = rig(hid);
  await pass(200);
  reader.arm('a1');
  for (let count = 0; count < 100; count += 1) hid.handle.send(posReports('1012345672')[0]!);
  expect(troubles).toEqual(['untrusted_input']);
  await pass(6000);
  hid.handle.send(posReports('1012345672')[0]!);
  expect(troubles).toEqual(['untrusted_input', null]);
  await connection.close();
});

test('a zone whose second report never comes is told after two seconds, by itself', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const { connection, events, reader } = rig(hid);
  await pass(200);
  reader.arm('a1');
  hid.handle.send(posReports(vectors.mrz.sourceFormatted, ']o0')[0]!);
  await pass(1999);
  expect(events.some(({ type }) => type === 'reader.fault')).toBe(false);
  await pass(2);
  expect(events.at(-1)).toEqual({ type: 'reader.fault', armingId: 'a1', code: 'unreadable' });
  await connection.close();
});

test('closing ends everything, at any time', async () => {
  const hid = new FakeHid();
  hid.devices = [SCANNER];
  const open = rig(hid);
  await pass(200);
  await open.connection.close();
  expect(hid.handle.closes).toBe(1);
  expect(states(open.events)).toEqual(['ready', 'unavailable']);
  expect(open.isWatching()).toBe(false);
  expect(open.troubles).toEqual([]);
  const searching = rig(new FakeHid());
  await pass(1234);
  await searching.connection.close();
  expect(vi.getTimerCount()).toBe(0);
});

const KEYBOARD = { ...SCANNER, usagePage: 1, usage: 6 };
const MAGTEK = { ...SCANNER, vendorId: 0x0801, productId: 0x0002, usagePage: 0xff00, usage: 1, path: '/dev/hidraw3' };
const MOUSE = { ...SCANNER, vendorId: 0x046d, usagePage: 1, usage: 2, path: '/dev/hidraw9' };

test.each<[string, HidDevice[], Partial<HidSelector>, string]>([
  ['the only scanner', [MOUSE, SCANNER], {}, 'hid-pos-barcode'],
  ['a stripe reader of a known maker', [MAGTEK], {}, 'msr-hid'],
  ['a stripe reader of the standard page', [{ ...SCANNER, usagePage: 0x8e, usage: 1 }], {}, 'msr-hid'],
  ['a keyboard-class reader by name', [KEYBOARD], { driver: 'wedge-hidraw', vendorId: 0x0c2e }, 'wedge-hidraw'],
  ['one of two by its serial number', [SCANNER, { ...SCANNER, path: '/dev/hidraw5', serialNumber: 'X' }], { serialNumber: 'X' }, 'hid-pos-barcode'],
  ['nothing', [], {}, 'no_reader'],
  ['another maker', [SCANNER], { vendorId: 0x1111 }, 'no_reader'],
  ['another serial number', [SCANNER], { serialNumber: 'X' }, 'no_reader'],
  ['a keyboard that nobody configured', [KEYBOARD], {}, 'no_reader'],
  ['any keyboard without its maker', [KEYBOARD], { driver: 'wedge-hidraw' }, 'no_reader'],
  ['a vendor’s page of an unknown maker', [{ ...MAGTEK, vendorId: 0x1234 }], {}, 'no_reader'],
  ['two scanners', [SCANNER, { ...SCANNER, path: '/dev/hidraw5' }], {}, 'several_readers'],
  ['a scanner that claims a keyboard too', [SCANNER, KEYBOARD], {}, 'also_keyboard'],
  ['a scanner switched to keyboard mode', [{ ...KEYBOARD, productId: 0x0b6a }], { vendorId: 0x0c2e, productId: 0x0b61 }, 'wrong_mode'],
  ['a scanner where a stripe reader is configured', [SCANNER], { driver: 'msr-hid', vendorId: 0x0c2e }, 'wrong_mode'],
])('of the HID devices, %s', (_name, devices, selector, outcome) => {
  const chosen = chooseHidDevice(devices, { ...ANY, ...selector });
  expect(chosen.ok ? chosen.value.driver : chosen.fault).toBe(outcome);
});

const PORT: SerialInfo = { path: '/dev/ttyACM0', vendorId: '2b78', productId: '0005', serialNumber: 'S1' };
const SERIAL = { driver: 'mrz-text', vendorId: 0x2b78, productId: null, serialNumber: null, path: null, baudRate: 9600 } as const;

test.each<[string, SerialInfo[], Partial<typeof SERIAL> | { vendorId: null } | { serialNumber: string }, string]>([
  ['the one of its maker', [PORT, { path: '/dev/ttyS0' }], {}, '/dev/ttyACM0'],
  ['another product', [PORT], { productId: 0x1 } as never, 'no_reader'],
  ['two of them', [PORT, { ...PORT, path: '/dev/ttyACM1', serialNumber: 'S2' }], {}, 'several_readers'],
  ['one by its serial number', [PORT, { ...PORT, path: '/dev/ttyACM1', serialNumber: 'S2' }], { serialNumber: 'S2' }, '/dev/ttyACM1'],
  ['whatever there is', [{ path: '/dev/ttyS0' }], { vendorId: null }, 'no_reader'],
])('of the serial ports, %s', (_name, ports, selector, outcome) => {
  const chosen = choosePort(ports, { ...SERIAL, ...selector });
  expect(chosen.ok ? chosen.value.path : chosen.fault).toBe(outcome);
});

/** A port as serialport gives it: an unplug with a write under way brings 'error' and two 'close'. */
class FakePort implements SerialHandle {
  readonly written: Buffer[] = [];
  readonly #listeners: Record<string, (value: never) => void> = {};

  on(event: string, listener: (value: never) => void): this {
    this.#listeners[event] = listener;
    return this;
  }
  open(done: (error: Error | null) => void): void {
    done(null);
  }
  write(bytes: Buffer): void {
    this.written.push(bytes);
  }
  close(done: (error: Error | null) => void): void {
    done(null);
  }
  send(bytes: Uint8Array): void {
    this.#listeners['data']!(Buffer.from(bytes) as never);
  }
  unplug(): void {
    for (const event of ['error', 'close', 'close']) this.#listeners[event]!(undefined as never);
  }
}

test('a serial zone reader is asked before each document and lost once', async () => {
  const port = new FakePort();
  const events: ReaderEvent[] = [];
  const reader = new ArmedReader({ documents: ['national_id', 'iqama'], emit: (event) => events.push(event), monotonicMs: () => performance.now(), now: () => TODAY });
  let isPlugged = true;
  const connection = new ReaderConnection({
    find: findSerialReader({ ...SERIAL, driver: 'mrz-text-elyctis' }, () =>
      Promise.resolve({ list: () => Promise.resolve(isPlugged ? [{ ...PORT, path: 'COM3' }] : []), create: () => port }),
    ),
    sink: reader,
    monotonicMs: () => performance.now(),
    watchDevices: () => () => undefined,
    onTrouble: () => undefined,
  });
  await pass(150);
  reader.arm('a1');
  port.send(bytesOfText(vectors.mrz.sourceFormatted));
  expect(reads(events)).toEqual(['1012345672']);
  expect(port.written.map((bytes) => bytes.toString('hex'))).toEqual(['43000101', '43000101']);
  isPlugged = false;
  port.unplug();
  await pass(0);
  expect(states(events)).toEqual(['ready', 'unavailable']);
  await connection.close();
});
