import { createBitmap, stamp, type Bitmap } from './bitmap.ts';
import { glyphRaster, PHASES } from './glyphs.ts';
import type { ShapedLine } from './shape.ts';

/** The picture of a letter; its place from the left edge and the baseline. */
export interface Letter {
  readonly bitmap: Bitmap;
  readonly left: number;
  readonly top: number;
}

/** The letters of a line that begins so far from the left edge, each drawn at a quarter of a dot. */
export function placeLetters(line: ShapedLine, sizeDots: number, leftDots: number): Letter[] {
  const letters: Letter[] = [];
  for (const { font, glyph, x, y } of line.glyphs) {
    const quarters = Math.round((leftDots + x) * PHASES);
    const raster = glyphRaster(font, glyph, sizeDots, ((quarters % PHASES) + PHASES) % PHASES);
    if (raster === null) continue;
    const left = Math.floor(quarters / PHASES) + raster.left;
    letters.push({ left, bitmap: raster.bitmap, top: raster.top - Math.round(y) });
  }
  return letters;
}

/** Letters on a canvas just high enough for them; ink may leave the line box above and below. */
export function drawLetters(letters: readonly Letter[], widthDots: number): { canvas: Bitmap; baseline: number } {
  let [top, bottom] = [0, 0];
  for (const letter of letters) {
    top = Math.min(top, letter.top);
    bottom = Math.max(bottom, letter.top + letter.bitmap.heightDots);
  }
  const canvas = createBitmap(widthDots, bottom - top);
  for (const { bitmap, left, top: letterTop } of letters) stamp(canvas, bitmap, left, letterTop - top);
  return { canvas, baseline: -top };
}
