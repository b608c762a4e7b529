import { drawLine, LINE_HEIGHT, linesOf, type Line, type PdfDocument, type TextStyle } from './lines.ts';
import type { PdfCell, PdfCode, PdfColumn, PdfReport, PdfTone } from './report.ts';

const INK = '#161616';
const BRAND = '#1b8354';
const TONES: Readonly<Record<PdfTone, string>> = { plain: INK, good: '#14573a', bad: '#b42318', muted: '#5f6a73' };
const RULE = '#c9d0d6';

const AUTHORITY: TextStyle = { weight: 400, size: 11, color: TONES.muted };
const TITLE: TextStyle = { weight: 700, size: 20, color: INK };
const HEADING: TextStyle = { weight: 700, size: 13, color: BRAND };
const BODY: TextStyle = { weight: 400, size: 10.5, color: INK };
const STRONG: TextStyle = { ...BODY, weight: 700 };
const SMALL: TextStyle = { weight: 400, size: 8.5, color: TONES.muted };

/** Points. */
const GAP = { block: 12, cell: 6, row: 4 } as const;
const FOOTER_HEIGHT = 24;
const LABEL_SHARE = 0.32;
/** Side of a code: at 300 dpi a module of a 69 × 69 code has five dots. */
const CODE_SIDE = 128;

/** Puts one thing below the other, and on the next page what doesn't fit. */
export class PageFlow {
  readonly #document: PdfDocument;
  readonly #direction: PdfReport['direction'];
  readonly #margin: number;
  #y: number;

  constructor(document: PdfDocument, direction: PdfReport['direction'], margin: number) {
    this.#document = document;
    this.#direction = direction;
    this.#margin = margin;
    this.#y = margin;
  }

  title(authority: string, title: string): void {
    this.#paragraph(authority, AUTHORITY);
    this.#paragraph(title, TITLE);
    this.#y += GAP.row;
    this.#document.rect(this.#margin, this.#y, this.#width, 2).fill(BRAND);
    this.#y += GAP.block;
  }

  heading(text: string): void {
    // A heading isn't left alone at the end of a page.
    this.#need(HEADING.size * LINE_HEIGHT + 3 * BODY.size * LINE_HEIGHT);
    this.#y += GAP.row;
    this.#paragraph(text, HEADING);
    this.#y += GAP.row;
  }

  text(text: string, tone: PdfTone): void {
    this.#paragraph(text, { ...BODY, color: TONES[tone] });
    this.#y += GAP.row;
  }

  rows(rows: readonly { readonly label: string; readonly value: string }[]): void {
    const columns = [LABEL_SHARE, 1 - LABEL_SHARE];
    for (const { label, value } of rows)
      this.#row(columns, [
        { text: label, style: { ...BODY, color: TONES.muted } },
        { text: value, style: STRONG },
      ]);
    this.#y += GAP.block;
  }

  table(columns: readonly PdfColumn[], rows: readonly (readonly PdfCell[])[]): void {
    const shares = columns.map(({ share }) => share);
    const head = (): void => {
      this.#row(shares, columns.map(({ title }) => ({ text: title, style: { ...SMALL, weight: 700 } })));
      this.#rule();
    };
    head();
    for (const row of rows) {
      const cells = row.map(({ text, tone = 'plain' }) => ({ text, style: { ...BODY, color: TONES[tone] } }));
      if (!this.#fits(this.#rowHeight(shares, cells))) {
        this.#nextPage();
        head();
      }
      this.#row(shares, cells);
      this.#rule();
    }
    this.#y += GAP.block;
  }

  code({ modules, path }: PdfCode, caption: string): void {
    this.#need(CODE_SIDE + 2 * BODY.size * LINE_HEIGHT);
    const left = this.#direction === 'rtl' ? this.#margin + this.#width - CODE_SIDE : this.#margin;
    const document = this.#document;
    document.save().translate(left, this.#y).scale(CODE_SIDE / modules).path(path).fill('#000000').restore();
    this.#y += CODE_SIDE + GAP.row;
    this.#paragraph(caption, SMALL);
  }

  /** Once all pages are there: how many of them. */
  footers(text: string): void {
    const { count, start } = this.#document.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.#document.switchToPage(page);
      const y = this.#document.page.height - this.#margin - SMALL.size;
      const number = linesOf(this.#document, `${String(page + 1)} / ${String(count)}`, 'ltr', SMALL, this.#width)[0];
      const [line] = linesOf(this.#document, text, this.#direction, SMALL, this.#width * 0.8);
      if (line !== undefined) this.#draw(line, this.#margin, this.#width, y, SMALL);
      if (number === undefined) continue;
      const left = this.#direction === 'rtl' ? this.#margin : this.#margin + this.#width - number.width;
      drawLine(this.#document, number, left, y, SMALL);
    }
  }

  get #width(): number {
    return this.#document.page.width - 2 * this.#margin;
  }

  #paragraph(text: string, style: TextStyle): void {
    for (const line of linesOf(this.#document, text, this.#direction, style, this.#width)) {
      this.#need(style.size * LINE_HEIGHT);
      this.#draw(line, this.#margin, this.#width, this.#y, style);
      this.#y += style.size * LINE_HEIGHT;
    }
  }

  #row(shares: readonly number[], cells: readonly Cell[]): void {
    const height = this.#rowHeight(shares, cells);
    this.#need(height);
    let before = 0;
    for (const [index, cell] of cells.entries()) {
      const share = shares[index] ?? 0;
      const width = share * this.#width;
      const left = this.#margin + (this.#direction === 'rtl' ? this.#width - before - width : before);
      // The gap lies at the end of a cell, so that the first column begins where the text above it does.
      const inset = this.#direction === 'rtl' ? left + GAP.cell : left;
      const lines = this.#cellLines(cell, width);
      for (const [at, line] of lines.entries())
        this.#draw(line, inset, width - GAP.cell, this.#y + GAP.row / 2 + at * cell.style.size * LINE_HEIGHT, cell.style);
      before += width;
    }
    this.#y += height;
  }

  #rowHeight(shares: readonly number[], cells: readonly Cell[]): number {
    const heights = cells.map((cell, index) => {
      const lines = this.#cellLines(cell, (shares[index] ?? 0) * this.#width);
      return lines.length * cell.style.size * LINE_HEIGHT;
    });
    return Math.max(0, ...heights) + GAP.row;
  }

  #cellLines({ style, text }: Cell, width: number): Line[] {
    return linesOf(this.#document, text, this.#direction, style, width - GAP.cell);
  }

  /** A line at the side its paragraph begins from. */
  #draw(line: Line, left: number, width: number, y: number, style: TextStyle): void {
    const x = this.#direction === 'rtl' ? left + width - line.width : left;
    drawLine(this.#document, line, x, y, style);
  }

  #rule(): void {
    this.#document.rect(this.#margin, this.#y, this.#width, 0.5).fill(RULE);
    this.#y += 0.5;
  }

  #fits(height: number): boolean {
    return this.#y + height <= this.#document.page.height - this.#margin - FOOTER_HEIGHT;
  }

  #need(height: number): void {
    if (!this.#fits(height)) this.#nextPage();
  }

  #nextPage(): void {
    this.#document.addPage();
    this.#y = this.#margin;
  }
}

interface Cell {
  readonly text: string;
  readonly style: TextStyle;
}
