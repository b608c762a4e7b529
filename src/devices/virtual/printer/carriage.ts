import { createBitmap, enlarged, stamp, type Bitmap } from '../../printer/layout/bitmap.ts';
import type { Mechanism, Step } from './mechanism.ts';
import { drawCharacter } from './rom-font.ts';

const DOTS_PER_INCH = 203;
/**
 * The vertical unit before GS P: 1/406 inch, as Epson's printers count half dots. A job that forgets GS P comes out
 * half as long, here as there.
 */
const DEFAULT_UNITS_PER_INCH = 406;
export const DEFAULT_LINE_DOTS = 34;
/** One metre, as Epson's printers limit a single feed. */
export const MAX_FEED_DOTS = 8000;
const CELL = { widthDots: 12, heightDots: 24 } as const;

/** A line that waits for its feed. */
export interface WaitingLine {
  readonly canvas: Bitmap;
  heightDots: number;
}

/** Where on the paper the next thing goes, and how rows come out. Every command family prints through it. */
export class Carriage {
  readonly #mechanism: Mechanism;
  #alignment = 0;
  #marginDots = 0;
  #areaDots: number;
  #unitsPerInch = DEFAULT_UNITS_PER_INCH;
  #characterScale: { readonly x: number; readonly y: number } = { x: 1, y: 1 };
  /** The line that waits for its feed; null while empty. */
  #line: WaitingLine | null = null;
  /** Where the next picture or character starts (ESC $). */
  x = 0;
  lineDots = DEFAULT_LINE_DOTS;

  constructor(mechanism: Mechanism) {
    this.#mechanism = mechanism;
    this.#areaDots = mechanism.widthDots;
  }

  /** ESC @. */
  reset(): void {
    this.#alignment = 0;
    this.#marginDots = 0;
    this.#areaDots = this.#mechanism.widthDots;
    this.#unitsPerInch = DEFAULT_UNITS_PER_INCH;
    this.lineDots = DEFAULT_LINE_DOTS;
    this.#characterScale = { x: 1, y: 1 };
    this.#line = null;
    this.x = 0;
    this.#mechanism.reportChanges(0);
  }

  /** ESC a. */
  align(side: number): void {
    if (!this.#mechanism.quirks.has('ignores_alignment')) this.#alignment = side;
  }

  /** ESC $: ignored outside the area. */
  moveTo(x: number): void {
    if (x < this.#areaDots && !this.#mechanism.quirks.has('ignores_position')) this.x = x;
  }

  /** GS P; 0 is the unit the printer has by itself. */
  countIn(unitsPerInch: number): void {
    this.#unitsPerInch = unitsPerInch === 0 ? DEFAULT_UNITS_PER_INCH : unitsPerInch;
  }

  /** GS L. */
  setMargin(dots: number): void {
    this.#marginDots = dots;
    this.setArea(this.#areaDots);
  }

  /** GS W. */
  setArea(dots: number): void {
    this.#areaDots = Math.min(dots, this.#mechanism.widthDots - this.#marginDots);
  }

  /** GS !. */
  scaleCharacters(size: number): void {
    this.#characterScale = { x: ((size >> 4) & 7) + 1, y: (size & 7) + 1 };
  }

  dotsOf(units: number): number {
    return Math.min(MAX_FEED_DOTS, Math.round((units * DOTS_PER_INCH) / this.#unitsPerInch));
  }

  /** Where something of a width starts, by ESC $, ESC a, GS L and GS W. */
  leftOf(widthDots: number, fromDots: number): number {
    const slack = Math.max(0, this.#areaDots - fromDots - widthDots);
    return this.#marginDots + fromDots + (this.#alignment === 1 ? slack >> 1 : this.#alignment === 2 ? slack : 0);
  }

  /** Whether a line waits; pictures are read and not printed then. */
  get hasLine(): boolean {
    return this.#line !== null;
  }

  /** Prints a picture at the place reached; read and not printed while a line waits. */
  *picture(picture: Bitmap, timesWide: number, timesHigh: number): Step {
    if (this.hasLine) return;
    const left = this.leftOf(picture.widthDots * timesWide, this.x);
    this.x = 0;
    for (let y = 0; y < picture.heightDots; y += 1) {
      const data = picture.data.subarray(y * picture.strideBytes, (y + 1) * picture.strideBytes);
      yield* this.pictureRow({ ...picture, heightDots: 1, data }, left, timesWide, timesHigh);
    }
  }

  *pictureRow(row: Bitmap, left: number, timesWide: number, timesHigh: number): Step {
    const wide = timesWide === 2 ? enlarged(row, 2) : row;
    const placed = createBitmap(this.#mechanism.widthDots, timesHigh);
    for (let copy = 0; copy < timesHigh; copy += 1) stamp(placed, { ...wide, heightDots: 1 }, left, copy);
    yield* this.rows(placed);
  }

  *rows(picture: Bitmap): Step {
    for (let y = 0; y < picture.heightDots; y += 1) {
      this.#mechanism.row(picture.data.subarray(y * picture.strideBytes, (y + 1) * picture.strideBytes));
      yield 'row';
    }
  }

  *feed(dots: number): Step {
    const { data } = createBitmap(this.#mechanism.widthDots, 1);
    for (let fed = 0; fed < dots; fed += 1) {
      this.#mechanism.row(data);
      yield 'row';
    }
  }

  /** The line that waits, at least as high as a character. */
  waitingLine(heightDots: number): WaitingLine {
    this.#line ??= { canvas: createBitmap(this.#mechanism.widthDots, CELL.heightDots * 8), heightDots: 0 };
    this.#line.heightDots = Math.max(this.#line.heightDots, heightDots);
    return this.#line;
  }

  /** A character of the printer's own font. */
  character(code: number): void {
    const { x: timesWide, y: timesHigh } = this.#characterScale;
    const line = this.waitingLine(CELL.heightDots * timesHigh);
    drawCharacter(line.canvas, code, this.x, 0, timesWide, timesHigh);
    this.x += CELL.widthDots * timesWide;
  }

  *lineFeed(): Step {
    yield* this.printLine(Math.max(this.lineDots, this.#line?.heightDots ?? 0));
  }

  /** Prints the waiting line within a feed of so many dots. */
  *printLine(feedDots: number): Step {
    const line = this.#line;
    const lengthDots = this.x;
    this.#line = null;
    this.x = 0;
    if (line === null) return yield* this.feed(feedDots);
    const placed = createBitmap(this.#mechanism.widthDots, line.heightDots);
    stamp(placed, line.canvas, this.leftOf(lengthDots, 0), 0);
    yield* this.rows(placed);
    yield* this.feed(feedDots - line.heightDots);
  }

  /** GS V. */
  *cut(mode: number): Step {
    if (mode === 65 || mode === 66) {
      yield* this.printLine(this.dotsOf(yield 'byte'));
      yield* this.feed(this.#mechanism.knifeDots);
    }
    // A knife that is stuck stays here until it is freed.
    while (!this.#mechanism.cut()) yield 'row';
  }
}
