import type { ReceiptDocument } from '../../domain/receipt.ts';

/** The same receipt, marked as a copy above everything else; null when the document has no word for it. */
export function copyOf(document: ReceiptDocument): ReceiptDocument | null {
  if (document.copyMark === undefined) return null;
  const mark = { kind: 'text', style: 'title', align: 'center', text: document.copyMark } as const;
  return { ...document, items: [mark, { kind: 'rule', weight: 'thin' }, ...document.items] };
}
