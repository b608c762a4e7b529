import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { createPrinter, type Connect, type Printer, type Transport } from '../../src/devices/printer/index.ts';
import { runJob } from '../../src/devices/printer/job.ts';
import { PrinterLine } from '../../src/devices/printer/status/line.ts';
import { tcpPrinter } from '../../src/devices/printer/transport/tcp.ts';
import { VirtualPrinter, type VirtualPrinterFault } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS, englishReceipt } from './printer-documents.ts';

const LIMITS = { jobTimeoutMs: 1500, clearTimeoutMs: 500 };
const opened: Printer[] = [];

afterEach(async () => {
  for (const printer of opened.splice(0)) await printer.close();
});

async function printerAt(connect: Connect, limits = LIMITS): Promise<Printer> {
  const printer = createPrinter({ connect, assets: ASSETS, widthDots: 576, profile: 'P1', limits });
  opened.push(printer);
  await printer.warmUp();
  return printer;
}

const ready = (printer: Printer) => vi.waitFor(() => expect(printer.state).toBe('ready'));

test('a receipt is printed when the printer says so after the cut', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  const report = await printer.print(arabicReceipt);
  expect(report).toEqual({ outcome: 'printed', reason: null, bytes: report.bytes, paperMm: expect.any(Number) });
  // What the paper shows, and the way to the knife.
  expect(Math.abs((report.paperMm ?? 0) - (device.pages[0]?.heightDots ?? 0) / 8)).toBeLessThan(20);
  expect(device.pages).toHaveLength(1);
  expect(device.strip.heightDots).toBe(0);
});

test('the word comes only after the paper has moved', async () => {
  const device = new VirtualPrinter({ speedMmPerSecond: 400 });
  const printer = await printerAt(() => device.connect(), { jobTimeoutMs: 3000, clearTimeoutMs: 100 });
  const startedAt = performance.now();
  expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  // 147 mm at 400 mm/s.
  expect(performance.now() - startedAt).toBeGreaterThan(300);
});

const stopping = [
  ['paper_end', 'paper_out'],
  ['cover_open', 'cover_open'],
  ['overheated', 'overheated'],
  ['offline', 'offline'],
] as const;

test.each(stopping)('%s at any row is not printed, says why, and nothing comes out afterwards', async (fault, reason) => {
  for (let row = 1; row <= 1170; row += 83) {
    const device = new VirtualPrinter();
    const printer = await printerAt(() => device.connect());
    device.inject(fault, { afterRows: row });
    const report = await printer.print(arabicReceipt);
    expect(report).toMatchObject({ outcome: 'not_printed', reason });
    device.restore();
    await sleep(5);
    expect(device.pages).toHaveLength(0);
    expect(device.strip.heightDots).toBe(row);
  }
});

test('a stuck knife is not printed', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  device.inject('cutter');
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'cutter' });
});

test('a cable cut at any row is unknown, never printed', async () => {
  for (let row = 1; row <= 1170; row += 117) {
    const device = new VirtualPrinter();
    const printer = await printerAt(() => device.connect());
    device.inject('cable_cut', { afterRows: row });
    expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'offline' });
  }
});

test('a printer that goes silent at any row is unknown, never printed', async () => {
  for (let row = 1; row <= 1170; row += 293) {
    const device = new VirtualPrinter();
    const printer = await printerAt(() => device.connect());
    device.inject('silent', { afterRows: row });
    expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'no_answer' });
  }
});

test('a clone without a way back prints, and is not believed', async () => {
  const device = new VirtualPrinter();
  device.inject('silent');
  const printer = await printerAt(() => device.connect());
  expect(printer.state).toBe('unknown');
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'no_answer' });
  expect(device.pages).toHaveLength(1);
});

test('a printer that used to answer and does not now is sent nothing', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  await ready(printer);
  device.inject('silent');
  expect(await printer.print(arabicReceipt)).toEqual({ outcome: 'not_printed', reason: 'no_answer', bytes: 0 });
  expect(device.strip.heightDots).toBe(0);
});

test.each(stopping)('with %s before the job nothing is sent', async (fault, reason) => {
  const device = new VirtualPrinter();
  device.inject(fault);
  const printer = await printerAt(() => device.connect());
  device.forget();
  expect(await printer.print(arabicReceipt)).toEqual({ outcome: 'not_printed', reason, bytes: 0 });
  expect(device.pages).toHaveLength(0);
});

test('a job that starts while the printer is being asked is not taken for unanswered', async () => {
  const device = new VirtualPrinter();
  const line = new PrinterLine(() => device.connect());
  await vi.waitFor(() => expect(line.state).toBe('ready'));
  expect(await Promise.all([line.refresh(), line.refresh()])).toEqual([true, true]);
  await line.close();
});

test('a printer that is not there is offline, and nothing is sent', async () => {
  const device = new VirtualPrinter();
  device.inject('cable_cut');
  const printer = await printerAt(() => device.connect());
  expect(printer.state).toBe('offline');
  expect(await printer.print(arabicReceipt)).toEqual({ outcome: 'not_printed', reason: 'offline', bytes: 0 });
});

