import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import type { DeviceEvent } from '../../src/devices/link.ts';
import { createLocalLink } from '../../src/devices/local-link.ts';
import { createPrinter, layOut, type Printer } from '../../src/devices/printer/index.ts';
import { differentDots, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS, englishReceipt, typesetter } from './printer-documents.ts';

/** A visitor has gone: what becomes of the receipt that was asked for, and of the next visitor's. */
const LIMITS = { jobTimeoutMs: 1500, clearTimeoutMs: 500, waitForPaperMs: 5000 };
const first: ReceiptDocument = { ...arabicReceipt, copyMark: 'نسخة' };
const opened: Printer[] = [];
afterEach(async () => {
  for (const printer of opened.splice(0)) await printer.close();
});

async function setUp(options: VirtualPrinterOptions = {}) {
  const device = new VirtualPrinter(options);
  const printer = createPrinter({ connect: () => device.connect(), assets: ASSETS, widthDots: 576, profile: 'P2', limits: LIMITS });
  opened.push(printer);
  await printer.warmUp();
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  const link = createLocalLink({ reader: null, printer });
  const outcomes: (DeviceEvent & { type: 'printer.outcome' })[] = [];
  link.subscribe((event) => {
    if (event.type === 'printer.outcome') outcomes.push(event);
  });
  return { device, link, outcomes, printer };
}

function pictureOf(document: ReceiptDocument): Bitmap {
  const page = layOut(document, typesetter, 576);
  if (!page.ok) throw new Error(page.fault);
  return drawPage(page.value);
}
const isSame = (page: Bitmap | undefined, picture: Bitmap): boolean =>
  page?.heightDots === picture.heightDots && differentDots(page, picture) === 0;
const [firstPicture, nextPicture] = [pictureOf(first), pictureOf(englishReceipt)];

test('what has begun comes out whole, its outcome is the truth, and the next receipt is alone on its paper', async () => {
  const { device, link, outcomes } = await setUp({ speedMmPerSecond: 500, receiveBufferBytes: 4096 });
  link.send({ type: 'printer.print', jobId: 'a', document: first });
  await vi.waitFor(() => expect(device.strip.heightDots).toBeGreaterThan(300));
  link.send({ type: 'printer.cancel', jobId: 'a' });
  // The next visitor is faster than the paper.
  link.send({ type: 'printer.print', jobId: 'b', document: englishReceipt });
  await vi.waitFor(() => expect(outcomes).toHaveLength(2), { timeout: 5000 });
  expect(outcomes).toMatchObject([
    { jobId: 'b', outcome: 'not_printed', reason: 'busy', bytes: 0 },
    { jobId: 'a', outcome: 'printed', reason: null },
  ]);
  link.send({ type: 'printer.print', jobId: 'c', document: englishReceipt });
  await vi.waitFor(() => expect(outcomes[2]).toMatchObject({ jobId: 'c', outcome: 'printed' }), { timeout: 5000 });
  expect(device.pages).toHaveLength(2);
  expect([isSame(device.pages[0], firstPicture), isSame(device.pages[1], nextPicture)]).toEqual([true, true]);
});

test('cancelled before its first byte, nothing of a receipt is printed', async () => {
  const { device, link, outcomes } = await setUp();
  link.send({ type: 'printer.print', jobId: 'a', document: first });
  link.send({ type: 'printer.cancel', jobId: 'a' });
  await vi.waitFor(() => expect(outcomes).toMatchObject([{ jobId: 'a', outcome: 'not_printed', reason: null, bytes: 0 }]));
  await sleep(50);
  expect([device.pages.length, device.strip.heightDots]).toEqual([0, 0]);
});

test.each([
  ['cleared', [] as const, 'not_printed'],
  ['not to be cleared', ['no_clear'] as const, 'unknown'],
])('cancelled while out of paper, buffer %s: the piece is cut off, the next receipt is whole and alone', async (_what, quirks, outcome) => {
  for (const row of [40, 500, 1160]) {
    const { device, link, outcomes, printer } = await setUp({ quirks });
    device.inject('paper_end', { afterRows: row });
    link.send({ type: 'printer.print', jobId: 'a', document: first });
    await vi.waitFor(() => expect(device.strip.heightDots).toBe(row));
    link.send({ type: 'printer.cancel', jobId: 'a' });
    await vi.waitFor(() => expect(outcomes).toMatchObject([{ jobId: 'a', outcome, reason: 'paper_out' }]), { timeout: 5000 });
    device.restore();
    await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });
    link.send({ type: 'printer.print', jobId: 'b', document: englishReceipt });
    await vi.waitFor(() => expect(outcomes[1]).toMatchObject({ jobId: 'b', outcome: 'printed' }), { timeout: 5000 });
    expect(isSame(device.pages.at(-1), nextPicture)).toBe(true);
    // One that went on by itself had all but the end in its buffer: nobody was told that it did not come.
    const wholes = device.pages.slice(0, -1).filter((page) => isSame(page, firstPicture)).length;
    expect(wholes).toBeLessThanOrEqual(outcome === 'unknown' ? 1 : 0);
    expect(device.strip.heightDots).toBe(0);
  }
}, 30_000);

test('a process that is told to end lets what has begun come out, and begins nothing more', async () => {
  const { device, link } = await setUp({ speedMmPerSecond: 500, receiveBufferBytes: 4096 });
  link.send({ type: 'printer.print', jobId: 'a', document: first });
  await vi.waitFor(() => expect(device.strip.heightDots).toBeGreaterThan(300));
  await link.close();
  expect([device.pages.length, isSame(device.pages[0], firstPicture)]).toEqual([1, true]);
  const waiting = await setUp();
  waiting.device.inject('paper_end', { afterRows: 500 });
  waiting.link.send({ type: 'printer.print', jobId: 'b', document: first });
  await vi.waitFor(() => expect(waiting.device.strip.heightDots).toBe(500));
  await waiting.link.close();
  waiting.device.restore();
  expect(waiting.device.pages).toHaveLength(0);
});

test('a receipt that is long over, or unknown, can be cancelled without harm', async () => {
  const { device, link, outcomes } = await setUp();
  link.send({ type: 'printer.cancel', jobId: 'never' });
  link.send({ type: 'printer.print', jobId: 'a', document: first });
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  link.send({ type: 'printer.cancel', jobId: 'a' });
  await sleep(50);
  expect([outcomes.length, device.pages.length]).toEqual([1, 1]);
});
