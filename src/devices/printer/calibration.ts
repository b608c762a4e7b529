import { isolateLtr } from '../../domain/bidi.ts';
import type { ReceiptDocument, ReceiptItem } from '../../domain/receipt.ts';
import { bandsOf } from './encoder/bands.ts';
import {
  align,
  columns,
  countInDots,
  feed,
  initialise,
  moveTo,
  qrCode,
  raster,
  reportChanges,
  characters,
} from './encoder/commands.ts';
import { placePlain } from './encoder/place.ts';
import { JobWriter } from './encoder/writer.ts';
import { blacken, createBitmap } from './layout/bitmap.ts';
import { layOut, type Typesetter } from './layout/layout.ts';
import { bandHeightDots } from './layout/page.ts';
import type { PaperWidth } from './layout/style.ts';

const STEP_DOTS = 24;
const STEP_HEIGHT_DOTS = 12;
/** 50 mm at 203 dots an inch. */
const RULER_DOTS = 400;
const MAX_FEED_DOTS = 200;
/** Some 75 mm of white before the cut. */
const LIE_FEED_DOTS = 600;
/** More than the sheet is long, on either paper. */
export const SHEET_HEIGHT_DOTS = 2400;

export interface CalibrationSheet {
  readonly commands: readonly Uint8Array[];
  /**
   * The end of the sheet: few bytes that move much paper. A printer that confirms them at once, when it is past
   * everything before, confirms what it has received and not what it has printed.
   */
  readonly closing: readonly Uint8Array[];
}

/**
 * A sheet that shows a person what a printer understands, with the questions to be answered on it. Its words go out in
 * the plainest way (P0), so that they can be read whatever the printer makes of the rest.
 */
export function calibrationSheet(typesetter: Typesetter, widthDots: PaperWidth): CalibrationSheet {
  const job = new JobWriter(widthDots);
  const say = (...texts: readonly string[]): void => printPlain(job, texts, typesetter, widthDots);
  // ESC @ has switched the reports off, and paper may end here too.
  job.add(initialise(), countInDots(), reportChanges());
  say('ورقة معايرة الطابعة', isolateLtr('Printer calibration'));
  say('1. هل الدرج مستقيم ومتصل؟', isolateLtr('1. Is the staircase even, without a jump?'));
  job.add(...staircase(widthDots));
  say('2. هل بين الخطين 50 مم؟', isolateLtr('2. Are the two lines 50 mm apart?'));
  job.add(...ruler());
  say('3. هل يُقرأ الرمز وهو في الوسط؟', isolateLtr('3. Does the code read OK, in the middle?'));
  job.add(align('center'), ...qrCode('https://example.gov.sa/OK', 6), align('left'));
  job.feed(STEP_DOTS);
  say('4. هل الأرقام على السطر نفسه؟', isolateLtr('4. Do digits and bars stand on one line?'));
  job.add(...mixedLine());
  const end = new JobWriter(widthDots);
  end.cut(LIE_FEED_DOTS);
  return { commands: job.commands, closing: end.commands };
}

function printPlain(job: JobWriter, texts: readonly string[], typesetter: Typesetter, widthDots: PaperWidth): void {
  const items = texts.map((text): ReceiptItem => ({ kind: 'text', style: 'body', align: 'center', text }));
  const document: ReceiptDocument = { language: 'ar', direction: 'rtl', items };
  const page = layOut(document, typesetter, widthDots);
  if (!page.ok) throw new Error('the receipt fonts lack letters of our own texts');
  let y = 0;
  for (const band of page.value.bands) {
    job.feed(band.topDots - y);
    placePlain(band, job);
    y = band.topDots + bandHeightDots(band);
  }
  job.feed(STEP_DOTS);
}

/** Squares one after the other and lower, each placed by ESC $: one that is not in its place breaks the stair. */
function staircase(widthDots: PaperWidth): Uint8Array[] {
  const step = createBitmap(STEP_DOTS, STEP_HEIGHT_DOTS);
  blacken(step, { left: 0, top: 0, right: STEP_DOTS, bottom: STEP_HEIGHT_DOTS });
  const commands: Uint8Array[] = [];
  for (let left = 0; left + STEP_DOTS <= widthDots; left += STEP_DOTS) {
    commands.push(...(bandsOf({ bitmap: step, leftDots: left, scale: 1 }, widthDots, 1000) ?? []));
  }
  return [...commands, feed(STEP_DOTS)];
}

function ruler(): Uint8Array[] {
  const line = raster(new Uint8Array(16 * 2).fill(0xff), 16, false);
  const feeds = Array.from({ length: RULER_DOTS / MAX_FEED_DOTS }, (_feed, index) =>
    feed(index === 0 ? MAX_FEED_DOTS - 2 : MAX_FEED_DOTS),
  );
  return [line, ...feeds, line, feed(STEP_DOTS)];
}

/** A bar of columns, digits, a bar of columns. */
function mixedLine(): Uint8Array[] {
  const bar = columns(new Uint8Array(3 * STEP_DOTS).fill(0xff));
  return [moveTo(STEP_DOTS), bar, moveTo(4 * STEP_DOTS), characters('0123456789'), moveTo(12 * STEP_DOTS), bar, feed(STEP_DOTS)];
}

