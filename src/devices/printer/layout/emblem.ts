import { createBitmap, stamp, type Bitmap } from './bitmap.ts';
import { rasterise, type OutlineStep } from './outline.ts';

const COORDINATES: Readonly<Record<string, number>> = { M: 2, L: 2, Q: 4, C: 6, Z: 0 };

/** Absolute M, L, Q, C and Z, the letters our own art is drawn with. */
function parsePath(d: string): OutlineStep[] {
  return [...d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)].map(([, type = '', numbers = '']) => {
    const values = (numbers.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
    if (values.length !== COORDINATES[type]) throw new Error(`emblem: ${type} with ${String(values.length)} numbers`);
    return { type, values };
  });
}

/**
 * The emblem of the receipt's head, drawn once for each size.
 * @param svg one or more filled `<path>` in a square `viewBox` that starts at 0 0. Drawing throws on anything else: it
 * is a file of the installation, not of a visitor.
 */
export function emblemOf(svg: string): (sizeDots: number) => Bitmap {
  const drawn = new Map<number, Bitmap>();
  return (sizeDots) => {
    const bitmap = drawn.get(sizeDots) ?? drawEmblem(svg, sizeDots);
    drawn.set(sizeDots, bitmap);
    return bitmap;
  };
}

function drawEmblem(svg: string, sizeDots: number): Bitmap {
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  if (!(side > 0)) throw new Error('emblem: the viewBox is not "0 0 N N"');
  const scale = sizeDots / side;
  const bitmap = createBitmap(sizeDots, sizeDots);
  for (const [, d = ''] of svg.matchAll(/<path\b[^>]*\bd="([^"]+)"/g)) {
    const raster = rasterise(parsePath(d), { scaleX: scale, scaleY: scale, moveX: 0, moveY: 0 });
    if (raster !== null) stamp(bitmap, raster.bitmap, raster.left, raster.top);
  }
  return bitmap;
}
