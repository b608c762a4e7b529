import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { isolate, isolateLtr } from '../../src/domain/bidi.ts';
import type { ReceiptDocument, ReceiptItem } from '../../src/domain/receipt.ts';
import { encode, layOut, type PaperWidth } from '../../src/devices/printer/index.ts';
import { hasLookAlike } from '../../src/devices/printer/encoder/look-alikes.ts';
import { differentDots, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { encodePng, VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, englishReceipt, referenceReceipt, typesetter } from './printer-documents.ts';

/** `UPDATE_GOLDENS=1 npx vitest run tests/unit/printer-paper` draws the goldens anew; look at them before committing. */
const UPDATE = process.env['UPDATE_GOLDENS'] === '1';
const GOLDENS = 'tests/goldens/paper';
const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;

function jobOf(document: ReceiptDocument, widthDots: PaperWidth) {
  const page = layOut(document, typesetter, widthDots);
  if (!page.ok) throw new Error(page.fault);
  const job = encode(page.value, 'P1', PROCESS_ID);
  if (!job.ok) throw new Error(job.fault);
  return { page: page.value, job: job.value, bytes: Buffer.concat(job.value.commands) };
}

/** The paper the bytes make, sent in pieces. */
async function paperOf(bytes: Uint8Array, widthDots: PaperWidth, pieceBytes = 4096): Promise<Bitmap> {
  const printer = new VirtualPrinter({ widthDots });
  const line = await printer.connect();
  if (!line.ok) throw new Error(line.fault);
  for (let at = 0; at < bytes.length; at += pieceBytes) await line.value.write(bytes.subarray(at, at + pieceBytes));
  expect(printer.pages).toHaveLength(1);
  return printer.pages[0]!;
}

// The package's types describe an ES module; Node loads its CommonJS file, whose export is the function itself.
const readQr = jsQR as unknown as typeof jsQR.default;

const cases = [
  ['status-ar', arabicReceipt, 576],
  ['status-en', englishReceipt, 576],
  ['status-ar-58mm', arabicReceipt, 384],
  ['reference', referenceReceipt, 576],
] as const;

test.each(cases)('the paper of %s looks as agreed', async (name, document, widthDots) => {
  const { bytes } = jobOf(document, widthDots);
  const png = encodePng(await paperOf(bytes, widthDots));
  const file = `${GOLDENS}/${name}.png`;
  if (UPDATE) writeFileSync(file, png);
  const [actual, golden] = [PNG.sync.read(png), PNG.sync.read(readFileSync(file))];
  expect([actual.width, actual.height]).toEqual([golden.width, golden.height]);
  expect(actual.data.equals(golden.data)).toBe(true);
});

test.each(cases)('the QR code on %s is read from the paper', async (_name, document, widthDots) => {
  const { data, width, height } = PNG.sync.read(encodePng(await paperOf(jobOf(document, widthDots).bytes, widthDots)));
  const payload = document.items.find((item) => item.kind === 'qr')?.payload;
  expect(readQr(new Uint8ClampedArray(data), width, height)?.data).toBe(payload);
});

const words = ['إشعار', 'حالة', 'الأراضي', 'والممتلكات', 'لِلْمُراجعة', 'Emirate', 'دائرة', '(محوّل)', '٣٤٥', 'ﷲ', '“x”'];
const valueOf = fc
  .array(
    fc.oneof(
      fc.constantFrom(...words),
      fc.constantFrom(...words).map(isolate),
      fc.stringMatching(/^[0-9A-Z/*•:-]{1,14}$/).map(isolateLtr),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(' '));
const itemOf: fc.Arbitrary<ReceiptItem> = fc.oneof(
  fc.record({ kind: fc.constant('row' as const), label: valueOf, value: valueOf, strong: fc.boolean() }),
  fc.record({
    kind: fc.constant('text' as const),
    style: fc.constantFrom('authority', 'title', 'caption', 'body', 'note', 'small', 'slogan'),
    text: valueOf,
    align: fc.constantFrom('center', 'start'),
  }),
  fc.stringMatching(/^[0-9/]{1,18}$/).map((text) => ({ kind: 'number' as const, text })),
  fc.constantFrom('thin' as const, 'thick' as const).map((weight) => ({ kind: 'rule' as const, weight })),
  fc.stringMatching(/^[!-~]{1,120}$/).map((payload) => ({ kind: 'qr' as const, payload })),
  fc.constant({ kind: 'emblem' as const }),
);
const documentOf: fc.Arbitrary<ReceiptDocument> = fc.record({
  language: fc.constantFrom('ar', 'en'),
  direction: fc.constantFrom('rtl', 'ltr'),
  items: fc.array(itemOf, { minLength: 1, maxLength: 12 }),
});

test('whatever a receipt says, the paper is the page dot for dot, and no real-time command hides in the bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      documentOf,
      fc.constantFrom<PaperWidth>(576, 384),
      fc.integer({ min: 1, max: 3000 }),
      async (document, widthDots, pieceBytes) => {
        const { job, bytes, page } = jobOf(document, widthDots);
        expect(hasLookAlike(bytes)).toBe(false);
        expect(Math.max(...job.commands.map(({ length }) => length))).toBeLessThanOrEqual(1700);
        expect(differentDots(await paperOf(bytes, widthDots, pieceBytes), drawPage(job.page))).toBe(0);
        for (const [index, band] of page.bands.entries()) {
          expect(Math.abs(band.leftDots - job.page.bands[index]!.leftDots)).toBeLessThanOrEqual(14);
        }
      },
    ),
    { numRuns: 120 },
  );
}, 60_000);

test('a thousand visitors: no receipt of random numbers, dates and names holds a look-alike', () => {
  const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  fc.assert(
    fc.property(digits(10), digits(3), digits(6), fc.constantFrom(...words), (number, tail, code, unit) => {
      const items = arabicReceipt.items.map((item): ReceiptItem => {
        if (item.kind === 'number') return { ...item, text: isolateLtr(`${number}/1448`) };
        if (item.kind === 'row' && item.strong !== true) return { ...item, value: `${isolate(unit)} ${isolateLtr(`•••${tail}`)}` };
        return item.kind === 'text' && item.style === 'small' ? { ...item, text: `رمز ${isolateLtr(code)}` } : item;
      });
      expect(hasLookAlike(jobOf({ ...arabicReceipt, items }, 576).bytes)).toBe(false);
    }),
    { numRuns: 250 },
  );
}, 60_000);

test('the reference receipt stays under its budget of bytes', () => {
  expect(jobOf(referenceReceipt, 576).bytes.length).toBeLessThanOrEqual(26_000);
});
