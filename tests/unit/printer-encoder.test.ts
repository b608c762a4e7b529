import { expect, test } from 'vitest';
import { encode } from '../../src/devices/printer/index.ts';
import { hasLookAlike } from '../../src/devices/printer/encoder/look-alikes.ts';
import { placeImage } from '../../src/devices/printer/encoder/place.ts';
import { blacken, createBitmap, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import type { Band, ImageBand } from '../../src/devices/printer/layout/page.ts';

const ID = [0x30, 0x30, 0x37, 0x41] as const;
const PROLOGUE = '1b40 1d50cbcb 1d610e';
const EPILOGUE = '1d28480600303030303741';
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const plain = (spaced: string): string => spaced.replaceAll(' ', '');

function black(widthDots: number, heightDots: number): Bitmap {
  const bitmap = createBitmap(widthDots, heightDots);
  blacken(bitmap, { left: 0, top: 0, right: widthDots, bottom: heightDots });
  return bitmap;
}

const image = (band: Partial<ImageBand>): ImageBand => ({
  kind: 'image',
  anchor: 'left',
  leftDots: 0,
  topDots: 0,
  scale: 1,
  bitmap: black(8, 1),
  ...band,
});

function bytesOf(bands: readonly Band[], heightDots: number): string {
  const job = encode({ widthDots: 576, heightDots, bands }, 'P1', ID);
  if (!job.ok) throw new Error(job.fault);
  return hex(Buffer.concat(job.value.commands));
}

test('a job starts clean, counts in dots, asks for reports; it ends with the cut and the question for its id', () => {
  expect(bytesOf([], 16)).toBe(plain(`${PROLOGUE} 1d564210 ${EPILOGUE}`));
});

test('white rows are feeds, at most 255 dots each', () => {
  expect(bytesOf([image({ topDots: 300 })], 311)).toBe(
    plain(`${PROLOGUE} 1b4aff 1b4a2d 1d76300001000100ff 1d56420a ${EPILOGUE}`),
  );
});

test('a right-hand line is sent from its ink to the right edge, under alignment right', () => {
  const bands = [image({ anchor: 'right', leftDots: 560, bitmap: black(9, 2) })];
  // 560 to 569 of 576: two bytes, the last seven dots white.
  expect(bytesOf(bands, 2)).toBe(plain(`${PROLOGUE} 1b6102 1d76300002000200 ff80ff80 1d564200 ${EPILOGUE}`));
});

test('a centred picture keeps its exact place inside whole bytes', () => {
  const bands = [image({ anchor: 'center', leftDots: 283, bitmap: black(10, 1) })];
  // Two bytes centred start at 280.
  expect(bytesOf(bands, 1)).toBe(plain(`${PROLOGUE} 1b6101 1d76300002000100 1ff8 1d564200 ${EPILOGUE}`));
});

test('doubled pictures are sent at half their size in mode 3', () => {
  const bands = [image({ anchor: 'center', leftDots: 272, scale: 2, bitmap: black(16, 1) })];
  expect(bytesOf(bands, 2)).toBe(plain(`${PROLOGUE} 1b6101 1d76300302000100 ffff 1d564200 ${EPILOGUE}`));
});

test('a QR code is made by the printer', () => {
  const bands: Band[] = [{ kind: 'qr', payload: 'AB', moduleDots: 6, sizeDots: 126, leftDots: 225, topDots: 0 }];
  expect(bytesOf(bands, 126)).toBe(
    plain(
      `${PROLOGUE} 1b6101 1d286b0400314132001d286b03003143061d286b03003145311d286b05003150304142 1d286b0300315130 1d564200 ${EPILOGUE}`,
    ),
  );
});

test('a large picture goes out in pieces of one width and place, none longer than 1,700 bytes', () => {
  const placed = placeImage(image({ anchor: 'right', bitmap: black(576, 60) }), 576);
  const commands = placed?.commands ?? [];
  expect(commands.length).toBe(3);
  for (const command of commands) {
    expect(command.length).toBeLessThanOrEqual(1700);
    expect(command[4]).toBe(72);
  }
  expect(commands.reduce((rows, command) => rows + (command[6] ?? 0), 0)).toBe(60);
});

test.each([
  [0x10, 0x04],
  [0x10, 0x05],
  [0x10, 0x14],
])('dots that read %i %i are moved aside by a dot', (first, second) => {
  const bitmap = createBitmap(16, 3);
  bitmap.data.set([0xff, 0xff, first, second, 0xff, 0xff]);
  const placed = placeImage(image({ leftDots: 8, bitmap }), 576);
  expect(placed?.band.leftDots).toBe(7);
  expect(placed?.commands.some(hasLookAlike)).toBe(false);
});

test('a look-alike over the seam of two rows is found too', () => {
  const bitmap = createBitmap(8, 2);
  bitmap.data.set([0x10, 0x04]);
  expect(placeImage(image({ leftDots: 0, bitmap }), 576)?.band.leftDots).toBe(1);
});

test('a picture that is unclean wherever it stands is refused', () => {
  // Each row reads as a command at one of the possible places.
  const bitmap = createBitmap(568, 40);
  for (let shift = 0; shift < 8; shift += 1) {
    const pattern = 0b0001_0000_0001_0100;
    for (let dot = 0; dot < 16; dot += 1) {
      if ((pattern & (0x8000 >> dot)) === 0) continue;
      const left = 80 + shift + dot;
      blacken(bitmap, { left, top: shift * 3, right: left + 1, bottom: shift * 3 + 1 });
    }
  }
  expect(placeImage(image({ leftDots: 8, bitmap }), 576)).toBeNull();
});
