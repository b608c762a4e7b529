import type { ReceiptDocument, ReceiptItem } from '../../domain/receipt.ts';
import { ok, type Result } from '../../domain/result.ts';
import { lettersOf, type Profile } from './encoder/encode.ts';
import { storedPictures, type StoredPictures } from './encoder/stored.ts';
import { layOut, type Typesetter } from './layout/layout.ts';
import type { Page } from './layout/page.ts';
import type { PaperWidth } from './layout/style.ts';

/**
 * The pictures a printer of this profile should hold: every drawn line of these documents.
 * @param documents hold only what may stay in a printer for years: emblem, headings, notes, rows of closed lists.
 * Nothing of a visitor. Rows are recognised only beside the labels of a real receipt, which set their column.
 */
export function picturesOf(
  documents: readonly ReceiptDocument[],
  typesetter: Typesetter,
  widthDots: PaperWidth,
  profile: Profile,
): Result<StoredPictures, 'unprintable_text'> {
  const pages: Page[] = [];
  for (const document of documents) {
    const page = layOut(document, typesetter, widthDots, lettersOf(profile));
    if (!page.ok) return page;
    pages.push(page.value);
  }
  return ok(storedPictures(pages));
}

/** Isolates stand around every inserted value; digits may be a number or a date. */
const VARIABLE = /[\u2066-\u2069\p{Nd}]/u;

/**
 * What of a receipt is surely the same on every other: emblem, rules and texts nothing was inserted into. Rows are left
 * out, for their values are the visitor's.
 */
export function staticLinesOf(document: ReceiptDocument): ReceiptDocument {
  const isStatic = (item: ReceiptItem): boolean =>
    item.kind === 'emblem' || item.kind === 'rule' || (item.kind === 'text' && !VARIABLE.test(item.text));
  return { ...document, items: document.items.filter(isStatic) };
}
