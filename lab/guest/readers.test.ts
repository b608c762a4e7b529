import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { td1 } from '../../tests/fixtures/cards.ts';
import vectors from '../../tests/fixtures/id-card-vectors.json' with { type: 'json' };
import { bootReports, magtekReport, posReports } from '../../tests/fixtures/reader-reports.ts';
import type { ReaderSelector } from '../../src/devices/reader/index.ts';
import { cleanUp, deviceEnd, gadget, measured, send, startKiosk, type Kiosk } from './rig.ts';
import { DeviceEnd, deviceNode, nowMs, run, until } from './system.ts';

const SCANNER_REPORTS = { protocol: 0, subclass: 0, report_length: 64, report_desc: Buffer.from(vectors.descriptors.hidpos64, 'hex') };
const SCANNER = { port: 0, vendorId: 0x0c2e, productId: 0x0b61, serialNumber: 'RD-0042', functions: { 'hid.r0': SCANNER_REPORTS } };
const ANY = { driver: 'auto', vendorId: null, productId: null, serialNumber: null } as const;
/** Each test reads another card than the one before it: within 3 s the same one counts as lying there still. */
const CITIZEN = '1012345672';
const RESIDENT = '2012345670';
const zone = (number: string): string => td1({ optional1: number }).map((line) => `${line}\r`).join('');

let kiosk: Kiosk;
before(async () => {
  kiosk = await startKiosk();
});
after(() => kiosk.kill());

/** Lets the kiosk look for its reader until the test is over. */
function openReader(t: TestContext, selector: ReaderSelector): void {
  kiosk.forget();
  kiosk.send({ type: 'open', selector });
  cleanUp(t, async () => {
    kiosk.send({ type: 'disarm' });
    kiosk.send({ type: 'close' });
    await kiosk.heard('closed');
  });
}

void test('a reader that our udev rules do not know is listed but may not be opened', async (t) => {
  const stranger = gadget(t, 'stranger', { ...SCANNER, vendorId: 0x1234 });
  stranger.plug();
  await deviceNode('/dev/hidraw0');
  openReader(t, ANY);
  assert.equal((await kiosk.heard('trouble')).trouble, 'no_permission');
});

void test('a scanner is ready soon after it is plugged in, reads cards, and never a report from before', async (t) => {
  openReader(t, ANY);
  assert.equal((await kiosk.heard('trouble')).trouble, 'no_reader');
  const scanner = gadget(t, 'scanner', SCANNER);
  await kiosk.arm('early');
  const plugMs = nowMs();
  scanner.plug();
  measured(t, 'plug to ready', (await kiosk.ready()).atMs - plugMs);
  const end = await deviceEnd(t, scanner.hidNode('hid.r0'));
  await kiosk.disarm();

  // A card of the visit before: sent while nobody asks, then somebody does.
  await send(end, posReports(zone(RESIDENT), ']o0'));
  await sleep(300);
  await kiosk.arm('a0');
  await sleep(300);
  assert.equal(kiosk.count('reader.read'), 0);

  const times: number[] = [];
  for (let count = 1; count <= 20; count += 1) {
    kiosk.forget();
    await kiosk.arm(`a${String(count)}`);
    const number = count % 2 === 0 ? RESIDENT : CITIZEN;
    const sentMs = await send(end, posReports(zone(number), ']o0'));
    const read = await kiosk.heard('reader.read');
    assert.deepEqual([read.number, read.via, read.armingId], [number, 'mrz_td1', `a${String(count)}`]);
    times.push(read.atMs - sentMs);
  }
  times.sort((a, b) => a - b);
  measured(t, 'last report sent to read, median of 20', times[9] ?? 0);
  measured(t, 'last report sent to read, p95 of 20', times[18] ?? 0);
});

