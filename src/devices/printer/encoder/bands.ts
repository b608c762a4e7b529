import { createBitmap, stamp, type Bitmap } from '../layout/bitmap.ts';
import type { Band } from '../layout/page.ts';
import { feed, MAX_FEED_DOTS, moveTo, raster, RASTER_HEADER_BYTES } from './commands.ts';
import { FIRST_COMMAND_BYTES, MAX_COMMAND_BYTES } from './limits.ts';
import { hasLookAlike } from './look-alikes.ts';
import type { JobWriter } from './writer.ts';

const MOVE_BYTES = 4;
const FEED_BYTES = 3;

/** A stretch of rows that goes out as one command; `right` 0 or less: white. All in dots of the bitmap. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

/** A picture with its place on the paper; places in dots of the paper. */
export interface PlacedPicture {
  readonly bitmap: Bitmap;
  readonly leftDots: number;
  readonly scale: 1 | 2;
}

/** The ink of each row as pairs left, right (outside); white rows have right 0. */
function rowExtents({ heightDots, strideBytes, data }: Bitmap): Int32Array {
  const extents = new Int32Array(heightDots * 2);
  for (let y = 0; y < heightDots; y += 1) {
    let first = -1;
    let last = -1;
    for (let column = 0; column < strideBytes; column += 1) {
      if (data[y * strideBytes + column] === 0) continue;
      if (first < 0) first = column;
      last = column;
    }
    if (first < 0) continue;
    const lastBits = data[y * strideBytes + last] ?? 0;
    extents[y * 2] = first * 8 + Math.clz32(data[y * strideBytes + first] ?? 0) - 24;
    extents[y * 2 + 1] = last * 8 + 8 - (31 - Math.clz32(lastBits & -lastBits));
  }
  return extents;
}

/**
 * Cuts a picture into stretches of rows, each only as wide as its ink, so that all commands together are as short as
 * can be: the shortest path over the rows.
 */
function cheapestStretches(bitmap: Bitmap, maxBytes: number): Stretch[] {
  const { heightDots } = bitmap;
  const extents = rowExtents(bitmap);
  const best = new Float64Array(heightDots + 1).fill(Infinity);
  const steps: Stretch[] = [];
  best[heightDots] = 0;
  for (let from = heightDots - 1; from >= 0; from -= 1) {
    let [left, right] = [Infinity, 0];
    for (let to = from + 1; to <= heightDots; to += 1) {
      const rowRight = extents[to * 2 - 1] ?? 0;
      if (rowRight > 0) {
        left = Math.min(left, extents[to * 2 - 2] ?? 0);
        right = Math.max(right, rowRight);
      }
      const bytes = right > 0 ? RASTER_HEADER_BYTES + Math.ceil((right - left) / 8) * (to - from) : FEED_BYTES;
      if (to > from + 1 && (right > 0 ? bytes > maxBytes : to - from > MAX_FEED_DOTS / 2)) break;
      const cost = bytes + (right > 0 ? MOVE_BYTES : 0) + (best[to] ?? Infinity);
      if (cost >= (best[from] ?? Infinity)) continue;
      best[from] = cost;
      steps[from] = { from, to, left, right };
    }
  }
  const path: Stretch[] = [];
  for (let at = 0; at < heightDots; at = path.at(-1)?.to ?? heightDots) {
    const step = steps[at];
    if (step === undefined) throw new Error('a picture has no way through its rows');
    path.push(step);
  }
  return path;
}

/** One stretch without a look-alike: the ink stays where it is, the edge of the raster gives way. */
function stretchRaster(
  { bitmap, leftDots, scale }: PlacedPicture,
  { from, left, right, to }: Stretch,
  paperDots: number,
): Uint8Array[] | null {
  // Dots beyond the paper are no error, but clones differ in what they do with them.
  const mostRight = Math.floor((paperDots - leftDots) / scale);
  for (let nudge = 0; nudge < 8; nudge += 1) {
    const widthBytes = Math.ceil((right - left + nudge) / 8);
    const edge = Math.min(left - nudge, mostRight - widthBytes * 8);
    const edgeDots = leftDots + edge * scale;
    if (edgeDots < 0) continue;
    const canvas = createBitmap(widthBytes * 8, to - from);
    stamp(canvas, bitmap, -edge, -from);
    const command = raster(canvas.data, widthBytes, scale === 2);
    if (!hasLookAlike(command)) return edgeDots === 0 ? [command] : [moveTo(edgeDots), command];
  }
  return null;
}

/** A picture as the shortest rasters, each moved to its place by `ESC $`; null when a stretch is unclean everywhere. */
export function bandsOf(picture: PlacedPicture, paperDots: number, maxBytes: number): Uint8Array[] | null {
  const commands: Uint8Array[] = [];
  for (const stretch of cheapestStretches(picture.bitmap, maxBytes)) {
    if (stretch.right > 0) {
      const placed = stretchRaster(picture, stretch, paperDots);
      if (placed === null) return null;
      commands.push(...placed);
    } else commands.push(feed((stretch.to - stretch.from) * picture.scale));
  }
  return commands;
}

/** P2: bands of rows, each as narrow as its ink. Tears letters where a printer ignores `ESC $` before a raster. */
export function placeInBands(band: Band, job: JobWriter): Band | null {
  if (band.kind !== 'image') return null;
  const commands = bandsOf(band, job.paperDots, job.isStart ? FIRST_COMMAND_BYTES : MAX_COMMAND_BYTES);
  if (commands === null) return null;
  job.align('left');
  job.print(commands);
  return band;
}
