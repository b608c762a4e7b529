import { createBitmap, stamp, type Bitmap } from '../layout/bitmap.ts';
import { OWN_CELL, type Band, type ComposedBand, type OwnText } from '../layout/page.ts';
import { bandsOf } from './bands.ts';
import { characters, COLUMN_DOTS, columns, enlargeCharacters, feed, moveTo } from './commands.ts';
import { FIRST_COMMAND_BYTES, MAX_COMMAND_BYTES } from './limits.ts';
import { hasLookAlike } from './look-alikes.ts';
import type { JobWriter } from './writer.ts';

/** Where a printer of characters stands changes nothing that is drawn: tried in this order until the bytes are clean. */
const CELL_SHIFTS = [0, -1, 1, -2, 2, -3, 3] as const;
/** White columns cheaper to send than the two commands that would skip them. */
const JOINED_GAP_COLUMNS = 3;
const COLUMN_BYTES = COLUMN_DOTS / 8;

/** Rows of a picture as a picture of their own. */
function rowsOf(bitmap: Bitmap, from: number, to: number): Bitmap {
  const part = createBitmap(bitmap.widthDots, to - from);
  stamp(part, bitmap, 0, -from);
  return part;
}

/** The 24 dots of a column as three bytes, top dot first. */
function columnBytes({ data, strideBytes }: Bitmap, x: number): number[] {
  const bytes = Array.from({ length: COLUMN_BYTES }, () => 0);
  for (let y = 0; y < COLUMN_DOTS; y += 1) {
    if (((data[y * strideBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0) continue;
    bytes[y >> 3] = (bytes[y >> 3] ?? 0) | (0x80 >> (y & 7));
  }
  return bytes;
}

interface Segment {
  readonly left: number;
  readonly data: number[];
}

/** The ink of 24 rows as stretches of columns. */
function segmentsOf(rows: Bitmap): Segment[] {
  const segments: Segment[] = [];
  let blank = Infinity;
  for (let x = 0; x < rows.widthDots; x += 1) {
    const bytes = columnBytes(rows, x);
    if (bytes.every((byte) => byte === 0)) {
      blank += 1;
      continue;
    }
    const last = segments.at(-1);
    const isNear = blank <= JOINED_GAP_COLUMNS && (last?.data.length ?? Infinity) < MAX_COMMAND_BYTES - 50;
    if (last !== undefined && isNear) {
      last.data.push(...Array.from({ length: blank * COLUMN_BYTES }, () => 0), ...bytes);
    } else segments.push({ left: x, data: bytes });
    blank = 0;
  }
  return segments;
}

/** One line of characters and columns, printed by its feed; from left to right, each moved to its place. */
function lineOf(rows: Bitmap, texts: readonly OwnText[]): Uint8Array[] {
  const parts = [
    ...segmentsOf(rows).map(({ data, left }) => ({ left, command: columns(Uint8Array.from(data)) })),
    ...texts.map(({ leftDots, text }) => ({ left: leftDots, command: characters(text) })),
  ].toSorted((a, b) => a.left - b.left);
  return parts.flatMap(({ command, left }) => (left === 0 ? [command] : [moveTo(left), command]));
}

function commandsOf(band: ComposedBand, paperDots: number, maxBytes: number): Uint8Array[] | null {
  const { bitmap, cellTopDots, texts, times } = band;
  const cellDots = OWN_CELL.heightDots * times;
  const cellEnd = cellTopDots + cellDots;
  if (cellTopDots < 0 || cellEnd > bitmap.heightDots) return null;
  const drawn = (from: number, to: number): Uint8Array[] | null =>
    from === to ? [] : bandsOf({ bitmap: rowsOf(bitmap, from, to), leftDots: 0, scale: 1 }, paperDots, maxBytes);
  const above = drawn(0, cellTopDots);
  const below = drawn(cellEnd, bitmap.heightDots);
  if (above === null || below === null) return null;
  const line = lineOf(rowsOf(bitmap, cellTopDots, cellTopDots + COLUMN_DOTS), texts);
  const sized = times === 1 ? line : [enlargeCharacters(times), ...line];
  const commands = [...above, ...sized, feed(cellDots), ...(times === 1 ? [] : [enlargeCharacters(1)]), ...below];
  return commands.some(hasLookAlike) ? null : commands;
}

/** P4: digits by the printer, letters between them as columns of dots on the same line. */
export function placeComposed(band: Band, job: JobWriter): Band | null {
  if (band.kind !== 'composed') return null;
  for (const shift of CELL_SHIFTS) {
    const moved = { ...band, cellTopDots: band.cellTopDots + shift };
    const commands = commandsOf(moved, job.paperDots, job.isStart ? FIRST_COMMAND_BYTES : MAX_COMMAND_BYTES);
    if (commands === null) continue;
    job.align('left');
    job.print(commands);
    return moved;
  }
  return null;
}
