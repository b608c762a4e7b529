/**
 * A receipt as meaning, not as dots: what stands on the paper, in reading order. The printer room turns it into
 * lines; the texts are final (translated, dates formatted, every inserted value inside a bidi isolate).
 */
export interface ReceiptDocument {
  /** BCP 47 tag of the main language; it decides the paragraph direction. */
  readonly language: string;
  readonly direction: 'rtl' | 'ltr';
  readonly items: readonly ReceiptItem[];
  /**
   * The word for a copy, such as نسخة. When the paper ends in the middle of a receipt it is printed again as a whole
   * under this word; without it, it isn't printed again.
   */
  readonly copyMark?: string;
}

export type ReceiptItem =
  | { readonly kind: 'emblem' }
  | { readonly kind: 'text'; readonly style: TextStyle; readonly text: string; readonly align: 'center' | 'start' }
  /** The transaction number, large enough to be read at arm's length. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'row'; readonly label: string; readonly value: string; readonly strong?: boolean }
  | { readonly kind: 'rule'; readonly weight: 'thin' | 'thick' }
  | { readonly kind: 'qr'; readonly payload: string };

export type TextStyle = 'authority' | 'title' | 'caption' | 'body' | 'note' | 'small' | 'slogan';

/** How a print job ended. `unknown` is never shown as success. */
export type PrintOutcome = 'printed' | 'not_printed' | 'unknown';
