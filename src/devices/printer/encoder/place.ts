import { createBitmap, stamp } from '../layout/bitmap.ts';
import type { ImageBand } from '../layout/page.ts';
import { raster, RASTER_HEADER_BYTES } from './commands.ts';
import { hasLookAlike } from './look-alikes.ts';

/**
 * No longer command goes out: while one is on its way nothing can be asked or stopped, and a printer whose line broke
 * in its middle swallows as much of what follows as dots.
 */
const MAX_COMMAND_BYTES = 1600;
/** How far a band may be moved sideways to get rid of a look-alike: under a millimetre. */
const MAX_NUDGE_DOTS = 7;

export interface PlacedImage {
  /** The band where it really stands, nudged or not. */
  readonly band: ImageBand;
  readonly commands: readonly Uint8Array[];
}

/** Left edge and width of the narrowest raster of whole bytes that holds a band at its anchor; null: off the paper. */
function frameOf(band: ImageBand, paperDots: number): { readonly left: number; readonly widthBytes: number } | null {
  const { anchor, leftDots, bitmap, scale } = band;
  const right = leftDots + bitmap.widthDots * scale;
  if (leftDots < 0 || right > paperDots) return null;
  const dotsPerByte = 8 * scale;
  for (let widthBytes = Math.ceil(bitmap.widthDots / 8); widthBytes * dotsPerByte <= paperDots; widthBytes += 1) {
    const slack = paperDots - widthBytes * dotsPerByte;
    const left = anchor === 'left' ? 0 : anchor === 'right' ? slack : slack / 2;
    if (left <= leftDots && left + widthBytes * dotsPerByte >= right) return { left, widthBytes };
  }
  return null;
}

/**
 * The rasters of a band. All have the same width and anchor: a printer that places them elsewhere moves the line as a
 * whole, and no letter is torn.
 */
function rastersOf(band: ImageBand, paperDots: number): Uint8Array[] | null {
  const frame = frameOf(band, paperDots);
  if (frame === null) return null;
  const { left, widthBytes } = frame;
  const canvas = createBitmap(widthBytes * 8, band.bitmap.heightDots);
  stamp(canvas, band.bitmap, (band.leftDots - left) / band.scale, 0);
  const most = Math.floor((MAX_COMMAND_BYTES - RASTER_HEADER_BYTES) / widthBytes);
  const parts = Math.ceil(band.bitmap.heightDots / most);
  const rowsPerPart = Math.ceil(band.bitmap.heightDots / parts);
  return Array.from({ length: parts }, (_part, index) => {
    const from = index * rowsPerPart * widthBytes;
    return raster(canvas.data.subarray(from, from + rowsPerPart * widthBytes), widthBytes, band.scale === 2);
  });
}

/**
 * Encodes a band so that it contains no look-alike of a real-time command, moving it a dot or more sideways if needed.
 * Null when no place is clean.
 */
export function placeImage(band: ImageBand, paperDots: number): PlacedImage | null {
  for (let distance = 0; distance <= MAX_NUDGE_DOTS; distance += 1) {
    for (const direction of distance === 0 ? [0] : [-1, 1]) {
      const moved = { ...band, leftDots: band.leftDots + distance * direction * band.scale };
      const commands = rastersOf(moved, paperDots);
      if (commands !== null && !commands.some(hasLookAlike)) return { band: moved, commands };
    }
  }
  return null;
}
