import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import jsQR from 'jsqr';
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
import { MAX_COMMAND_BYTES } from '../../src/devices/printer/encoder/limits.ts';
import { differentDots, isBlack, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { drawCharacter, VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, englishReceipt, referenceReceipt, typesetter } from '../unit/printer-documents.ts';

const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;
// The package's types describe an ES module; Node loads its CommonJS file, whose export is the function itself.
const readQr = jsQR as unknown as typeof jsQR.default;

const NAMES = ['محمد بن ع*** القحطاني', 'نورة بنت س*** العتيبي', 'عبدالله بن ف*** الشمري', 'سارة بنت خ*** الدوسري'];
const SUBJECTS = [
  'طلب تعويض عن نزع ملكية أرض لصالح مشروع طريق الملك فهد',
  'اعتراض على قرار إزالة تعدٍّ على أرض حكومية بحي الريان',
  'شكوى من تأخر تنفيذ حكم قضائي نهائي',
  'طلب منح أرض زراعية بمحافظة عنيزة',
  'استدعاء بشأن خلاف على حدود ملك مجاور',
];
const UNITS = ['إدارة الأراضي والممتلكات', 'إدارة الحقوق الخاصة', 'وكالة الإمارة للشؤون التنموية', 'إدارة الشؤون القانونية', 'مكتب سمو الأمير'];
const STATUSES = ['قيد الدراسة لدى الإدارة المختصة', 'محالة إلى جهة خارجية', 'بانتظار استكمال المستندات', 'منتهية وصدر بها قرار'];

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
const dateOf = fc
  .tuple(fc.integer({ min: 1440, max: 1455 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 29 }))
  .map(([year, month, day]) => isolateLtr(`${year}/${String(month).padStart(2, '0')}/${String(day).padStart(2, '0')}`));

/** Receipts as the kiosk prints them, with everything that may differ differing. */
export const randomReceipt: fc.Arbitrary<ReceiptDocument> = fc
  .record({
    base: fc.constantFrom(arabicReceipt, englishReceipt, referenceReceipt),
    number: digits(10),
    tail: digits(3),
    code: fc.stringMatching(/^[0-9A-HJ-NP-Z]{4}-[0-9A-HJ-NP-Z]{4}-[0-9A-HJ-NP-Z]{2}$/),
    dates: fc.array(dateOf, { minLength: 12, maxLength: 12 }),
    texts: fc.array(fc.constantFrom(...NAMES, ...SUBJECTS, ...UNITS), { minLength: 12, maxLength: 12 }),
    status: fc.constantFrom(...STATUSES),
  })
  .map(({ base, code, dates, number, status, tail, texts }) => ({
    ...base,
    items: base.items.map((item, index): ReceiptItem => {
      if (item.kind === 'number') return { ...item, text: isolateLtr(`${number}/1448`) };
      if (item.kind === 'qr') return { ...item, payload: `https://khadamat.example.gov.sa/r/${code}?k=${number}` };
      if (item.kind === 'text') return item.style === 'small' ? { ...item, text: `${isolateLtr(code)} — ${dates[index % 12]}` } : item;
      if (item.kind !== 'row') return item;
      if (item.strong === true) return { ...item, value: isolate(status) };
      if (/[0-9]/.test(item.value)) return { ...item, value: `${dates[index % 12]}هـ — ${isolateLtr(`•••${tail}`)}` };
      return { ...item, value: isolate(texts[index % 12]!) };
    }),
  }));

export interface RandomResult {
  readonly receipts: number;
  readonly lookAlikes: number;
  readonly differentDots: number;
  readonly longestCommand: number;
  readonly codesRead: number;
  readonly codesTried: number;
  readonly bytes: Readonly<Record<string, { readonly least: number; readonly most: number }>>;
}

const memories = new Map<string, StoredPictures | null>();

/** What a printer of this profile holds for receipts of this language; found once. */
function memoryFor(document: ReceiptDocument, widthDots: PaperWidth, profile: Profile): StoredPictures | null {
  if (profile !== 'P3' && profile !== 'P4') return null;
  const key = `${document.language} ${String(widthDots)} ${profile}`;
  const known = memories.get(key);
  if (known !== undefined) return known;
  const documents = [arabicReceipt, referenceReceipt, englishReceipt].filter(({ language }) => language === document.language);
  const stored = picturesOf(documents.map(staticLinesOf), typesetter, widthDots, profile);
  if (!stored.ok) throw new Error(stored.fault);
  memories.set(key, stored.value);
  return stored.value;
}

async function paperOf(bytes: Uint8Array, widthDots: PaperWidth, stored: StoredPictures | null): Promise<Bitmap> {
  const printer = new VirtualPrinter({ widthDots });
  const line = await printer.connect();
  if (!line.ok) throw new Error(line.fault);
  if (stored !== null) await line.value.write(Buffer.concat(stored.commands));
  await line.value.write(bytes);
  const [page] = printer.pages;
  if (page === undefined) throw new Error('no page');
  return page;
}

function codeOn(paper: Bitmap): string | null {
  const pixels = new Uint8ClampedArray(paper.widthDots * paper.heightDots * 4).fill(255);
  for (let y = 0; y < paper.heightDots; y += 1) {
    for (let x = 0; x < paper.widthDots; x += 1) {
      if (isBlack(paper, x, y)) pixels.fill(0, (y * paper.widthDots + x) * 4, (y * paper.widthDots + x) * 4 + 3);
    }
  }
  return readQr(pixels, paper.widthDots, paper.heightDots)?.data ?? null;
}

/** Prints so many random receipts, each in the next profile and width, and reads every n-th code from the paper. */
export async function printRandom(count: number, seed: number, readEvery: number): Promise<RandomResult> {
  const bytes: Record<string, { least: number; most: number }> = {};
  const total = { lookAlikes: 0, differentDots: 0, longestCommand: 0, codesRead: 0, codesTried: 0 };
  const documents = fc.sample(randomReceipt, { numRuns: count, seed });
  for (const [index, document] of documents.entries()) {
    // The answers of a printer wait for the event loop, and keep printer and paper until then.
    await turn();
    const profile = PROFILES[index % PROFILES.length]!;
    const widthDots = index % 3 === 0 ? 384 : 576;
    const stored = memoryFor(document, widthDots, profile);
    const page = layOut(document, typesetter, widthDots, lettersOf(profile));
    const job = page.ok ? encode(page.value, profile, PROCESS_ID, stored) : page;
    if (!job.ok) throw new Error(`receipt ${String(index)} of seed ${String(seed)}: ${job.fault}`);
    const sent = Buffer.concat(job.value.commands);
    const paper = await paperOf(sent, widthDots, stored);
    if (hasLookAlike(sent)) total.lookAlikes += 1;
    const drawn = drawPage(job.value.page, drawCharacter);
    if (!Buffer.from(paper.data).equals(drawn.data)) total.differentDots += differentDots(paper, drawn);
    total.longestCommand = Math.max(total.longestCommand, ...job.value.commands.map(({ length }) => length));
    const size = (bytes[`${profile} ${String(widthDots)}`] ??= { least: Infinity, most: 0 });
    size.least = Math.min(size.least, sent.length);
    size.most = Math.max(size.most, sent.length);
    if (index % readEvery !== 0) continue;
    const payload = document.items.find((item) => item.kind === 'qr')?.payload;
    total.codesTried += 1;
    if (codeOn(paper) === payload) total.codesRead += 1;
  }
  return { receipts: count, ...total, bytes };
}

/** Whether a result keeps every promise. */
export const isClean = (result: RandomResult): boolean =>
  result.lookAlikes === 0 &&
  result.differentDots === 0 &&
  result.codesRead === result.codesTried &&
  result.longestCommand <= MAX_COMMAND_BYTES;
