import type Document from 'pdfkit';
import { fontName, type Weight } from './fonts.ts';
import { paragraphOf, runsOf, type Run } from './runs.ts';

export type PdfDocument = InstanceType<typeof Document>;

export interface TextStyle {
  readonly weight: Weight;
  /** Points. */
  readonly size: number;
  readonly color: string;
}

/** One line that fits, from left to right. */
export interface Line {
  readonly runs: readonly (Run & { readonly width: number })[];
  readonly width: number;
}

/** Room for the dots above and below Arabic letters. */
export const LINE_HEIGHT = 1.6;

// Without this list pdfkit would shape word by word and set the words from left to right.
const WHOLE_RUN: { readonly features: [] } = { features: [] };

/** A paragraph as lines that fit; a word wider than a line stands alone and sticks out. */
export function linesOf(document: PdfDocument, text: string, direction: 'rtl' | 'ltr', style: TextStyle, maxWidth: number): Line[] {
  const paragraph = paragraphOf(text, direction);
  const measured = (start: number, end: number): Line => {
    const runs = runsOf(paragraph, start, end).map((run) => ({ ...run, width: widthOf(document, run, style) }));
    return { runs, width: runs.reduce((sum, { width }) => sum + width, 0) };
  };
  const lines: Line[] = [];
  let start = 0;
  while (start < paragraph.text.length) {
    const end = endOfLine(paragraph.text, start, (to) => measured(start, to).width <= maxWidth);
    lines.push(measured(start, end));
    start = end + 1;
  }
  return lines;
}

/** The last space before which everything fits; at least one word. */
function endOfLine(text: string, start: number, fits: (end: number) => boolean): number {
  let end = nextBreak(text, start);
  while (end < text.length) {
    const longer = nextBreak(text, end + 1);
    if (!fits(longer)) break;
    end = longer;
  }
  return end;
}

function nextBreak(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return space === -1 ? text.length : space;
}

function widthOf(document: PdfDocument, { script, text }: Run, { size, weight }: TextStyle): number {
  return document.font(fontName(script, weight)).fontSize(size).widthOfString(text, WHOLE_RUN);
}

/** Draws a line with its left end at `x` and its top at `y`. */
export function drawLine(document: PdfDocument, { runs }: Line, x: number, y: number, { color, size, weight }: TextStyle): void {
  let left = x;
  for (const { script, text, width } of runs) {
    document.font(fontName(script, weight)).fontSize(size).fillColor(color);
    document.text(text, left, y, { lineBreak: false, ...WHOLE_RUN });
    left += width;
  }
}
