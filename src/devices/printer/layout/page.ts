import { blacken, createBitmap, enlarged, stamp, type Bitmap } from './bitmap.ts';
import { qrModules } from './qr.ts';

/** The side of the paper a raster is measured from, so that it is as narrow as its ink. */
export type Anchor = 'left' | 'center' | 'right';

/** A picture of one line or of the emblem, cropped to its ink. */
export interface ImageBand {
  readonly kind: 'image';
  readonly anchor: Anchor;
  readonly leftDots: number;
  readonly topDots: number;
  readonly bitmap: Bitmap;
  /** 2: the printer doubles each dot in both directions. */
  readonly scale: 1 | 2;
}

/** A QR code the printer makes itself, centred. */
export interface QrBand {
  readonly kind: 'qr';
  readonly topDots: number;
  readonly leftDots: number;
  readonly payload: string;
  readonly moduleDots: number;
  readonly sizeDots: number;
}

/** Characters the printer draws itself, in its own font A. */
export interface OwnText {
  readonly leftDots: number;
  /** ASCII. */
  readonly text: string;
}

/** A line of drawn letters and characters of the printer on one baseline. */
export interface ComposedBand {
  readonly kind: 'composed';
  readonly topDots: number;
  /** What is drawn, as wide as the paper; white where the printer's characters stand. */
  readonly bitmap: Bitmap;
  /** The row of the bitmap where the cells of the characters begin; they end inside it. */
  readonly cellTopDots: number;
  readonly texts: readonly OwnText[];
  /** Characters are so many times as wide and high. */
  readonly times: number;
}

/** A character of font A at 203 dpi. */
export const OWN_CELL = { widthDots: 12, heightDots: 24 } as const;

export type Band = ComposedBand | ImageBand | QrBand;

/** A receipt as pictures from top to bottom; no two share a row. */
export interface Page {
  readonly widthDots: number;
  /** Up to the cut. */
  readonly heightDots: number;
  readonly bands: readonly Band[];
}

/** How many rows of paper a band takes. */
export function bandHeightDots(band: Band): number {
  if (band.kind === 'qr') return band.sizeDots;
  return band.bitmap.heightDots * (band.kind === 'image' ? band.scale : 1);
}

/** Draws a character of the printer; only the printer knows its shapes. */
export type DrawOwn = (paper: Bitmap, code: number, leftDots: number, topDots: number, times: number) => void;

/** The page as one picture: what the paper must look like, dot for dot, but for the printer's own characters. */
export function drawPage({ widthDots, heightDots, bands }: Page, drawOwn: DrawOwn = () => undefined): Bitmap {
  const paper = createBitmap(widthDots, heightDots);
  for (const band of bands) {
    if (band.kind === 'image') stamp(paper, enlarged(band.bitmap, band.scale), band.leftDots, band.topDots);
    else if (band.kind === 'qr') drawQr(paper, band);
    else drawComposed(paper, band, drawOwn);
  }
  return paper;
}

function drawComposed(paper: Bitmap, band: ComposedBand, drawOwn: DrawOwn): void {
  stamp(paper, band.bitmap, 0, band.topDots);
  const top = band.topDots + band.cellTopDots;
  for (const { leftDots, text } of band.texts) {
    for (let at = 0; at < text.length; at += 1) {
      drawOwn(paper, text.charCodeAt(at), leftDots + at * OWN_CELL.widthDots * band.times, top, band.times);
    }
  }
}

/** Draws the modules of a code. */
export function drawQr(
  paper: Bitmap,
  { payload, moduleDots, leftDots, topDots }: Pick<QrBand, 'leftDots' | 'moduleDots' | 'payload' | 'topDots'>,
): void {
  for (const [row, modules] of qrModules(payload).entries()) {
    for (const [column, dark] of modules.entries()) {
      if (!dark) continue;
      const [left, top] = [leftDots + column * moduleDots, topDots + row * moduleDots];
      blacken(paper, { left, top, right: left + moduleDots, bottom: top + moduleDots });
    }
  }
}
