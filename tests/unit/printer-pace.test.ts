import { afterEach, expect, test, vi } from 'vitest';
import { createPrinter, type Connect, type Printer, type PrintLimits, type Profile } from '../../src/devices/printer/index.ts';
import { CREDIT_BYTES } from '../../src/devices/printer/pace.ts';
import { PrinterLine } from '../../src/devices/printer/status/line.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { differentDots } from '../../src/devices/printer/layout/bitmap.ts';
import { arabicReceipt, ASSETS } from './printer-documents.ts';

const LIMITS: PrintLimits = { jobTimeoutMs: 1500, clearTimeoutMs: 500 };
const opened: Printer[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const printer of opened.splice(0)) await printer.close();
});

async function setUp(options: VirtualPrinterOptions, more: { limits?: PrintLimits; connect?: Connect; profile?: Profile } = {}) {
  const device = new VirtualPrinter(options);
  const { connect = () => device.connect(), limits = LIMITS, profile = 'P1' } = more;
  const printer = createPrinter({ connect, assets: ASSETS, widthDots: 576, profile, limits });
  opened.push(printer);
  await printer.warmUp();
  return { device, printer };
}

/** Counts what a printer has been sent and has not yet said it is past, by the bytes of the marks themselves. */
function measured(device: VirtualPrinter) {
  const meter = { most: 0, isOn: false };
  let sent = 0;
  let passed: number[] = [];
  const connect: Connect = async () => {
    const line = await device.connect();
    if (!line.ok) return line;
    return {
      ok: true,
      value: {
        ...line.value,
        write: (bytes) => {
          if (meter.isOn && !(bytes[0] === 0x10 && bytes[1] === 0x04)) {
            sent += bytes.length;
            passed.push(bytes.length);
            meter.most = Math.max(meter.most, sent);
          }
          return line.value.write(bytes);
        },
        onData: (listener) =>
          line.value.onData((data) => {
            if (meter.isOn && data.length === 1 && data[0] === 0) sent -= passed.shift() ?? 0;
            listener(data);
          }),
      },
    };
  };
  return { meter, connect };
}

test('what a printer can do is found out when the line opens', async () => {
  const { printer } = await setUp({ serialNumber: 'J6X1234567' });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  expect(await printer.capabilities()).toEqual({
    answersRealTime: true,
    answersMarks: true,
    answersProcessId: true,
    maker: 'RAHA',
    model: 'VIRTUAL',
    serialNumber: 'J6X1234567',
    firmware: '1.0',
    storedNames: null,
  });
});

test('what it can not do costs no waiting as long as it answers marks', async () => {
  // On this clock, which stands still but for waiting for the state, no time limit ends.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { printer } = await setUp({ quirks: ['no_process_id', 'no_identity'] });
  await vi.waitFor(() => expect(printer.state).toBe('ready'), { interval: 1 });
  expect(await printer.capabilities()).toMatchObject({ answersMarks: true, answersProcessId: false, serialNumber: null });
});

test('an unknown printer is never sent the question it could print', async () => {
  const { device, printer } = await setUp({ quirks: ['no_process_id'] }, { profile: 'P0' });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'printed' });
  expect(Buffer.from(device.receivedBytes).includes(Buffer.from('1d2848', 'hex'))).toBe(false);
});

test('never more than the credit is on its way to a printer that answers marks', async () => {
  const device = new VirtualPrinter({ speedMmPerSecond: 400 });
  const { meter, connect } = measured(device);
  const printer = createPrinter({ connect, assets: ASSETS, widthDots: 576, profile: 'P1', limits: { ...LIMITS, jobTimeoutMs: 3000 } });
  opened.push(printer);
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  meter.isOn = true;
  expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  expect(meter.most).toBeLessThanOrEqual(CREDIT_BYTES);
  expect(meter.most).toBeGreaterThan(700);
}, 10_000);

test('a small buffer that stops is cleared all the same, for what is on its way fits into it', async () => {
  const { device, printer } = await setUp({ receiveBufferBytes: 2048 });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  device.inject('paper_end', { afterRows: 400 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
});

test('a slow printer is waited for as long as it goes on', async () => {
  // From mark to mark it takes half a second at most, for all of it five: a busy machine has two to spare.
  const { printer } = await setUp({ speedMmPerSecond: 30 }, { limits: { jobTimeoutMs: 2500, clearTimeoutMs: 100 } });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  const startedAt = performance.now();
  expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  expect(performance.now() - startedAt).toBeGreaterThan(2500);
}, 20_000);

test('a printer without GS ( H is believed when it is past the cut and well after its paper has stopped', async () => {
  const { device, printer } = await setUp({ quirks: ['no_process_id'] }, { limits: { jobTimeoutMs: 5000, clearTimeoutMs: 100 } });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  const startedAt = performance.now();
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'printed', reason: null });
  expect(performance.now() - startedAt).toBeGreaterThan(2000);
  expect(device.pages).toHaveLength(1);
  expect(Buffer.from(device.receivedBytes.slice(-200)).includes(Buffer.from('1d2848', 'hex'))).toBe(false);
}, 15_000);