test('when the buffer can not be proven empty, the receipt may still come out: unknown', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  await ready(printer);
  // Its last word is that the cover is open.
  printer.onState((state) => {
    if (state === 'cover_open') device.inject('silent');
  });
  device.inject('cover_open', { afterRows: 300 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'cover_open' });
});

test('a full printer that stopped takes no order to forget: unknown, and the rest is dropped', async () => {
  const device = new VirtualPrinter({ receiveBufferBytes: 512 });
  const printer = await printerAt(() => device.connect());
  await ready(printer);
  device.inject('paper_end', { afterRows: 400 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'paper_out' });
  device.restore();
  await sleep(20);
  expect(device.pages).toHaveLength(0);
});

test('an answer with the id of another job proves nothing', async () => {
  const device = new VirtualPrinter();
  const forge: Connect = async () => {
    const line = await device.connect();
    if (!line.ok) return line;
    const transport: Transport = {
      ...line.value,
      onData: (listener) =>
        line.value.onData((bytes) => {
          const forged = Buffer.from(bytes);
          if (forged[0] === 0x37 && forged[1] === 0x22) forged[5] = forged[5]! ^ 1;
          listener(forged);
        }),
    };
    return { ok: true, value: transport };
  };
  const printer = await printerAt(forge);
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'no_answer' });
});

test('a word that comes before the last byte proves nothing', async () => {
  let tell: (bytes: Uint8Array) => void = () => undefined;
  let written = 0;
  const hasty: Transport = {
    write: (bytes) => {
      written += bytes.length;
      if (written < 6000) tell(Uint8Array.of(0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0x00));
      return Promise.resolve({ ok: true, value: null });
    },
    onData: (listener) => {
      tell = listener;
    },
    onLost: () => undefined,
    close: () => Promise.resolve(),
    abandon: () => undefined,
  };
  const line = new PrinterLine(() => Promise.resolve({ ok: true, value: hasty }));
  await vi.waitFor(() => expect(line.isOpen).toBe(true));
  const commands = Array.from({ length: 5 }, () => new Uint8Array(2000));
  const proof = { proof: 'process_id', otherProof: 'none', isPaced: false, paperMs: 0 } as const;
  const job = { commands, closing: [], id: [0x41, 0x42, 0x43, 0x44], ...proof } as const;
  const report = await runJob(line, job, LIMITS);
  expect(report).toEqual({ outcome: 'unknown', reason: 'no_answer', bytes: 10_000 });
  await line.close();
});

test('one receipt at a time', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  const [first, second] = await Promise.all([printer.print(arabicReceipt), printer.print(englishReceipt)]);
  expect([first.outcome, second.outcome, second.reason]).toEqual(['printed', 'not_printed', 'busy']);
  expect(device.pages).toHaveLength(1);
});

test('a text without glyphs is refused before anything is sent', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  await ready(printer);
  device.forget();
  const document = { ...arabicReceipt, items: [{ kind: 'number', text: '👍' } as const] };
  expect(await printer.print(document)).toEqual({ outcome: 'not_printed', reason: 'unprintable_text', bytes: 0 });
});

test('half a receipt is cut off before the next one, so that no visitor holds two', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  device.inject('paper_end', { afterRows: 500 });
  await printer.print(arabicReceipt);
  device.restore();
  await ready(printer);
  expect((await printer.print(englishReceipt)).outcome).toBe('printed');
  expect(device.pages.map(({ heightDots }) => heightDots)).toEqual([500, 1244]);
  expect((await printer.print(englishReceipt)).outcome).toBe('printed');
  expect(device.pages).toHaveLength(3);
});

test('the state follows the printer', async () => {
  const device = new VirtualPrinter();
  const printer = await printerAt(() => device.connect());
  const states: string[] = [];
  await ready(printer);
  printer.onState((state) => states.push(state));
  for (const fault of ['paper_near_end', 'paper_end', 'cover_open'] satisfies VirtualPrinterFault[]) {
    const count = states.length;
    device.inject(fault);
    await vi.waitFor(() => expect(states.length).toBe(count + 1));
  }
  device.restore();
  await vi.waitFor(() => expect(states).toEqual(['paper_low', 'paper_out', 'cover_open', 'ready']));
});

test('over TCP: printed, out of paper, broken', async () => {
  const device = new VirtualPrinter();
  const server = await device.startTcp();
  const printer = await printerAt(tcpPrinter(server.url));
  await ready(printer);
  expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  device.inject('paper_end', { afterRows: 600 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
  device.restore();
  await ready(printer);
  device.inject('cable_cut', { afterRows: 600 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'offline' });
  await printer.close();
  await server.close();
});

test('nobody listens: offline', async () => {
  const device = new VirtualPrinter();
  const server = await device.startTcp();
  await server.close();
  const printer = await printerAt(tcpPrinter(server.url));
  await vi.waitFor(() => expect(printer.state).toBe('offline'));
  expect(await printer.print(arabicReceipt)).toEqual({ outcome: 'not_printed', reason: 'offline', bytes: 0 });
});