void test('a report from before the opening never counts, though a visit already asks', async (t) => {
  const scanner = gadget(t, 'scanner', SCANNER);
  scanner.plug();
  await deviceNode('/dev/hidraw0');
  const end = await deviceEnd(t, scanner.hidNode('hid.r0'));
  // Nobody has opened the device, so this waits in it. The kernel's usbhid drops such reports for 50 ms after opening,
  // and the kiosk for 100 ms; what other systems keep is tried with a double in the unit tests.
  await send(end, posReports(RESIDENT));
  await kiosk.arm('late');
  openReader(t, ANY);
  await kiosk.ready();
  await sleep(300);
  assert.equal(kiosk.count('reader.read'), 0);
  await send(end, posReports(CITIZEN));
  assert.equal((await kiosk.heard('reader.read')).number, CITIZEN);
});

void test('an unplug between the two halves of a zone is noticed, and after a replug only a whole card counts', async (t) => {
  const scanner = gadget(t, 'scanner', SCANNER);
  scanner.plug();
  openReader(t, { ...ANY, serialNumber: SCANNER.serialNumber });
  await kiosk.ready();
  const cut = new DeviceEnd(await deviceNode(scanner.hidNode('hid.r0')));
  cleanUp(t, () => cut.close());
  kiosk.forget();
  await kiosk.arm('cut');
  const [first, second] = posReports(zone(RESIDENT), ']o0');
  assert.ok(first !== undefined && second !== undefined);
  await send(cut, [first]);
  await sleep(50);
  const unplugMs = nowMs();
  scanner.unplug();
  measured(t, 'unplug to told', (await kiosk.heard('reader.state')).atMs - unplugMs);
  assert.equal((await kiosk.heard('trouble')).trouble, 'unplugged');
  cut.close();

  await sleep(400);
  kiosk.forget();
  const replugMs = nowMs();
  scanner.plug();
  measured(t, 'replug to ready', (await kiosk.ready()).atMs - replugMs);
  const end = await deviceEnd(t, scanner.hidNode('hid.r0'));
  await send(end, [second]);
  assert.equal((await kiosk.heard('reader.fault')).code, 'unreadable');
  await send(end, posReports(zone(RESIDENT), ']o0'));
  assert.equal((await kiosk.heard('reader.read')).number, RESIDENT);
});

void test('ten unplugs and replugs in a row, the last one counts', async (t) => {
  const scanner = gadget(t, 'scanner', SCANNER);
  openReader(t, ANY);
  for (let count = 0; count < 10; count += 1) {
    scanner.plug();
    await sleep(count * 30);
    scanner.unplug();
    await sleep(50);
  }
  scanner.plug();
  const pluggedMs = nowMs();
  await kiosk.heard('reader.state', ({ atMs, state }) => state === 'ready' && atMs > pluggedMs);
  await kiosk.arm('after');
  const end = await deviceEnd(t, scanner.hidNode('hid.r0'));
  await sleep(50);
  await send(end, posReports(CITIZEN));
  assert.equal((await kiosk.heard('reader.read')).number, CITIZEN);
});

void test('a stripe reader with one report of 337 bytes, by its descriptor', async (t) => {
  const stripe = gadget(t, 'stripe', {
    ...SCANNER,
    vendorId: 0x0801,
    productId: 0x0002,
    functions: { 'hid.m0': { protocol: 0, subclass: 0, report_length: 337, report_desc: Buffer.from(vectors.descriptors.magtek337, 'hex') } },
  });
  stripe.plug();
  openReader(t, ANY);
  await kiosk.ready();
  const end = await deviceEnd(t, stripe.hidNode('hid.m0'));
  await kiosk.arm('stripe');
  await send(end, [magtekReport([`%B${RESIDENT}^SPECIMEN^3012?`, `;${RESIDENT}=3012?`, ''])]);
  assert.equal((await kiosk.heard('reader.read')).number, RESIDENT);
});

/** A keyboard is asked every 8 ms. */
const KEY_MS = 8;
const TRIES = 4;

/**
 * Types a card, and again where it was not read, as a person would: the kernel keeps 64 reports for a process that gets
 * no turn on a busy machine and drops what comes after them.
 */
