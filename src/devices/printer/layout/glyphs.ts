import type { LoadedFont } from './fonts.ts';
import { rasterise, type Raster } from './outline.ts';

/** Letters may start at quarters of a dot: Arabic joins would show gaps on whole dots. */
export const PHASES = 4;
/** A receipt uses some 150 pictures of letters; the bound only matters if texts go wild. */
const MAX_KEPT = 4096;

const kept = new Map<number, Raster | null>();

/**
 * The picture of a glyph at a size, drawn once. Keyed by glyph numbers, so that no text can be read from the cache.
 * @param phase the quarter of a dot to the right of the whole dot, 0 to 3.
 */
export function glyphRaster(
  { index, font, unitsPerEm }: LoadedFont,
  glyph: number,
  sizeDots: number,
  phase: number,
): Raster | null {
  const key = ((index * 65_536 + glyph) * 256 + sizeDots) * PHASES + phase;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const scale = sizeDots / unitsPerEm;
  const raster = rasterise(font.glyphToJson(glyph), {
    scaleX: scale,
    scaleY: -scale,
    moveX: phase / PHASES,
    moveY: 0,
  });
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, raster);
  return raster;
}
