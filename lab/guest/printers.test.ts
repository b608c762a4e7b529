import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Gadget } from './gadget.ts';
import { deviceEnd, gadget, measured, startKiosk, type Kiosk } from './rig.ts';
import { deviceNode, nowMs, run, until, type DeviceEnd } from './system.ts';

let kiosk: Kiosk;
before(async () => {
  kiosk = await startKiosk();
});
after(() => kiosk.kill());

const RECEIPT = Buffer.alloc(20_000, 'A line of a receipt, 0123456789\n');
const TAIL = Buffer.from('TOTAL'.padEnd(100));
const STATUS_REQUEST = Buffer.from([0x10, 0x04, 0x01]);

function printerGadget(t: TestContext): Gadget {
  return gadget(t, 'printer', { port: 2, vendorId: 0x04b8, productId: 0x0e28, serialNumber: 'PR-1', functions: { 'printer.p0': { q_len: 1 } } });
}

async function openPrinter(address = '/dev/usb/lp0'): Promise<void> {
  kiosk.forget();
  kiosk.send({ type: 'printer.open', address });
  assert.equal((await kiosk.heard('printer.open')).ok, true);
}

void test('a receipt to /dev/usb/lp0 arrives whole, the answer comes back, and closing loses nothing', async (t) => {
  const printer = printerGadget(t);
  printer.plug();
  await deviceNode('/dev/usb/lp0');
  const end = await deviceEnd(t, '/dev/g_printer0');
  await openPrinter();
  const startMs = nowMs();
  kiosk.send({ type: 'printer.write', hex: RECEIPT.toString('hex') });
  assert.equal((await kiosk.heard('printer.written')).ok, true);
  await until('the receipt', () => end.received.length >= RECEIPT.length);
  measured(t, '20 kB to the USB printer', nowMs() - startMs);
  assert.ok(end.received.equals(RECEIPT));
  await end.write(Buffer.from([0x16]));
  assert.equal((await kiosk.heard('printer.data')).hex, '16');

  // The last block is under way while the line is closed.
  kiosk.forget();
  end.isStalled = true;
  kiosk.send({ type: 'printer.write', hex: `${RECEIPT.toString('hex', 0, 8192)}${TAIL.toString('hex')}` });
  await kiosk.heard('printer.written');
  kiosk.send({ type: 'printer.close' });
  await sleep(300);
  end.isStalled = false;
  await kiosk.heard('printer.closed');
  await until('the tail', () => end.received.length >= RECEIPT.length + 8192 + TAIL.length);
  assert.ok(end.received.subarray(-TAIL.length).equals(TAIL));
  kiosk.forget();
});

void test('the cable pulled in the middle of a receipt is noticed, and the printer found again', async (t) => {
  const printer = printerGadget(t);
  printer.plug();
  await deviceNode('/dev/usb/lp0');
  const stalled = await deviceEnd(t, '/dev/g_printer0');
  await openPrinter();
  await sleep(100);
  stalled.isStalled = true;
  kiosk.send({ type: 'printer.write', hex: RECEIPT.toString('hex').repeat(5) });
  await sleep(500);
  assert.equal(kiosk.count('printer.written'), 0);
  const unplugMs = nowMs();
  printer.unplug();
  measured(t, 'cable pulled mid-print to told', (await kiosk.heard('printer.lost')).atMs - unplugMs);
  assert.equal((await kiosk.heard('printer.written')).ok, false);
  stalled.close();
  kiosk.forget();
  kiosk.send({ type: 'printer.open', address: '/dev/usb/lp0' });
  assert.equal((await kiosk.heard('printer.open')).ok, false);

  kiosk.forget();
  const replugMs = nowMs();
  printer.plug();
  await deviceNode('/dev/usb/lp0');
  await openPrinter();
  measured(t, 'replug to open, printer', nowMs() - replugMs);
  const end = await deviceEnd(t, '/dev/g_printer0');
  await sleep(100);
  kiosk.send({ type: 'printer.write', hex: STATUS_REQUEST.toString('hex') });
  await until('the request', () => end.received.includes(STATUS_REQUEST));
  kiosk.send({ type: 'printer.close' });
  await kiosk.heard('printer.closed');
  kiosk.forget();
});

const SERIAL_PRINTER = 'serial:///dev/ttyACM0?baud=115200';

/** A printer behind a USB serial port, and its own end as a plain line. */
async function serialPrinter(t: TestContext): Promise<{ printer: Gadget; end: DeviceEnd }> {
  const options = { port: 3, vendorId: 0x0519, productId: 0x000b, serialNumber: 'STAR-9', functions: { 'acm.p0': {} } };
  const printer = gadget(t, 'serial-printer', options);
  printer.plug();
  await deviceNode('/dev/ttyACM0');
  run('stty', '-F', await deviceNode('/dev/ttyGS0'), 'raw', '-echo');
  return { printer, end: await deviceEnd(t, '/dev/ttyGS0') };
}

void test('a receipt to a serial printer arrives whole, and a cable pulled in the middle is noticed', async (t) => {
  const { end, printer } = await serialPrinter(t);
  await openPrinter(SERIAL_PRINTER);
  const startMs = nowMs();
  kiosk.send({ type: 'printer.write', hex: RECEIPT.toString('hex') });
  assert.equal((await kiosk.heard('printer.written')).ok, true);
  await until('the receipt', () => end.received.length >= RECEIPT.length);
  measured(t, '20 kB to the serial printer', nowMs() - startMs);
  assert.ok(end.received.equals(RECEIPT));
  await end.write(Buffer.from([0x16]));
  assert.equal((await kiosk.heard('printer.data')).hex, '16');

  kiosk.forget();
  end.isStalled = true;
  // More than the kernel buffers on both sides.
  kiosk.send({ type: 'printer.write', hex: RECEIPT.toString('hex').repeat(40) });
  await sleep(500);
  const unplugMs = nowMs();
  printer.unplug();
  measured(t, 'cable pulled mid-print to told, serial', (await kiosk.heard('printer.lost')).atMs - unplugMs);
  assert.equal((await kiosk.heard('printer.written')).ok, false);
});

void test('a stalled printer does not keep the process from ending', async (t) => {
  const printer = printerGadget(t);
  printer.plug();
  await deviceNode('/dev/usb/lp0');
  const end = await deviceEnd(t, '/dev/g_printer0');
  await openPrinter();
  await sleep(100);
  end.isStalled = true;
  kiosk.send({ type: 'printer.write', hex: RECEIPT.toString('hex').repeat(5) });
  await sleep(300);
  const startMs = nowMs();
  kiosk.send({ type: 'printer.close' });
  measured(t, 'closing a stalled printer', (await kiosk.heard('printer.closed')).atMs - startMs);
  const exitMs = nowMs();
  kiosk.send({ type: 'exit' });
  await kiosk.exited();
  measured(t, 'process end after that', nowMs() - exitMs);
});

void test('a stalled serial printer: the killed process is gone at once', async (t) => {
  kiosk = await startKiosk();
  const { end } = await serialPrinter(t);
  await openPrinter(SERIAL_PRINTER);
  end.isStalled = true;
  kiosk.send({ type: 'printer.write', hex: RECEIPT.toString('hex').repeat(40) });
  await sleep(500);
  const killMs = nowMs();
  kiosk.kill();
  await kiosk.exited();
  measured(t, 'kill of a process with a stalled serial printer', nowMs() - killMs);
  assert.ok(nowMs() - killMs < 5000);
});
