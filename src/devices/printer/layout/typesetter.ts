import { readFile } from 'node:fs/promises';
import { emblemOf } from './emblem.ts';
import { loadFonts } from './fonts.ts';
import type { ReceiptDocument } from '../../../domain/receipt.ts';
import { layOut, type Typesetter } from './layout.ts';
import type { PaperWidth } from './style.ts';

/** The files a receipt is drawn with; a checkout and a packed kiosk keep them in different places. */
export interface PrinterAssets {
  /** Holds `FONT_FILES`. */
  readonly fontDirectory: string;
  readonly emblemFile: string;
}

/** Loads everything needed to lay out receipts. Rejects when the installation lacks a file. */
export async function loadTypesetter({ fontDirectory, emblemFile }: PrinterAssets): Promise<Typesetter> {
  const [fonts, svg] = await Promise.all([loadFonts(fontDirectory), readFile(emblemFile, 'utf8')]);
  return { fonts, emblem: emblemOf(svg) };
}

const REHEARSAL = 'وقت أقل.. راحة أكثر: إحضار الصك (ثبت ذخيرة ضغط) 0123456789/—•';

/** Draws a receipt nobody sees: the first visitor's would otherwise take ten times as long as the second's. */
export function rehearse(typesetter: Typesetter, widthDots: PaperWidth): void {
  const styles = ['authority', 'title', 'caption', 'body', 'note', 'small', 'slogan'] as const;
  const document: ReceiptDocument = {
    language: 'ar',
    direction: 'rtl',
    items: [
      { kind: 'emblem' },
      ...styles.map((style) => ({ kind: 'text', style, text: REHEARSAL, align: 'center' }) as const),
      { kind: 'number', text: '0123456789/' },
      { kind: 'row', label: REHEARSAL, value: REHEARSAL },
      { kind: 'row', label: '', value: REHEARSAL, strong: true },
      { kind: 'qr', payload: 'https://example.gov.sa/' },
    ],
  };
  const page = layOut(document, typesetter, widthDots);
  if (!page.ok) throw new Error('the receipt fonts lack letters of our own texts');
}
