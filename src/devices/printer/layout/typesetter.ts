import { readFile } from 'node:fs/promises';
import { emblemOf } from './emblem.ts';
import { loadFonts } from './fonts.ts';
import type { Typesetter } from './layout.ts';

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
