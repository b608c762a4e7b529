import { blacken, type Bitmap } from '../../printer/layout/bitmap.ts';
import type { Carriage } from './carriage.ts';
import { bytes, word, type Mechanism, type Step } from './mechanism.ts';
import { fromColumns } from './stored-pictures.ts';

/** FS q: the largest picture is 1023 by 288 bytes; ours are far below. */
const MAX_STORED_BYTES = 288;
const DOTS_24_BYTES = 3;

const timesWideOf = (mode: number): number => (mode % 2 === 1 ? 2 : 1);
const timesHighOf = (mode: number): number => (mode >= 2 ? 2 : 1);

/** GS v 0: each row is printed as soon as it is complete. Ignored, but read, while a line waits. */
export function* raster(carriage: Carriage, { quirks }: Mechanism): Step {
  yield 'byte';
  const mode = (yield 'byte') % 0x30;
  const widthBytes = yield* word();
  const heightDots = yield* word();
  const [timesWide, timesHigh] = [timesWideOf(mode), timesHighOf(mode)];
  const rowOf = (data: Uint8Array, rows: number): Bitmap => ({
    widthDots: widthBytes * 8,
    heightDots: rows,
    strideBytes: widthBytes,
    data,
  });
  if (quirks.has('whole_commands')) {
    const data = yield* bytes(widthBytes * heightDots);
    return yield* carriage.picture(rowOf(data, heightDots), timesWide, timesHigh);
  }
  const left = carriage.leftOf(widthBytes * 8 * timesWide, carriage.x);
  const isIgnored = carriage.hasLine;
  if (!isIgnored) carriage.x = 0;
  for (let y = 0; y < heightDots; y += 1) {
    const row = rowOf(yield* bytes(widthBytes), 1);
    if (!isIgnored) yield* carriage.pictureRow(row, left, timesWide, timesHigh);
  }
}

/** ESC *: columns of 8 or 24 dots, into the waiting line. */
export function* columns(carriage: Carriage): Step {
  const mode = yield 'byte';
  const count = yield* word();
  const line = carriage.waitingLine(DOTS_24_BYTES * 8);
  const bytesPerColumn = mode >= 32 ? DOTS_24_BYTES : 1;
  const stretch = mode === 0 || mode === 32 ? 2 : 1;
  for (let column = 0; column < count; column += 1) {
    const bits = yield* bytes(bytesPerColumn);
    for (let y = 0; y < bytesPerColumn * 8; y += 1) {
      if (((bits[y >> 3] ?? 0) & (0x80 >> (y & 7))) === 0) continue;
      blacken(line.canvas, { left: carriage.x, top: y, right: carriage.x + stretch, bottom: y + 1 });
    }
    carriage.x += stretch;
  }
}

/** FS p n m prints a numbered picture, and nothing when there is none, as real printers do. FS q stores them. */
export function* numberedPictures(second: number, carriage: Carriage, { stored }: Mechanism): Step {
  if (second === 0x70) {
    const picture = stored.numbered(yield 'byte');
    const mode = (yield 'byte') % 0x30;
    if (picture !== null) yield* carriage.picture(picture, timesWideOf(mode), timesHighOf(mode));
  } else if (second === 0x71) {
    const pictures: Bitmap[] = [];
    const count = yield 'byte';
    for (let index = 0; index < count; index += 1) {
      const widthBytes = Math.min(MAX_STORED_BYTES, yield* word());
      const heightBytes = Math.min(MAX_STORED_BYTES, yield* word());
      const data = yield* bytes(widthBytes * 8 * heightBytes);
      pictures.push(fromColumns(data, widthBytes * 8, heightBytes));
    }
    stored.replaceNumbered(pictures);
  }
}
