import { expect, test } from 'vitest';
import { isolate, isolateLtr } from '../../src/domain/bidi.ts';
import type { ReceiptDocument, ReceiptItem } from '../../src/domain/receipt.ts';
import { createBitmap, cropped, differentDots, inkBox, isBlack, stamp } from '../../src/devices/printer/layout/bitmap.ts';
import { layOut } from '../../src/devices/printer/layout/layout.ts';
import { rasterise } from '../../src/devices/printer/layout/outline.ts';
import { bandHeightDots, drawPage } from '../../src/devices/printer/layout/page.ts';
import { MAX_QR_BYTES, qrModules, qrSide } from '../../src/devices/printer/layout/qr.ts';
import { setParagraph } from '../../src/devices/printer/layout/paragraph.ts';
import type { Typeface } from '../../src/devices/printer/layout/shape.ts';
import { loadTypesetter } from '../../src/devices/printer/index.ts';
import { arabicReceipt, ASSETS, englishReceipt, referenceReceipt, typesetter } from './printer-documents.ts';

const face = (direction: 'rtl' | 'ltr'): Typeface => ({
  fonts: typesetter.fonts,
  weight: 500,
  sizeDots: 24,
  language: direction === 'rtl' ? 'ar' : 'en',
  direction,
});

function lines(text: string, direction: 'rtl' | 'ltr' = 'rtl', maxWidthDots = 560) {
  const set = setParagraph(text, face(direction), maxWidthDots);
  if (!set.ok) throw new Error(set.fault);
  return set.value;
}

/** The glyphs of a text from left to right, with their fonts. */
const glyphs = (text: string, direction: 'rtl' | 'ltr' = 'rtl'): string =>
  lines(text, direction)
    .flatMap((line) => line.glyphs.map(({ font, glyph }) => `${font.index}:${glyph}`))
    .join(' ');

const receiptOf = (...items: ReceiptItem[]): ReceiptDocument => ({ language: 'ar', direction: 'rtl', items });
const row = (value: string): ReceiptItem => ({ kind: 'row', label: 'الحالة', value });

function picture(document: ReceiptDocument) {
  const page = layOut(document, typesetter, 576);
  if (!page.ok) throw new Error(page.fault);
  return drawPage(page.value);
}

test.each(['10******47', '•••••••672', '1448/03/12', 'KSK-07', '+966 16 380 0000', '14:32'])(
  'an isolated %s keeps its order inside Arabic text',
  (value) => {
    const alone = glyphs(value, 'ltr');
    expect(glyphs(`رقم ${isolateLtr(value)} للمراجعة`)).toContain(alone);
    expect(glyphs(isolateLtr(value))).toBe(alone);
  },
);

test('without an isolate a masked number is turned around, which is why the isolate must be honoured', () => {
  expect(glyphs('10******47')).not.toBe(glyphs('10******47', 'ltr'));
});

test('an Arabic name inside an English line runs from right to left and leaves the line alone', () => {
  const name = 'إدارة الأراضي';
  expect(glyphs(`Now with ${isolate(name)} 12`, 'ltr')).toContain(glyphs(name, 'rtl'));
  expect(glyphs(`Now with ${isolate(name)} 12`, 'ltr').startsWith(glyphs('Now with ', 'ltr'))).toBe(true);
});

test('both dates stand in reading order: the first is right of the second', () => {
  const [line] = lines(`${isolateLtr('1448/03/12')}هـ — ${isolateLtr('2026/08/25')}م`);
  const first = line!.glyphs.find(({ cluster }) => cluster === 1);
  const second = line!.glyphs.find(({ cluster }) => cluster === 18);
  expect(first!.x).toBeGreaterThan(second!.x);
});

test('fonts loaded twice never lend each other letters', async () => {
  const copies = await Promise.all([1, 2, 3].map(() => loadTypesetter(ASSETS)));
  const indexes = copies.flatMap(({ fonts }) => [...fonts.byWeight[500], ...fonts.byWeight[700]].map(({ index }) => index));
  expect(new Set(indexes).size).toBe(18);
  const pictures = copies.map((copy) => {
    const page = layOut(arabicReceipt, copy, 576);
    if (!page.ok) throw new Error(page.fault);
    return drawPage(page.value);
  });
  for (const other of pictures) expect(differentDots(other, pictures[0]!)).toBe(0);
});

