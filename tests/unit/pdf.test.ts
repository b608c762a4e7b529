import { inflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { isolate, isolateLtr } from '../../src/domain/bidi.ts';
import { renderPdf } from '../../src/pdf/render.ts';
import type { PdfBlock, PdfReport } from '../../src/pdf/report.ts';
import { paragraphOf, runsOf } from '../../src/pdf/runs.ts';

/** What stands on paper from left to right, run by run; Arabic runs in reading order, as the shaper takes them. */
const onPaper = (text: string, direction: 'rtl' | 'ltr' = 'rtl'): string[] => {
  const paragraph = paragraphOf(text, direction);
  return runsOf(paragraph, 0, paragraph.text.length).map((run) => run.text);
};

test.for([
  ['a phone number inside Arabic keeps its order', `اتصل على ${isolateLtr('+966 50 123 4567')} الآن`, ['الآن', ' ', '+966 50 123 4567', 'اتصل على ']],
  ['a date keeps its slashes in place', `في ${isolateLtr('1448/06/12')}هـ`, ['هـ', '1448/06/12', 'في ']],
  ['brackets around Arabic are mirrored', '(سليم)', ['(', 'سليم', ')']],
  ['brackets within a Latin value are not', isolateLtr('24.21.0 (x64)'), ['24.21.0 (x64)']],
  ['two signs at the end of a sentence change places', 'جاهز).', ['.(', 'جاهز']],
  ['a Latin name in an isolate', `أعدّه ${isolate('Sami (IT)')}`, ['Sami (IT)', 'أعدّه ']],
] as const)('%s', ([_name, text, runs]) => expect(onPaper(text)).toEqual(runs));

test('Arabic digits run from left to right, which the shaper would turn around', () => {
  // Handed over turned, they come out as they are written.
  expect(onPaper('رقم ٠٥٠١٢٣')).toEqual(['٣٢١٠٥٠', 'رقم ']);
});

const reversed = (text: string): string => text.split('').toReversed().join('');

const fonts = CHECKOUT.pdfFonts;
const report = (blocks: readonly PdfBlock[]): PdfReport => ({
  language: 'ar',
  direction: 'rtl',
  title: 'تقرير جاهزية جهاز الخدمة الذاتية',
  authority: 'إمارة منطقة مكة المكرمة',
  createdAt: new Date('2026-11-22T05:12:00Z'),
  footer: `جهاز ${isolateLtr('MK-007')}`,
  blocks,
});
const table = (rows: number): PdfBlock => ({
  kind: 'table',
  columns: [
    { title: 'الاختبار', share: 0.4 },
    { title: 'النتيجة', share: 0.6 },
  ],
  rows: Array.from({ length: rows }, (_row, index) => [{ text: `رقم ${isolateLtr(String(index + 1))}` }, { text: 'سليم' }]),
});

interface Pdf {
  readonly pages: number;
  /** What a reader copies from it, glyph by glyph from left to right and from the top. */
  readonly text: string;
}
let short: Pdf;
let long: Pdf;
beforeAll(async () => {
  short = read(await renderPdf(report([{ kind: 'rows', rows: [{ label: 'الجوال', value: isolateLtr('+966 50 123 4567') }] }]), fonts));
  long = read(await renderPdf(report([{ kind: 'heading', text: 'الاختبارات' }, table(120)]), fonts));
});

test('a short report is one page whose text can be copied', () => {
  expect(short.pages).toBe(1);
  expect(short.text).toContain('+966 50 123 4567');
  expect(short.text).toContain('MK-007');
  // Arabic glyphs stand from right to left, and so do the words.
  expect(short.text).toContain(reversed('إمارة منطقة مكة المكرمة'));
  expect(short.text).toContain('1 / 1');
});

test('a long table goes on with its head on the next page, and every page has its number', () => {
  expect(long.pages).toBeGreaterThan(3);
  const head = reversed('النتيجة');
  expect(long.text.split(head).length - 1).toBe(long.pages);
  for (let page = 1; page <= long.pages; page += 1) expect(long.text).toContain(`${String(page)} / ${String(long.pages)}`);
  for (const row of [1, 60, 120]) expect(long.text).toContain(String(row));
});

test('a word wider than its column sticks out instead of hanging the layout', async () => {
  const wide = read(await renderPdf(report([{ kind: 'text', text: 'x'.repeat(400) }]), fonts));
  expect(wide.pages).toBe(1);
});

/** Reads our own PDFs: each stream inflated, glyphs turned into text by the ToUnicode table of their font. */
function read(bytes: Uint8Array): Pdf {
  const file = Buffer.from(bytes).toString('latin1');
  expect(file.startsWith('%PDF-')).toBe(true);
  const objects = new Map(
    [...file.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)].map(([, id = '', body = '']) => [id, body] as const),
  );
  const streamOf = (body: string): string => {
    const data = /stream\n([\s\S]*?)\nendstream/.exec(body)?.[1];
    return data === undefined ? '' : inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
  };
  const unicode = new Map<string, ReadonlyMap<string, string>>();
  const names = /\/Font <<([\s\S]*?)>>/.exec([...objects.values()].find((body) => body.includes('/Font <<')) ?? '')?.[1] ?? '';
  for (const [, name = '', id = ''] of names.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1] ?? '';
    unicode.set(name, glyphsOf(streamOf(objects.get(table) ?? '')));
  }
  const contents = [...objects.values()].map(streamOf).filter((stream) => stream.includes('BT'));
  return { pages: contents.length, text: contents.map((stream) => textOf(stream, unicode)).join('\n') };
}

/** `<0000> <0012> [<0020> <0645> …]`: glyphs from 0 to 12 hex, and their letters. */
function glyphsOf(cmap: string): ReadonlyMap<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, first = '0', letters = ''] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    [...letters.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex = ''], index) =>
      glyphs.set((Number.parseInt(first, 16) + index).toString(16).padStart(4, '0'), Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')),
    );
  }
  return glyphs;
}

function textOf(stream: string, unicode: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  return [...stream.matchAll(/\/(F\d+) [\d.]+ Tf[\s\S]*?\[([^\]]*)\] TJ/g)]
    .map(([, font = '', shown = '']) =>
      [...shown.matchAll(/<([0-9a-f]*)>/g)]
        .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
        .map((glyph) => unicode.get(font)?.get(glyph) ?? '?')
        .join(''),
    )
    .join('\n');
}