test('without GS ( H: paper that ends at any row is not printed', async () => {
  for (const row of [1, 600, 1150]) {
    const { device, printer } = await setUp({ quirks: ['no_process_id'] });
    await vi.waitFor(() => expect(printer.state).toBe('ready'));
    await printer.capabilities();
    device.inject('paper_end', { afterRows: row });
    expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
  }
});

test('without GS ( H: trouble in the quiet time after the last mark is no success', async () => {
  const { device, printer } = await setUp({ quirks: ['no_process_id'] }, { limits: { jobTimeoutMs: 5000, clearTimeoutMs: 100 } });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  const printing = printer.print(arabicReceipt);
  await vi.waitFor(() => expect(device.pages).toHaveLength(1));
  device.inject('cutter');
  device.inject('cover_open');
  expect((await printing).outcome).not.toBe('printed');
});

test('a printer that answers nothing but DLE EOT proves nothing', async () => {
  const { printer } = await setUp({ quirks: ['no_process_id', 'no_marks', 'no_identity'] }, { limits: { jobTimeoutMs: 900, clearTimeoutMs: 50 } });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  expect((await printer.print(arabicReceipt)).outcome).toBe('unknown');
}, 15_000);

test('an answer lost on the way ends in unknown, not in waiting for ever', async () => {
  const device = new VirtualPrinter();
  let marksToLose = 0;
  const lossy: Connect = async () => {
    const line = await device.connect();
    if (!line.ok) return line;
    const onData: typeof line.value.onData = (listener) =>
      line.value.onData((data) => {
        if (marksToLose > 0 && data.length === 1 && data[0] === 0) marksToLose -= 1;
        else listener(data);
      });
    return { ok: true, value: { ...line.value, onData } };
  };
  const { printer } = await setUp({}, { connect: lossy });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  marksToLose = 3;
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'no_answer' });
});

test('a line that can not be opened is tried again, less and less often, and never given up', async () => {
  vi.useFakeTimers();
  const times: number[] = [];
  const line = new PrinterLine(() => {
    times.push(performance.now());
    return Promise.resolve({ ok: false, fault: 'unreachable' });
  });
  await vi.advanceTimersByTimeAsync(62_000);
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  expect(gaps).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  expect(line.condition).toMatchObject({ state: 'offline', reason: 'unreachable' });
  await line.close();
});

test('the condition says why and since when', async () => {
  const { device, printer } = await setUp({});
  await vi.waitFor(() => expect(printer.condition).toMatchObject({ state: 'ready', reason: 'all_well' }));
  const before = Date.now();
  device.inject('unrecoverable');
  await vi.waitFor(() => expect(printer.condition).toMatchObject({ state: 'offline', reason: 'needs_service' }));
  expect(printer.condition.since.getTime()).toBeGreaterThanOrEqual(before);
  device.inject('cable_cut');
  await vi.waitFor(() => expect(printer.condition).toMatchObject({ state: 'offline', reason: 'line_lost' }));
});

test('after a line that broke in the middle of a picture the next receipt is whole', async () => {
  const { device, printer } = await setUp({ quirks: ['no_clear'] });
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  device.inject('cable_cut', { afterRows: 305 });
  expect((await printer.print(arabicReceipt)).outcome).toBe('unknown');
  device.restore();
  await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });
  expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  const whole = new VirtualPrinter();
  const { printer: other } = await setUp({}, { connect: () => whole.connect() });
  await vi.waitFor(() => expect(other.state).toBe('ready'));
  await other.print(arabicReceipt);
  expect(differentDots(device.pages.at(-1)!, whole.pages[0]!)).toBe(0);
}, 15_000);

test('after a process that ended in the middle of a picture the next receipt is whole, and alone on its paper', async () => {
  const device = new VirtualPrinter({ quirks: ['no_clear'] });
  const line = await device.connect();
  if (!line.ok) throw new Error(line.fault);
  // 40 rows of 20 bytes, of which 100 bytes have come.
  await line.value.write(Uint8Array.of(0x1b, 0x40, 0x1d, 0x76, 0x30, 0, 20, 0, 40, 0, ...new Uint8Array(100).fill(0xff)));
  await line.value.close();
  const printer = createPrinter({
    connect: () => device.connect(),
    assets: ASSETS,
    widthDots: 576,
    profile: 'P1',
    limits: LIMITS,
    hasUnfinishedJob: true,
  });
  opened.push(printer);
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  expect(device.pages.map(({ heightDots }) => heightDots)).toEqual([40, 1174]);
});