async function typed(end: DeviceEnd, text: string) {
  for (let tries = 1; ; tries += 1) {
    kiosk.forget();
    const startMs = nowMs();
    for (const report of bootReports(text)) {
      await end.write(report);
      await sleep(KEY_MS);
    }
    const outcome = await kiosk.cardOutcome();
    if (outcome.type === 'reader.read') return { read: outcome, startMs };
    assert.ok(tries < TRIES, `typed ${String(TRIES)} times: ${outcome.code}`);
    // The same broken text is told once in three seconds.
    await sleep(3100);
  }
}

void test('a keyboard-class reader is ours through hidraw and no keyboard of the desktop', async (t) => {
  const [vendorId, productId] = [0x05fe, 0x1010];
  const example = readFileSync('/project/packaging/udev/66-raha-keyboard-reader.rules.example', 'utf8');
  writeFileSync('/run/udev/rules.d/66-raha-keyboard-reader.rules', example.replaceAll('VVVV', '05fe').replaceAll('PPPP', '1010'));
  run('udevadm', 'control', '--reload-rules');
  const keyboard = gadget(t, 'keyboard', {
    ...SCANNER,
    vendorId,
    productId,
    functions: { 'hid.k0': { protocol: 1, subclass: 1, report_length: 8, report_desc: Buffer.from(vectors.descriptors.bootKeyboard, 'hex') } },
  });
  keyboard.plug();
  openReader(t, { driver: 'wedge-hidraw', vendorId, productId, serialNumber: null });
  await kiosk.ready();
  const end = await deviceEnd(t, keyboard.hidNode('hid.k0'));
  await kiosk.arm('keys');
  const { read, startMs } = await typed(end, zone(CITIZEN));
  assert.equal(read.number, CITIZEN);
  measured(t, 'a zone of 93 typed keys to read', read.atMs - startMs);
  const event = await until('the event node', () => run('find', '/sys/class/input', '-name', 'event*').split('\n')[0]);
  const properties = run('udevadm', 'info', '-q', 'property', '-p', event.replace(/^\/sys/, ''));
  assert.match(properties, /LIBINPUT_IGNORE_DEVICE=1/);
  assert.doesNotMatch(properties, /ID_INPUT_KEYBOARD=1/);
});

void test('a zone reader behind a USB serial port: read, unplug in the middle, replug', async (t) => {
  const port = gadget(t, 'swipe', { ...SCANNER, port: 1, vendorId: 0x2b78, productId: 0x0005, serialNumber: 'EL-7', functions: { 'acm.s0': {} } });
  const selector = { driver: 'mrz-text', vendorId: 0x2b78, productId: null, serialNumber: 'EL-7', path: null, baudRate: 9600 } as const;
  openReader(t, selector);
  await kiosk.heard('trouble');
  const plugMs = nowMs();
  port.plug();
  measured(t, 'plug to ready, serial', (await kiosk.ready()).atMs - plugMs);
  const rawEnd = async (): Promise<DeviceEnd> => {
    run('stty', '-F', await deviceNode('/dev/ttyGS0'), 'raw', '-echo');
    return new DeviceEnd('/dev/ttyGS0');
  };
  const first = await rawEnd();
  cleanUp(t, () => first.close());
  await kiosk.arm('serial');
  const sentMs = await send(first, [Buffer.from(`\u0002${zone(RESIDENT)}\u0003`)]);
  const read = await kiosk.heard('reader.read');
  assert.equal(read.number, RESIDENT);
  measured(t, 'zone sent to read, serial', read.atMs - sentMs);

  kiosk.forget();
  await kiosk.arm('serial2');
  await send(first, [Buffer.from(zone(RESIDENT).slice(0, 40))]);
  await sleep(30);
  const unplugMs = nowMs();
  port.unplug();
  measured(t, 'unplug to told, serial', (await kiosk.heard('reader.state')).atMs - unplugMs);
  first.close();
  kiosk.forget();
  const replugMs = nowMs();
  port.plug();
  measured(t, 'replug to ready, serial', (await kiosk.ready()).atMs - replugMs);
  const second = await rawEnd();
  cleanUp(t, () => second.close());
  await sleep(50);
  await send(second, [Buffer.from(zone(CITIZEN))]);
  assert.equal((await kiosk.heard('reader.read')).number, CITIZEN);
});