test('Arabic letters are joined: a word is narrower than its letters alone, and uses other glyphs', () => {
  const letters = 'معاملة'.split('').map((letter) => lines(letter)[0]!);
  const word = lines('معاملة')[0]!;
  expect(word.widthDots).toBeLessThan(letters.reduce((sum, { widthDots }) => sum + widthDots, 0));
  const alone = new Set(letters.flatMap((line) => line.glyphs.map(({ glyph }) => glyph)));
  expect(word.glyphs.filter(({ glyph }) => !alone.has(glyph)).length).toBeGreaterThanOrEqual(3);
});

test('an Arabic word runs from right to left', () => {
  const [first, ...rest] = lines('مراجعة')[0]!.glyphs.toReversed().map(({ cluster }) => cluster);
  expect(first).toBe(0);
  expect(rest).toEqual(rest.toSorted((a, b) => a - b));
});

test('brackets are mirrored in Arabic text', () => {
  const [opening] = lines('(', 'ltr')[0]!.glyphs;
  const [closing] = lines(')', 'ltr')[0]!.glyphs;
  const line = lines('(نص)')[0]!;
  expect(line.glyphs[0]?.glyph).toBe(opening!.glyph);
  expect(line.glyphs.at(-1)?.glyph).toBe(closing!.glyph);
});

test('a long value wraps at spaces, keeps every letter and stays inside its column', () => {
  const text = 'طلب تعويض عن نزع ملكية أرض لصالح مشروع طريق الملك فهد';
  const wrapped = lines(text, 'rtl', 200);
  expect(wrapped.length).toBeGreaterThan(2);
  for (const line of wrapped) expect(line.widthDots).toBeLessThanOrEqual(200);
  const clusters = wrapped.flatMap((line) => line.glyphs.map(({ cluster }) => cluster));
  const missing = text.split('').flatMap((letter, index) => (letter === ' ' || clusters.includes(index) ? [] : [letter]));
  // A ligature may stand for two letters; no word may be lost.
  expect(missing.length).toBeLessThan(4);
});

test('a word wider than its column is broken rather than lost', () => {
  const wrapped = lines('W'.repeat(60), 'ltr', 200);
  expect(wrapped.flatMap((line) => line.glyphs)).toHaveLength(60);
  for (const line of wrapped) expect(line.widthDots).toBeLessThanOrEqual(200);
});

test.each([
  ['an emoji', row('تم 👍')],
  ['a script without a font', row('状态')],
  ['a lone surrogate', row('abc\ud800')],
  ['ten thousand characters', row('ا'.repeat(10_000))],
  ['a code with a space', { kind: 'qr', payload: 'https://example.gov.sa/a b' } as const],
  ['an empty code', { kind: 'qr', payload: '' } as const],
  ['a code that is too long', { kind: 'qr', payload: 'a'.repeat(MAX_QR_BYTES + 1) } as const],
])('%s is refused, never printed as boxes', (_what, item) => {
  expect(layOut(receiptOf(item), typesetter, 576)).toEqual({ ok: false, fault: 'unprintable_text' });
});

test('a document without an end is refused', () => {
  const items = Array.from({ length: 81 }, () => row('نص'));
  expect(layOut(receiptOf(...items), typesetter, 576).ok).toBe(false);
  const metres = Array.from({ length: 40 }, () => row('كلمة '.repeat(190)));
  expect(layOut(receiptOf(...metres), typesetter, 576).ok).toBe(false);
});

test('direction overrides and control characters are taken out before drawing', () => {
  const clean = picture(receiptOf(row('رقم 12345 abc')));
  const dirty = picture(receiptOf(row('\u0000رقم\u0007 \u202e12345\u202c \u200babc\ufeff\u001b')));
  expect(differentDots(clean, dirty)).toBe(0);
});

test('line breaks and runs of spaces count as one space', () => {
  expect(differentDots(picture(receiptOf(row('أ ب'))), picture(receiptOf(row('  أ \n\t ب  '))))).toBe(0);
});

test('an empty value leaves its label, an empty text nothing', () => {
  const page = layOut(receiptOf(row(''), { kind: 'text', style: 'note', align: 'start', text: ' ' }), typesetter, 576);
  expect(page.ok && page.value.bands).toHaveLength(1);
});

