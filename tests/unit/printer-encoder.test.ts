import { expect, test } from 'vitest';
import { encode, type Profile } from '../../src/devices/printer/index.ts';
import { storedPictures } from '../../src/devices/printer/encoder/stored.ts';
import { hasLookAlike } from '../../src/devices/printer/encoder/look-alikes.ts';
import { frameClean, rastersOf } from '../../src/devices/printer/encoder/place.ts';
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

function bytesOf(bands: readonly Band[], heightDots: number, profile: Profile = 'P1'): string {
  const page = { widthDots: 576, heightDots, bands };
  const job = encode(page, profile, ID, storedPictures([page]));
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

test('a large picture goes out in pieces of one width and place, none longer than 1,000 bytes', () => {
  const frame = frameClean(image({ anchor: 'right', bitmap: black(576, 60) }), 576)!;
  const commands = rastersOf(frame, 1000);
  expect(commands.length).toBe(5);
  for (const command of commands) {
    expect(command.length).toBeLessThanOrEqual(1000);
    expect(command[4]).toBe(72);
  }
  expect(commands.reduce((rows, command) => rows + (command[6] ?? 0), 0)).toBe(60);
});

test('the first picture goes out in pieces a printer at 19200 baud has in 0.3 s', () => {
  const job = encode({ widthDots: 576, heightDots: 60, bands: [image({ bitmap: black(576, 60) })] }, 'P1', ID);
  expect(job.ok && Math.max(...job.value.commands.map(({ length }) => length))).toBeLessThanOrEqual(500);
});

test.each([
  [0x10, 0x04],
  [0x10, 0x05],
  [0x10, 0x14],
])('dots that read %i %i are moved aside by a dot', (first, second) => {
  const bitmap = createBitmap(16, 3);
  bitmap.data.set([0xff, 0xff, first, second, 0xff, 0xff]);
  const frame = frameClean(image({ leftDots: 8, bitmap }), 576)!;
  expect(frame.band.leftDots).toBe(7);
  expect(hasLookAlike(frame.rows)).toBe(false);
});

test('a look-alike over the seam of two rows is found too', () => {
  const bitmap = createBitmap(8, 2);
  bitmap.data.set([0x10, 0x04]);
  expect(frameClean(image({ leftDots: 0, bitmap }), 576)?.band.leftDots).toBe(1);
});

test('an unknown printer gets pictures from the left edge and a cut, nothing else', () => {
  const bands = [image({ anchor: 'center', leftDots: 8, topDots: 3, scale: 2, bitmap: black(4, 1) })];
  expect(bytesOf(bands, 6, 'P0')).toBe(
    plain('1b40 1d76300001000300 000000 1d76300002000200 00ff00ff 1d76300001000100 00 1d564200'),
  );
});

test('a calibrated printer gets rows only as wide as their ink, each moved to its place', () => {
  const bitmap = createBitmap(320, 60);
  blacken(bitmap, { left: 0, top: 0, right: 16, bottom: 30 });
  blacken(bitmap, { left: 304, top: 40, right: 320, bottom: 60 });
  expect(bytesOf([image({ anchor: 'right', leftDots: 256, bitmap })], 60, 'P2')).toBe(
    plain(
      `${PROLOGUE} 1b240001 1d76300002001e00 ${'ffff'.repeat(30)} 1b4a0a 1b243002 1d76300002001400 ${'ffff'.repeat(20)} 1d564200 ${EPILOGUE}`,
    ),
  );
});

test('a calibrated printer: a look-alike gives way by the edge of its raster, the ink stays', () => {
  const unclean = createBitmap(24, 1);
  unclean.data.set([0xff, 0x10, 0x05]);
  const page = { widthDots: 576, heightDots: 1, bands: [image({ leftDots: 100, bitmap: unclean })] };
  const job = encode(page, 'P2', ID);
  expect(job.ok && hasLookAlike(Buffer.concat(job.value.commands))).toBe(false);
  expect(job.ok && job.value.page.bands[0]).toEqual(page.bands[0]);
});

test('a provisioned printer is told the name of a picture it holds; one dot more and it is sent', () => {
  const held = image({ anchor: 'right', leftDots: 568 });
  expect(bytesOf([held], 1, 'P3')).toMatch(/^1b401d50cbcb1d610e1b61021d284c06003045[0-9a-f]{4}01011d564200/);
  const page = { widthDots: 576, heightDots: 2, bands: [image({ anchor: 'right', leftDots: 568, bitmap: black(8, 2) })] };
  const job = encode(page, 'P3', ID, storedPictures([{ ...page, bands: [held] }]));
  expect(job.ok && hex(Buffer.concat(job.value.commands))).toContain('1d76300001000200ffff');
  const fallen = encode(page, 'P3', ID);
  const calibrated = encode(page, 'P2', ID);
  expect(fallen).toEqual(calibrated);
});

test('names of stored pictures follow from their dots, and their whole from one hash', () => {
  const page = (height: number) => ({ widthDots: 576, heightDots: 99, bands: [image({ bitmap: black(8, height) })] });
  const [one, same, other] = [storedPictures([page(1)]), storedPictures([page(1), page(1)]), storedPictures([page(2)])];
  expect([same.keys, same.contentHash]).toEqual([one.keys, one.contentHash]);
  expect(other.keys).not.toEqual(one.keys);
  expect(other.contentHash).not.toBe(one.contentHash);
});

test('a picture whose mere size reads like a real-time command is not stored, and sent like any other', () => {
  // 49 bytes times 21 rows and eleven more are 10 04 in the head of GS ( L.
  const page = { widthDots: 576, heightDots: 21, bands: [image({ bitmap: black(392, 21) }), image({ topDots: 21 })] };
  const { commands, keys } = storedPictures([page]);
  expect(commands.filter(hasLookAlike).map(hex)).toEqual([]);
  expect(keys).toHaveLength(1);
  expect(encode(page, 'P3', ID, storedPictures([page])).ok).toBe(true);
});

test('low baud: letters as columns and digits as characters share a line', () => {
  const bitmap = createBitmap(576, 25);
  blacken(bitmap, { left: 300, top: 0, right: 302, bottom: 2 });
  const band: Band = { kind: 'composed', topDots: 0, bitmap, cellTopDots: 1, texts: [{ leftDots: 24, text: '12/7' }], times: 1 };
  expect(bytesOf([band], 25, 'P4')).toBe(
    plain(
      `${PROLOGUE} 1b242c01 1d76300001000100 c0 1b241800 31322f37 1b242c01 1b2a210200 800000 800000 1b4a18 1d564200 ${EPILOGUE}`,
    ),
  );
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
  expect(frameClean(image({ leftDots: 8, bitmap }), 576)).toBeNull();
});
