import { isolate, isolateLtr } from '../../domain/bidi.ts';
import type { ReceiptDocument, ReceiptItem } from '../../domain/receipt.ts';
import type { Profile } from './encoder/encode.ts';
import { blacken, createBitmap, type Bitmap } from './layout/bitmap.ts';
import { layOut, type Letters, type Typesetter } from './layout/layout.ts';
import type { Band, Page } from './layout/page.ts';
import type { PaperWidth } from './layout/style.ts';
import { DOTS_PER_MM } from './paper-clock.ts';

/** What stands on a slip besides the patterns. Texts come from the printer, and are cleaned. */
export interface SlipFacts {
  readonly profile: Profile;
  readonly maker: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly firmware: string | null;
}

const GAP_DOTS = 16;
const RULER = { heightDots: 24, millimetreDots: 8, centimetreDots: 18, lineDots: 2 } as const;
const BAR_DOTS = 32;
const BLACK_BAR_DOTS = 16;
/** A quarter, half and three quarters of the dots: two rows each, repeated. */
const GREYS = [
  [0x88, 0x22],
  [0xaa, 0x55],
  [0xff, 0x55],
] as const;

/**
 * A slip a technician judges a printer by: letters and digits of both scripts, a code for a phone, the whole width in
 * millimetres, greys, and a bar in which a dead dot of the head is a white line. Sent like a receipt, by the same
 * profile.
 */
export function slipPage(facts: SlipFacts, typesetter: Typesetter, widthDots: PaperWidth, letters: Letters): Page {
  const page = layOut(documentOf(facts, widthDots), typesetter, widthDots, letters);
  if (!page.ok) throw new Error('the receipt fonts lack letters of our own texts');
  const bands = [...page.value.bands];
  let y = page.value.heightDots;
  for (const bitmap of [ruler(widthDots), greys(widthDots), blackBar(widthDots)]) {
    bands.push(bandOf(bitmap, y));
    y += bitmap.heightDots + GAP_DOTS;
  }
  return { ...page.value, bands, heightDots: y };
}

function documentOf(facts: SlipFacts, widthDots: PaperWidth): ReceiptDocument {
  const row = (arabic: string, english: string, value: string): ReceiptItem => ({
    kind: 'row',
    label: `${arabic} ${isolate(english)}`,
    value: isolateLtr(value),
  });
  const text = (style: 'body' | 'caption' | 'title', words: string): ReceiptItem => ({ kind: 'text', style, align: 'center', text: words });
  return {
    language: 'ar',
    direction: 'rtl',
    items: [
      text('title', 'ورقة اختبار الطابعة'),
      text('caption', isolateLtr('Printer test slip')),
      { kind: 'rule', weight: 'thin' },
      row('الطراز', 'Model', shown(facts.maker, facts.model)),
      row('الرقم التسلسلي', 'Serial', shown(facts.serialNumber)),
      row('البرنامج', 'Firmware', shown(facts.firmware)),
      row('طريقة الإرسال', 'Profile', `${facts.profile} / ${String(widthDots)}`),
      { kind: 'rule', weight: 'thick' },
      text('body', 'إحضار أصل الصك إلى إدارة الأراضي، ولا حاجة إلى غيره. ٠١٢٣٤٥٦٧٨٩'),
      text('body', isolateLtr('The quick brown fox jumps over the lazy dog.')),
      { kind: 'number', text: isolateLtr('0123456789') },
      { kind: 'qr', payload: 'https://example.gov.sa/OK' },
      text('caption', `المسطرة بالمليمتر، ثم التدرج، ثم شريط أسود بلا خطوط بيضاء`),
      text('caption', isolateLtr('Millimetres, greys, a black bar without white lines')),
    ],
  };
}

const MAX_FACT_LENGTH = 32;

/** Printable ASCII only, and not too much of it: a printer may call itself anything. */
function shown(...texts: readonly (string | null)[]): string {
  const known = texts.filter((text) => text !== null).join(' ');
  return known === '' ? '—' : known.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, MAX_FACT_LENGTH);
}

const bandOf = (bitmap: Bitmap, topDots: number): Band => ({
  kind: 'image',
  anchor: 'left',
  leftDots: 0,
  topDots,
  bitmap,
  scale: 1,
});

/** A line from edge to edge with a tick for each millimetre and a longer one for each centimetre. */
function ruler(widthDots: PaperWidth): Bitmap {
  const bitmap = createBitmap(widthDots, RULER.heightDots);
  blacken(bitmap, { left: 0, top: 0, right: widthDots, bottom: RULER.lineDots });
  for (let millimetre = 0; millimetre * DOTS_PER_MM < widthDots; millimetre += 1) {
    const left = millimetre * DOTS_PER_MM;
    const bottom = millimetre % 10 === 0 ? RULER.centimetreDots : RULER.millimetreDots;
    blacken(bitmap, { left, top: 0, right: left + 1, bottom });
  }
  blacken(bitmap, { left: widthDots - 1, top: 0, right: widthDots, bottom: RULER.heightDots });
  return bitmap;
}

/** Side by side: lighter heads lose the first, burnt paper fills the last. */
function greys(widthDots: PaperWidth): Bitmap {
  const bitmap = createBitmap(widthDots, BAR_DOTS);
  const bytesEach = bitmap.strideBytes / GREYS.length;
  for (let at = 0; at < bitmap.data.length; at += 1) {
    const column = at % bitmap.strideBytes;
    const row = (at - column) / bitmap.strideBytes;
    bitmap.data[at] = GREYS[Math.floor(column / bytesEach)]?.[row % 2] ?? 0;
  }
  return bitmap;
}

function blackBar(widthDots: PaperWidth): Bitmap {
  const bitmap = createBitmap(widthDots, BLACK_BAR_DOTS);
  blacken(bitmap, { left: 0, top: 0, right: widthDots, bottom: BLACK_BAR_DOTS });
  return bitmap;
}