test.each([
  ['Arabic', arabicReceipt],
  ['English', englishReceipt],
  ['reference', referenceReceipt],
])('on both widths the %s receipt has all ink on the paper and no band over another', (_name, document) => {
  for (const widthDots of [576, 384] as const) {
    const page = layOut(document, typesetter, widthDots);
    if (!page.ok) throw new Error(page.fault);
    let free = 0;
    for (const band of page.value.bands) {
      if (band.kind === 'composed') throw new Error('letters of the printer without being asked');
      const width = band.kind === 'qr' ? band.sizeDots : band.bitmap.widthDots * band.scale;
      expect(band.leftDots).toBeGreaterThanOrEqual(0);
      expect(band.leftDots + width).toBeLessThanOrEqual(widthDots);
      expect(band.topDots).toBeGreaterThanOrEqual(free);
      free = band.topDots + bandHeightDots(band);
    }
    expect(page.value.heightDots).toBeGreaterThanOrEqual(free);
  }
});

test('the transaction number stays on one line also with its year', () => {
  const bandsOf = (text: string) => {
    const page = layOut(receiptOf({ kind: 'number', text: isolateLtr(text) }), typesetter, 576);
    return page.ok ? page.value.bands.length : 0;
  };
  expect(bandsOf('4471023985')).toBe(1);
  expect(bandsOf('4471023985/1448')).toBe(1);
  expect(bandsOf('000000000000004471023985')).toBe(1);
});

test('hamza, madda and vowel marks keep their room: a line with all of them loses no ink', () => {
  const marked = 'إِلَى آخِرِهِ أُولٰئِكَ ﷲ';
  const page = layOut(receiptOf({ kind: 'text', style: 'authority', align: 'center', text: marked }), typesetter, 576);
  if (!page.ok) throw new Error(page.fault);
  const [band] = page.value.bands;
  if (band?.kind !== 'image') throw new Error('no line');
  const one = { language: 'ar', direction: 'rtl', sizeDots: 32, weight: 700, fonts: typesetter.fonts } as const;
  const set = setParagraph(marked, one, 576);
  if (!set.ok) throw new Error(set.fault);
  let [top, bottom] = [0, 0];
  for (const { font, glyph, y } of set.value[0]!.glyphs) {
    const scale = 32 / font.unitsPerEm;
    const raster = rasterise(font.font.glyphToJson(glyph), { scaleX: scale, scaleY: -scale, moveX: 0, moveY: -y });
    if (raster === null) continue;
    top = Math.min(top, raster.top);
    bottom = Math.max(bottom, raster.top + raster.bitmap.heightDots);
  }
  expect(Math.abs(band.bitmap.heightDots - (bottom - top))).toBeLessThanOrEqual(2);
});

test('outlines fill what they wind around, holes stay white', () => {
  const square = (from: number, to: number, clockwise: boolean) => {
    const corners = [from, from, to, from, to, to, from, to];
    const order = clockwise ? [0, 1, 2, 3] : [0, 3, 2, 1];
    const points = order.map((corner) => [corners[corner * 2]!, corners[corner * 2 + 1]!]);
    return points.map((values, index) => ({ type: index === 0 ? 'M' : 'L', values })).concat({ type: 'Z', values: [] });
  };
  const identity = { scaleX: 1, scaleY: 1, moveX: 0, moveY: 0 };
  const ring = rasterise([...square(0, 10, true), ...square(3, 7, false)], identity)!;
  expect(isBlack(ring.bitmap, 0, 0) && isBlack(ring.bitmap, 9, 9) && isBlack(ring.bitmap, 2, 5)).toBe(true);
  expect(isBlack(ring.bitmap, 3, 3) || isBlack(ring.bitmap, 6, 6)).toBe(false);
  const overlap = rasterise([...square(0, 10, true), ...square(3, 7, true)], identity)!;
  expect(isBlack(overlap.bitmap, 5, 5)).toBe(true);
});

test('pictures are stamped at any dot, clipped at the edges, and cropped to their ink', () => {
  const dot = createBitmap(3, 2);
  dot.data.set([0b1010_0000, 0b0100_0000]);
  for (const left of [-1, 0, 5, 6, 7, 8, 13, 18]) {
    const paper = createBitmap(20, 4);
    stamp(paper, dot, left, 1);
    for (let x = 0; x < 20; x += 1) {
      expect(isBlack(paper, x, 1)).toBe(x === left || x === left + 2);
      expect(isBlack(paper, x, 2)).toBe(x === left + 1);
    }
    const box = inkBox(paper)!;
    expect(cropped(paper, box).widthDots).toBe(box.right - box.left);
  }
  expect(inkBox(createBitmap(9, 9))).toBeNull();
});

test('the size of a code is known without drawing it', () => {
  for (let length = 1; length <= MAX_QR_BYTES; length += 1) {
    const payload = 'a'.repeat(length);
    expect(qrSide(payload)).toBe(qrModules(payload).length);
  }
});
