import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { isolate, isolateLtr } from '../../src/domain/bidi.ts';
import type { ReceiptDocument, ReceiptItem } from '../../src/domain/receipt.ts';
import {
  encode,
  layOut,
  lettersOf,
  picturesOf,
  PROFILES,
  staticLinesOf,
  type PaperWidth,
  type Profile,
  type StoredPictures,
} from '../../src/devices/printer/index.ts';
import { hasLookAlike } from '../../src/devices/printer/encoder/look-alikes.ts';
import { differentDots, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { drawCharacter, encodePng, VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import {
  arabicReceipt,
  englishReceipt,
  mixedReceipt,
  referenceReceipt,
  referenceVocabulary,
  typesetter,
} from './printer-documents.ts';
import { isClean, printRandom } from '../soak/printer-random.ts';

/** `UPDATE_GOLDENS=1 npx vitest run tests/unit/printer-paper` draws the goldens anew; look at them before committing. */
const UPDATE = process.env['UPDATE_GOLDENS'] === '1';
const GOLDENS = 'tests/goldens/paper';
const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;

function storedFor(document: ReceiptDocument, widthDots: PaperWidth, profile: Profile): StoredPictures {
  const vocabulary = document === referenceReceipt ? referenceVocabulary : staticLinesOf(document);
  const stored = picturesOf([vocabulary], typesetter, widthDots, profile);
  if (!stored.ok) throw new Error(stored.fault);
  return stored.value;
}

function jobOf(document: ReceiptDocument, widthDots: PaperWidth, profile: Profile = 'P1') {
  const page = layOut(document, typesetter, widthDots, lettersOf(profile));
  if (!page.ok) throw new Error(page.fault);
  const stored = profile === 'P3' || profile === 'P4' ? storedFor(document, widthDots, profile) : null;
  const job = encode(page.value, profile, PROCESS_ID, stored);
  if (!job.ok) throw new Error(job.fault);
  return { page: page.value, job: job.value, bytes: Buffer.concat(job.value.commands), stored };
}

/** The paper the bytes make, sent in pieces to a printer that holds the pictures. */
async function paperOf(
  bytes: Uint8Array,
  widthDots: PaperWidth,
  pieceBytes = 4096,
  stored: StoredPictures | null = null,
): Promise<Bitmap> {
  const printer = new VirtualPrinter({ widthDots });
  const line = await printer.connect();
  if (!line.ok) throw new Error(line.fault);
  if (stored !== null) await line.value.write(Buffer.concat(stored.commands));
  for (let at = 0; at < bytes.length; at += pieceBytes) await line.value.write(bytes.subarray(at, at + pieceBytes));
  expect(printer.pages).toHaveLength(1);
  return printer.pages[0]!;
}

// The package's types describe an ES module; Node loads its CommonJS file, whose export is the function itself.
const readQr = jsQR as unknown as typeof jsQR.default;

const documents = [
  ['reference', referenceReceipt],
  ['status-ar', arabicReceipt],
  ['status-en', englishReceipt],
  ['mixed', mixedReceipt],
] as const;
const cases = documents.flatMap(([name, document]) =>
  ([576, 384] as const).flatMap((widthDots) =>
    PROFILES.map((profile) => {
      const size = widthDots === 384 ? '-58mm' : '';
      return [`${name}${size}${profile === 'P1' ? '' : `-${profile}`}`, document, widthDots, profile] as const;
    }),
  ),
);

test.each(cases)('the paper of %s looks as agreed', async (name, document, widthDots, profile) => {
  const { bytes, stored } = jobOf(document, widthDots, profile);
  const png = encodePng(await paperOf(bytes, widthDots, 4096, stored));
  const file = `${GOLDENS}/${name}.png`;
  if (UPDATE) writeFileSync(file, png);
  const [actual, golden] = [PNG.sync.read(png), PNG.sync.read(readFileSync(file))];
  expect([actual.width, actual.height]).toEqual([golden.width, golden.height]);
  expect(actual.data.equals(golden.data)).toBe(true);
  const payload = document.items.find((item) => item.kind === 'qr')?.payload;
  expect(readQr(new Uint8ClampedArray(actual.data), actual.width, actual.height)?.data).toBe(payload);
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
      fc.constantFrom(...PROFILES),
      fc.integer({ min: 1, max: 3000 }),
      async (document, widthDots, profile, pieceBytes) => {
        const { job, bytes, page, stored } = jobOf(document, widthDots, profile);
        expect(hasLookAlike(bytes)).toBe(false);
        expect(Math.max(...job.commands.map(({ length }) => length))).toBeLessThanOrEqual(1000);
        const paper = await paperOf(bytes, widthDots, pieceBytes, stored);
        expect(differentDots(paper, drawPage(job.page, drawCharacter))).toBe(0);
        for (const [index, band] of page.bands.entries()) {
          const placed = job.page.bands[index]!;
          if (band.kind === 'composed' || placed.kind === 'composed') continue;
          expect(Math.abs(band.leftDots - placed.leftDots)).toBeLessThanOrEqual(14);
        }
      },
    ),
    { numRuns: 200 },
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

test.each([
  ['P1', 26_000],
  ['P2', 23_000],
  ['P3', 10_800],
  ['P4', 7300],
] as const)('the reference receipt stays under its budget of bytes in %s', (profile, budget) => {
  expect(jobOf(referenceReceipt, 576, profile).bytes.length).toBeLessThanOrEqual(budget);
});

test('a line that is stored is never taken for one that differs', async () => {
  const other = { ...referenceReceipt, items: referenceReceipt.items.map((item) => (item.kind === 'row' && item.strong === true ? { ...item, value: 'قيد الدراسة لدى الإدارة المختصّة' } : item)) };
  const page = layOut(other, typesetter, 576);
  if (!page.ok) throw new Error(page.fault);
  const stored = storedFor(referenceReceipt, 576, 'P3');
  const job = encode(page.value, 'P3', PROCESS_ID, stored);
  if (!job.ok) throw new Error(job.fault);
  const paper = await paperOf(Buffer.concat(job.value.commands), 576, 4096, stored);
  expect(differentDots(paper, drawPage(job.value.page))).toBe(0);
});

test('what may be stored without asking is only what was inserted nowhere', () => {
  const kept = staticLinesOf(arabicReceipt).items;
  expect(kept.filter(({ kind }) => kind === 'row' || kind === 'number' || kind === 'qr')).toEqual([]);
  expect(JSON.stringify(kept)).not.toMatch(/[0-9\u2066-\u2069]/);
  expect(kept.filter(({ kind }) => kind === 'text').map((item) => (item.kind === 'text' ? item.text : ''))).toEqual([
    'إشعار حالة معاملة',
    'رقم المعاملة',
    'امسح الرمز لمتابعة معاملتك',
    'وقت أقل.. راحة أكثر',
  ]);
});

test('random receipts keep every promise (100,000 of them: tests/soak/printer-receipts.ts)', async () => {
  const result = await printRandom(150, 4711, 10);
  expect(result).toMatchObject({ lookAlikes: 0, differentDots: 0, codesRead: 15, codesTried: 15 });
  expect(isClean(result)).toBe(true);
}, 60_000);
