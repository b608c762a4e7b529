/** A place on a receipt, counted from its top edge. */
export type PrintPoint = { readonly row: number } | { readonly line: number };

/** White between two lines of print, 0.5 mm; less of it is inside a line, between letters and their dots. */
const LINE_GAP_ROWS = 4;

/** How far the receipt has come out that is being printed. */
export class PrintProgress {
  #rows = 0;
  #lines = 0;
  #whiteRows = LINE_GAP_ROWS;
  readonly #waiting = new Set<{ readonly point: PrintPoint; readonly reached: () => void }>();

  /** Calls once, when a receipt has got to the point. Returns the way to stop waiting. */
  whenAt(point: PrintPoint, reached: () => void): () => void {
    const entry = { point, reached };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** One more row has come out. */
  add(row: Uint8Array): void {
    this.#rows += 1;
    this.#countLine(row);
    for (const entry of this.#waiting) {
      if (!this.#isAt(entry.point)) continue;
      this.#waiting.delete(entry);
      entry.reached();
    }
  }

  /** The receipt was cut or torn off. */
  startOver(): void {
    this.#rows = 0;
    this.#lines = 0;
    this.#whiteRows = LINE_GAP_ROWS;
  }

  #countLine(row: Uint8Array): void {
    const isWhite = row.every((bits) => bits === 0);
    if (!isWhite && this.#whiteRows >= LINE_GAP_ROWS) this.#lines += 1;
    this.#whiteRows = isWhite ? this.#whiteRows + 1 : 0;
  }

  #isAt(point: PrintPoint): boolean {
    return 'row' in point ? this.#rows >= point.row : this.#lines >= point.line;
  }
}
