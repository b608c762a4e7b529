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

export type Band = ImageBand | QrBand;

/** A receipt as pictures from top to bottom; no two share a row. */
export interface Page {
  readonly widthDots: number;
  /** Up to the cut. */
  readonly heightDots: number;
  readonly bands: readonly Band[];
}

/** How many rows of paper a band takes. */
export const bandHeightDots = (band: Band): number =>
  band.kind === 'qr' ? band.sizeDots : band.bitmap.heightDots * band.scale;

/** The page as one picture: what the paper must look like, dot for dot. */
export function drawPage({ widthDots, heightDots, bands }: Page): Bitmap {
  const paper = createBitmap(widthDots, heightDots);
  for (const band of bands) {
    if (band.kind === 'image') stamp(paper, enlarged(band.bitmap, band.scale), band.leftDots, band.topDots);
    else drawQr(paper, band);
  }
  return paper;
}

function drawQr(paper: Bitmap, { payload, moduleDots, leftDots, topDots }: QrBand): void {
  for (const [row, modules] of qrModules(payload).entries()) {
    for (const [column, dark] of modules.entries()) {
      if (!dark) continue;
      const [left, top] = [leftDots + column * moduleDots, topDots + row * moduleDots];
      blacken(paper, { left, top, right: left + moduleDots, bottom: top + moduleDots });
    }
  }
}
