import type { ReceiptDocument, ReceiptItem } from '../../../domain/receipt.ts';
import { fault, ok, unreachable, type Result } from '../../../domain/result.ts';
import type { Bitmap } from './bitmap.ts';
import type { Fonts } from './fonts.ts';
import { drawLetters, placeLetters } from './letters.ts';
import { OWN_CELL, type Page } from './page.ts';
import { PageBuilder, type PlacedLine } from './page-builder.ts';
import { setParagraph } from './paragraph.ts';
import { isQrPayload } from './qr.ts';
import type { ShapedLine, Typeface } from './shape.ts';
import { PAPER_STYLES, type PaperStyle, type PaperWidth, type TextMeasure } from './style.ts';

/** What a receipt is drawn with. */
export interface Typesetter {
  readonly fonts: Fonts;
  readonly emblem: (sizeDots: number) => Bitmap;
}

type Unprintable = 'unprintable_text';

/** More than any receipt has; a document beyond it is a mistake, and paper is dear. */
const MAX_ITEMS = 80;

/** Who draws digits: we, or the printer in its own font (fewer bytes, another look). */
export type Letters = 'drawn' | 'own_digits';

/**
 * Lays out a receipt.
 * @returns the page, or `unprintable_text` when a text has a character without a glyph, or is no text for a receipt.
 */
export function layOut(
  document: ReceiptDocument,
  typesetter: Typesetter,
  widthDots: PaperWidth,
  letters: Letters = 'drawn',
): Result<Page, Unprintable> {
  if (document.items.length > MAX_ITEMS) return fault('unprintable_text');
  const style = PAPER_STYLES[widthDots];
  const builder = new PageBuilder(style, document.direction);
  const labels = labelColumnDots(document, typesetter, style);
  if (!labels.ok) return labels;
  const setting = { document, typesetter, style, letters, labelDots: labels.value };
  for (const [index, item] of document.items.entries()) {
    if (startsGroup(item, document.items[index - 1])) builder.skip(style.groupGapDots);
    const added = addItem(builder, item, setting);
    if (!added.ok) return added;
  }
  return builder.page();
}

/** Running text after rows, or rows after running text, stand a little apart. */
function startsGroup(item: ReceiptItem, previous: ReceiptItem | undefined): boolean {
  const isRunning = (other: ReceiptItem | undefined): boolean => other?.kind === 'text' && other.align === 'start';
  return (isRunning(item) && previous?.kind === 'row') || (item.kind === 'row' && isRunning(previous));
}

interface Setting {
  readonly document: ReceiptDocument;
  readonly typesetter: Typesetter;
  readonly style: PaperStyle;
  readonly letters: Letters;
  readonly labelDots: number;
}

function typeface({ language, direction }: ReceiptDocument, { fonts }: Typesetter, measure: TextMeasure): Typeface {
  return { fonts, language, direction, weight: measure.weight, sizeDots: measure.sizeDots };
}

/** Beside larger letters the printer's digits would look lost. */
const LARGEST_BESIDE_OWN_DOTS = 26;

/** The typeface of a text that may hold numbers. */
function valueFace({ document, letters, typesetter }: Setting, measure: TextMeasure): Typeface {
  const drawn = typeface(document, typesetter, measure);
  return letters === 'drawn' || measure.sizeDots > LARGEST_BESIDE_OWN_DOTS ? drawn : { ...drawn, ownDigitDots: OWN_CELL.widthDots };
}

const lineWidthDots = ({ widthDots, marginDots }: PaperStyle): number => widthDots - 2 * marginDots;

/** All values of a receipt start at one line: beside the widest label. */
function labelColumnDots(
  document: ReceiptDocument,
  typesetter: Typesetter,
  style: PaperStyle,
): Result<number, Unprintable> {
  const most = Math.floor(lineWidthDots(style) * style.labelShare);
  let widest = 0;
  for (const item of document.items) {
    if (item.kind !== 'row') continue;
    const lines = setParagraph(item.label, typeface(document, typesetter, style.label), most);
    if (!lines.ok) return lines;
    for (const { widthDots } of lines.value) widest = Math.max(widest, Math.ceil(widthDots));
  }
  return ok(widest);
}

function addItem(builder: PageBuilder, item: ReceiptItem, setting: Setting): Result<null, Unprintable> {
  const { style, typesetter } = setting;
  switch (item.kind) {
    case 'emblem':
      builder.centred(typesetter.emblem(style.emblemDots), 1);
      builder.skip(style.ruleGapDots);
      return ok(null);
    case 'rule':
      builder.rule(item.weight);
      return ok(null);
    case 'qr':
      if (!isQrPayload(item.payload)) return fault('unprintable_text');
      builder.qr(item.payload);
      return ok(null);
    case 'text':
      return addText(builder, item, setting);
    case 'number':
      return addNumber(builder, item.text, setting);
    case 'row':
      return addRow(builder, item, setting);
    default:
      return unreachable(item);
  }
}

