import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import { createPrinter, layOut, type Printer, type PrintLimits } from '../../src/devices/printer/index.ts';
import { clearBuffers } from '../../src/devices/printer/encoder/commands.ts';
import { copyOf } from '../../src/devices/printer/copy.ts';
import { differentDots, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS, typesetter } from './printer-documents.ts';

const LIMITS: PrintLimits = { jobTimeoutMs: 1500, clearTimeoutMs: 500, waitForPaperMs: 5000 };
const receipt: ReceiptDocument = { ...arabicReceipt, copyMark: 'نسخة' };
const opened: Printer[] = [];
afterEach(async () => {
  for (const printer of opened.splice(0)) await printer.close();
});

async function setUp(options: VirtualPrinterOptions = {}, limits = LIMITS) {
  const device = new VirtualPrinter(options);
  const printer = createPrinter({ connect: () => device.connect(), assets: ASSETS, widthDots: 576, profile: 'P2', limits });
  opened.push(printer);
  await printer.warmUp();
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  return { device, printer };
}

function pictureOf(document: ReceiptDocument | null): Bitmap {
  const page = layOut(document!, typesetter, 576);
  if (!page.ok) throw new Error(page.fault);
  return drawPage(page.value);
}
const original = pictureOf(receipt);
const copy = pictureOf(copyOf(receipt));
const isSame = (a: Bitmap, b: Bitmap): boolean => a.heightDots === b.heightDots && differentDots(a, b) === 0;

/** The job has heard of its trouble, and the printer has heard that it is to forget the rest. */
const whenCleared = (device: VirtualPrinter, times: number) =>
  vi.waitFor(() => expect(Buffer.from(device.receivedBytes).toString('latin1').split(CLEAR).length - 1).toBe(times), { timeout: 5000 });
const CLEAR = Buffer.from(clearBuffers()).toString('latin1');

test('a copy is the whole receipt under its mark', () => {
  expect(copyOf(arabicReceipt)).toBeNull();
  expect(copyOf(receipt)?.items.slice(0, 1)).toEqual([{ kind: 'text', style: 'title', align: 'center', text: 'نسخة' }]);
  expect(copyOf(receipt)?.items.slice(2)).toEqual(receipt.items);
});

test('paper that ends in the middle: after new paper the whole comes out as a copy, the piece before it cut off', async () => {
  for (const row of [40, 500, 1160]) {
    const { device, printer } = await setUp();
    device.inject('paper_end', { afterRows: row });
    const printing = printer.print(receipt);
    await whenCleared(device, 1);
    device.restore();
    expect(await printing).toMatchObject({ outcome: 'printed', reason: null, isCopy: true });
    expect(device.pages).toHaveLength(2);
    expect(device.pages[0]!.heightDots).toBe(row);
    expect(isSame(device.pages[1]!, copy)).toBe(true);
    expect(device.pages.filter((page) => isSame(page, original))).toHaveLength(0);
  }
});

test('paper that ends twice still gives one whole copy', async () => {
  const { device, printer } = await setUp();
  device.inject('paper_end', { afterRows: 300 });
  const printing = printer.print(receipt);
  await whenCleared(device, 1);
  device.inject('paper_end', { afterRows: 200 });
  device.restore('paper_end');
  await whenCleared(device, 2);
  device.restore();
  expect((await printing).outcome).toBe('printed');
  expect(device.pages.filter((page) => isSame(page, copy))).toHaveLength(1);
  expect(device.pages).toHaveLength(3);
});

test('nobody brings paper: not printed, and nothing comes out when somebody does later', async () => {
  const { device, printer } = await setUp({}, { ...LIMITS, waitForPaperMs: 150 });
  device.inject('paper_end', { afterRows: 500 });
  expect(await printer.print(receipt)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
  device.restore();
  await sleep(300);
  expect([device.pages.length, device.strip.heightDots]).toEqual([0, 500]);
});

test('the visitor has gone: nothing is printed for the next one', async () => {
  const { device, printer } = await setUp();
  const leaving = new AbortController();
  device.inject('paper_end', { afterRows: 500 });
  const printing = printer.print(receipt, { signal: leaving.signal });
  await whenCleared(device, 1);
  leaving.abort();
  expect(await printing).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
  device.restore();
  await sleep(100);
  expect(device.pages).toHaveLength(0);
});

test('without a word for copies nothing is printed again', async () => {
  const { device, printer } = await setUp();
  device.inject('paper_end', { afterRows: 500 });
  const printing = printer.print(arabicReceipt);
  await whenCleared(device, 1);
  device.restore();
  expect((await printing).outcome).toBe('not_printed');
  expect(device.pages).toHaveLength(0);
});

test('a printer that can not be cleared may go on by itself: nothing is sent again', async () => {
  const { device, printer } = await setUp({ quirks: ['no_clear'] });
  device.inject('paper_end', { afterRows: 500 });
  const printing = printer.print(receipt);
  expect(await printing).toMatchObject({ outcome: 'unknown', reason: 'paper_out' });
  device.restore();
  await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });
  await sleep(50);
  expect(device.pages.filter((page) => isSame(page, copy) || isSame(page, original))).toHaveLength(0);
});

test('a copy that can not be drawn ends the waiting', async () => {
  const { device, printer } = await setUp();
  device.inject('paper_end', { afterRows: 500 });
  const printing = printer.print({ ...receipt, copyMark: '👍' });
  await whenCleared(device, 1);
  device.restore();
  expect(await printing).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
});

test('while a receipt waits for paper no other is taken', async () => {
  const { device, printer } = await setUp();
  device.inject('paper_end', { afterRows: 500 });
  const printing = printer.print(receipt);
  await vi.waitFor(() => expect(printer.state).toBe('paper_out'));
  expect(await printer.print(receipt)).toMatchObject({ outcome: 'not_printed', reason: 'busy' });
  device.restore();
  expect((await printing).outcome).toBe('printed');
});
