import { createBitmap, enlarged, stamp, type Bitmap } from '../layout/bitmap.ts';
import { drawQr, type Band, type ImageBand } from '../layout/page.ts';
import { qrCode, raster, RASTER_HEADER_BYTES } from './commands.ts';
import { FIRST_COMMAND_BYTES, MAX_COMMAND_BYTES } from './limits.ts';
import { hasLookAlike } from './look-alikes.ts';
import type { JobWriter } from './writer.ts';

/** How far a band may be moved sideways to get rid of a look-alike: under a millimetre. */
const MAX_NUDGE_DOTS = 7;

/** A band as rows of whole bytes, to be printed at its anchor. */
export interface Framed {
  /** The band where it really stands, nudged or not. */
  readonly band: ImageBand;
  readonly rows: Uint8Array;
  readonly widthBytes: number;
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

function framed(band: ImageBand, paperDots: number): Framed | null {
  const frame = frameOf(band, paperDots);
  if (frame === null) return null;
  const canvas = createBitmap(frame.widthBytes * 8, band.bitmap.heightDots);
  stamp(canvas, band.bitmap, (band.leftDots - frame.left) / band.scale, 0);
  return { band, rows: canvas.data, widthBytes: frame.widthBytes };
}

/**
 * Frames a band so that it contains no look-alike of a real-time command, moving it a dot or more sideways if needed.
 * Null when no place is clean.
 */
export function frameClean(band: ImageBand, paperDots: number): Framed | null {
  for (let distance = 0; distance <= MAX_NUDGE_DOTS; distance += 1) {
    for (const direction of distance === 0 ? [0] : [-1, 1]) {
      const moved = { ...band, leftDots: band.leftDots + distance * direction * band.scale };
      const frame = framed(moved, paperDots);
      if (frame !== null && !hasLookAlike(frame.rows)) return frame;
    }
  }
  return null;
}

/**
 * The rasters of a framed band. All have the same width and anchor: a printer that places them elsewhere moves the
 * line as a whole, and no letter is torn.
 */
export function rastersOf({ band, rows, widthBytes }: Framed, maxBytes: number): Uint8Array[] {
  const { heightDots } = band.bitmap;
  const most = Math.max(1, Math.floor((maxBytes - RASTER_HEADER_BYTES) / widthBytes));
  const parts = Math.ceil(heightDots / most);
  const rowsPerPart = Math.ceil(heightDots / parts);
  return Array.from({ length: parts }, (_part, index) => {
    const from = index * rowsPerPart * widthBytes;
    return raster(rows.subarray(from, from + rowsPerPart * widthBytes), widthBytes, band.scale === 2);
  }).filter((part) => part.length > RASTER_HEADER_BYTES);
}

/** P1: one raster per picture, cropped to its ink, placed by `ESC a`. */
export function placeAnchored(band: Band, job: JobWriter): Band | null {
  if (band.kind !== 'image') return null;
  const frame = frameClean(band, job.paperDots);
  if (frame === null) return null;
  job.align(band.anchor);
  job.print(rastersOf(frame, job.isStart ? FIRST_COMMAND_BYTES : MAX_COMMAND_BYTES));
  return frame.band;
}

/** A QR code made by the printer. */
export function placeQr(band: Band, job: JobWriter): Band | null {
  if (band.kind !== 'qr') return null;
  job.align('center');
  job.print(qrCode(band.payload, band.moduleDots));
  return band;
}

/** P0: dots as they are, from the left edge of the paper, doubled and drawn by nobody but us. */
export function placePlain(band: Band, job: JobWriter): Band | null {
  if (band.kind === 'composed') return null;
  const picture = band.kind === 'qr' ? qrPicture(band.payload, band.moduleDots, band.sizeDots) : plainPicture(band);
  const plain: ImageBand = {
    kind: 'image',
    anchor: 'left',
    scale: 1,
    leftDots: band.leftDots,
    topDots: band.topDots,
    bitmap: picture,
  };
  return placeAnchored(plain, job);
}

const plainPicture = ({ bitmap, scale }: ImageBand): Bitmap => enlarged(bitmap, scale);

function qrPicture(payload: string, moduleDots: number, sizeDots: number): Bitmap {
  const picture = createBitmap(sizeDots, sizeDots);
  drawQr(picture, { payload, moduleDots, leftDots: 0, topDots: 0 });
  return picture;
}
