import { fault, ok, type Result } from '../../../domain/result.ts';
import { blacken, createBitmap, cropped, inkBox, type Bitmap } from './bitmap.ts';
import { drawLetters, placeLetters } from './letters.ts';
import { bandHeightDots, OWN_CELL, type Anchor, type Band, type OwnText, type Page } from './page.ts';
import { qrSide } from './qr.ts';
import type { ShapedLine } from './shape.ts';
import type { PaperStyle, TextMeasure } from './style.ts';

/** A metre of paper. */
const MAX_HEIGHT_DOTS = 8000;
/** Scanners want four white modules around a code (ISO/IEC 18004). */
const QR_QUIET_MODULES = 4;
const SMALLEST_MODULE_DOTS = 3;
const RULE_DOTS = { thin: 2, thick: 4 } as const;
/** How deep the baseline lies in its line, so that hamza above and descenders below both have room. */
const BASELINE_SHARE = 0.7;
/** The row of the printer's character cell its digits stand on. */
const OWN_BASELINE_DOTS = 21;

/** A shaped line and where on the paper it begins. */
export interface PlacedLine {
  readonly line: ShapedLine;
  readonly measure: TextMeasure;
  readonly leftDots: number;
}

/** Puts lines, pictures and codes on a page, from top to bottom. */
export class PageBuilder {
  readonly #style: PaperStyle;
  readonly #direction: 'rtl' | 'ltr';
  readonly #bands: Band[] = [];
  #y = 0;

  constructor(style: PaperStyle, direction: 'rtl' | 'ltr') {
    this.#style = style;
    this.#direction = direction;
  }

  skip(dots: number): void {
    this.#y += dots;
  }

  /** Puts texts that share a baseline on the next line. */
  line(texts: readonly PlacedLine[], align: 'center' | 'start', pitchDots: number): void {
    const letters = texts.flatMap(({ leftDots, line, measure }) => placeLetters(line, measure.sizeDots, leftDots));
    const { canvas, baseline } = drawLetters(letters, this.#style.widthDots);
    const startAnchor = this.#direction === 'rtl' ? 'right' : 'left';
    const top = this.#y + Math.round(pitchDots * BASELINE_SHARE) - baseline;
    const own = texts.flatMap(({ line, leftDots }) => ownTexts(line, leftDots, 1));
    if (own.length > 0) this.#composed(canvas, own, 1, top, baseline - OWN_BASELINE_DOTS);
    else this.#ink(canvas, align === 'center' ? 'center' : startAnchor, 0, top, 1);
    this.skip(pitchDots);
  }

  /** Puts a picture in the middle. */
  centred(bitmap: Bitmap, scale: 1 | 2): void {
    const box = inkBox(bitmap);
    if (box === null) return;
    const ink = cropped(bitmap, box);
    // Doubled dots lie on a grid of two, which a centred raster of whole bytes keeps.
    const left = Math.floor((this.#style.widthDots - ink.widthDots * scale) / 2 / scale) * scale;
    this.#ink(ink, 'center', left, this.#y, scale);
    this.skip(ink.heightDots * scale);
  }

  /** A line of the printer's characters alone, enlarged, in the middle. */
  ownLine(line: ShapedLine, times: number): void {
    const { widthDots } = this.#style;
    const leftDots = Math.floor((widthDots - line.widthDots) / 2);
    const canvas = createBitmap(widthDots, OWN_CELL.heightDots * times);
    this.#composed(canvas, ownTexts(line, leftDots, times), times, this.#y, 0);
    this.skip(canvas.heightDots);
  }

  rule(weight: 'thin' | 'thick'): void {
    const { widthDots, marginDots, ruleGapDots } = this.#style;
    const rule = createBitmap(widthDots / 2 - marginDots, RULE_DOTS[weight] / 2);
    blacken(rule, { left: 0, top: 0, right: rule.widthDots, bottom: rule.heightDots });
    this.skip(ruleGapDots);
    this.centred(rule, 2);
    this.skip(ruleGapDots);
  }

  qr(payload: string): void {
    const { widthDots, qrModuleDots } = this.#style;
    const modules = qrSide(payload);
    const fitting = Math.floor(widthDots / (modules + 2 * QR_QUIET_MODULES));
    const moduleDots = Math.max(SMALLEST_MODULE_DOTS, Math.min(qrModuleDots, fitting));
    const sizeDots = modules * moduleDots;
    const quietDots = QR_QUIET_MODULES * moduleDots;
    const leftDots = Math.floor((widthDots - sizeDots) / 2);
    const topDots = Math.max(this.#y, this.#inkEnd() + quietDots);
    this.#bands.push({ kind: 'qr', payload, moduleDots, sizeDots, leftDots, topDots });
    this.#y = topDots + sizeDots + quietDots;
  }

  page(): Result<Page, 'unprintable_text'> {
    const { widthDots, tailDots } = this.#style;
    const heightDots = this.#y + tailDots;
    return heightDots > MAX_HEIGHT_DOTS ? fault('unprintable_text') : ok({ widthDots, heightDots, bands: this.#bands });
  }

  /** The first row below all ink so far. */
  #inkEnd(): number {
    const last = this.#bands.at(-1);
    return last === undefined ? 0 : last.topDots + bandHeightDots(last);
  }

  /** Adds a line with characters of the printer: ink and character cells together. */
  #composed(picture: Bitmap, texts: readonly OwnText[], times: number, top: number, cellTop: number): void {
    const box = inkBox(picture);
    const cellEnd = cellTop + OWN_CELL.heightDots * times;
    const from = Math.min(box?.top ?? cellTop, cellTop);
    const to = Math.max(box?.bottom ?? cellEnd, cellEnd);
    const pushed = Math.max(0, this.#inkEnd() - (top + from));
    this.skip(pushed);
    const bitmap = cropped(picture, { left: 0, right: picture.widthDots, top: from, bottom: to });
    const topDots = top + from + pushed;
    this.#bands.push({ kind: 'composed', topDots, bitmap, cellTopDots: cellTop - from, texts, times });
  }

  /** Adds the ink of a picture; when it would touch the band above, everything from here on moves down. */
  #ink(picture: Bitmap, anchor: Anchor, left: number, top: number, scale: 1 | 2): void {
    const box = inkBox(picture);
    if (box === null) return;
    const pushed = Math.max(0, this.#inkEnd() - (top + box.top * scale));
    this.skip(pushed);
    this.#bands.push({
      kind: 'image',
      anchor,
      leftDots: left + box.left * scale,
      topDots: top + box.top * scale + pushed,
      bitmap: cropped(picture, box),
      scale,
    });
  }
}

/** The printer's characters of a line, put together where they stand side by side. */
function ownTexts({ own }: ShapedLine, leftDots: number, times: number): OwnText[] {
  const texts: OwnText[] = [];
  for (const { character, x } of own) {
    const left = Math.round(leftDots + x);
    const last = texts.at(-1);
    if (last !== undefined && last.leftDots + last.text.length * OWN_CELL.widthDots * times === left) {
      texts[texts.length - 1] = { ...last, text: last.text + character };
    } else texts.push({ leftDots: left, text: character });
  }
  return texts;
}