function addText(
  builder: PageBuilder,
  { text, style, align }: ReceiptItem & { readonly kind: 'text' },
  setting: Setting,
): Result<null, Unprintable> {
  const { document, style: paper } = setting;
  const measure = paper.text[style];
  const room = lineWidthDots(paper);
  const lines = setParagraph(text, valueFace(setting, measure), room);
  if (!lines.ok) return lines;
  builder.skip(measure.beforeDots);
  for (const line of lines.value) {
    const slack = room - line.widthDots;
    const start = document.direction === 'rtl' ? slack : 0;
    const leftDots = paper.marginDots + (align === 'center' ? slack / 2 : start);
    builder.line([{ line, measure, leftDots }], align, measure.pitchDots);
  }
  return ok(null);
}

/** A number longer than the line is set smaller, down to this, before it is broken. */
const SMALLEST_NUMBER_DOTS = 40;

/** The number is drawn at half its size and doubled by the printer: a quarter of the bytes of its largest line. */
function addNumber(
  builder: PageBuilder,
  text: string,
  setting: Setting,
): Result<null, Unprintable> {
  const { document, letters, style, typesetter } = setting;
  if (letters === 'own_digits' && addOwnNumber(builder, text, setting)) return ok(null);
  const room = lineWidthDots(style) / 2;
  const set = (sizeDots: number, maxWidthDots: number): ReturnType<typeof setParagraph> => {
    const face = typeface(document, typesetter, { ...style.strongValue, sizeDots });
    return setParagraph(text, { ...face, direction: 'ltr' }, maxWidthDots);
  };
  const whole = set(style.numberDots / 2, Infinity);
  if (!whole.ok) return whole;
  const wanted = Math.max(...whole.value.map(({ widthDots }) => widthDots), 1);
  const fitting = Math.floor((style.numberDots / 2) * Math.min(1, room / wanted));
  const sizeDots = Math.max(SMALLEST_NUMBER_DOTS / 2, fitting);
  const lines = set(sizeDots, room);
  if (!lines.ok) return lines;
  for (const line of lines.value) {
    const { canvas } = drawLetters(placeLetters(line, sizeDots, 0), style.widthDots / 2);
    builder.skip(style.ruleGapDots);
    builder.centred(canvas, 2);
    builder.skip(style.ruleGapDots / 2);
  }
  return ok(null);
}

const OWN_NUMBER_TIMES = [3, 2] as const;

/** The number in characters of the printer, as large as fits; false when it is not all digits and signs. */
function addOwnNumber(builder: PageBuilder, text: string, { document, style, typesetter }: Setting): boolean {
  for (const times of OWN_NUMBER_TIMES) {
    const face = { ...typeface(document, typesetter, style.strongValue), direction: 'ltr' as const };
    const set = setParagraph(text, { ...face, ownDigitDots: OWN_CELL.widthDots * times }, Infinity);
    const [line] = set.ok ? set.value : [];
    if (line === undefined || line.glyphs.length > 0) return false;
    if (line.widthDots > lineWidthDots(style)) continue;
    builder.skip(style.ruleGapDots / 2);
    builder.ownLine(line, times);
    return true;
  }
  return false;
}

function addRow(
  builder: PageBuilder,
  { label, value, strong }: ReceiptItem & { readonly kind: 'row' },
  setting: Setting,
): Result<null, Unprintable> {
  const { document, labelDots, style, typesetter } = setting;
  const measure = strong === true ? style.strongValue : style.value;
  const valueRoom = lineWidthDots(style) - labelDots - style.labelGapDots;
  const labelLines = setParagraph(label, typeface(document, typesetter, style.label), labelDots);
  const valueLines = setParagraph(value, valueFace(setting, measure), valueRoom);
  if (!labelLines.ok) return labelLines;
  if (!valueLines.ok) return valueLines;
  builder.skip(measure.beforeDots);
  const rtl = document.direction === 'rtl';
  const labelStart = rtl ? style.widthDots - style.marginDots : style.marginDots;
  const valueStart = rtl ? labelStart - labelDots - style.labelGapDots : labelStart + labelDots + style.labelGapDots;
  const placed = (line: ShapedLine | undefined, face: TextMeasure, start: number): PlacedLine[] =>
    line === undefined ? [] : [{ line, measure: face, leftDots: rtl ? start - line.widthDots : start }];
  for (let index = 0; index < Math.max(labelLines.value.length, valueLines.value.length); index += 1) {
    const texts = [
      ...placed(labelLines.value[index], style.label, labelStart),
      ...placed(valueLines.value[index], measure, valueStart),
    ];
    builder.line(texts, 'start', measure.pitchDots);
  }
  return ok(null);
}
