import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PNG } from 'pngjs';
import type { Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { encodePng } from '../../src/devices/virtual/printer/index.ts';
import { bytes, dots, opened } from './virtual-printer-line.ts';

async function print(hex: string): Promise<Bitmap> {
  const { printer, send } = await opened();
  await send(`1b40 1d50cbcb ${hex}`);
  return printer.strip;
}

test('GS v 0 prints its rows and feeds exactly them', async () => {
  const strip = await print('1d76300002000200 8001 0180');
  expect(dots(strip)).toEqual(['0,0', '15,0', '7,1', '8,1']);
  expect(strip.heightDots).toBe(2);
});

test('modes 1, 2 and 3 double in width, height and both', async () => {
  expect(dots(await print('1d76300101000100 40'))).toEqual(['2,0', '3,0']);
  expect(dots(await print('1d76300201000100 40'))).toEqual(['1,0', '1,1']);
  expect(dots(await print('1d76300301000100 40'))).toEqual(['2,0', '3,0', '2,1', '3,1']);
});

test('alignment, margin and area place a raster', async () => {
  expect(dots(await print('1b6101 1d76300001000100 80'))).toEqual(['284,0']);
  expect(dots(await print('1b6102 1d76300001000100 80'))).toEqual(['568,0']);
  expect(dots(await print('1d4c1000 1d76300001000100 80'))).toEqual(['16,0']);
  expect(dots(await print('1d572000 1b6102 1d76300001000100 80'))).toEqual(['24,0']);
});

test('dots beyond the paper are lost', async () => {
  expect(dots(await print(`1d7630004a000100 ${'00'.repeat(72)}ffff`))).toEqual([]);
});

test('feeds count in the units of GS P; without it they come out halved', async () => {
  expect((await print('1b4a50')).heightDots).toBe(80);
  const { printer, send } = await opened();
  await send('1b40 1b4a50');
  expect(printer.strip.heightDots).toBe(40);
});

test('ESC * columns wait in the line at ESC $ and come out with the feed', async () => {
  const strip = await print('1b240a00 1b2a210200 800001 000080 1b4a1e');
  expect(dots(strip)).toEqual(['10,0', '11,16', '10,23']);
  expect(strip.heightDots).toBe(30);
});

test('a raster in the middle of a waiting line is read and not printed', async () => {
  const strip = await print('1b2a210100 800000 1d76300001000100 ff 1b4a18');
  expect(dots(strip)).toEqual(['0,0']);
});

test('text and ESC d take lines of paper', async () => {
  const strip = await print('4142 0a 1b6402');
  expect(strip.heightDots).toBe(34 * 3);
  expect(dots(strip).length).toBeGreaterThan(100);
  expect((await print('1d2111 41 0a')).heightDots).toBe(48);
});

test('a cut ends a page', async () => {
  const { printer, send } = await opened();
  await send('1b40 1d50cbcb 1b4a0a 1d564205 1b4a07 1d5600');
  expect(printer.pages.map(({ heightDots }) => heightDots)).toEqual([15, 7]);
  printer.forget();
  expect([printer.pages.length, printer.receivedBytes.length]).toEqual([0, 0]);
});

test('unknown commands and stored pictures it does not have print nothing', async () => {
  expect(dots(await print('1c700100 1b7a 1d4200 07 00'))).toEqual([]);
});

test('DLE EOT is answered at once, also inside a picture and while the paper is out', async () => {
  const { printer, send } = await opened();
  expect(await send('100401 100402 100403 100404')).toBe('12121212');
  expect(await send('1d76300003000100 100401')).toBe('12');
  printer.inject('paper_end');
  expect(await send('100401 100402 100403 100404')).toBe('1a321272');
  printer.restore();
  printer.inject('cover_open');
  printer.inject('paper_near_end');
  expect(await send('100401 100402 100404')).toBe('1a161e');
});

test('reports come by themselves once asked for, on change only', async () => {
  const { printer, send } = await opened();
  printer.inject('paper_near_end');
  expect(await send('')).toBe('');
  expect(await send('1d610e')).toBe('10000300');
  expect(await send('1b4a05')).toBe('');
  printer.inject('cover_open');
  expect(await send('')).toBe('38000300');
  printer.restore();
  expect(await send('')).toBe('10000000');
  await send('1b40');
  printer.inject('paper_end');
  expect(await send('')).toBe('');
});

test('questions in order are answered when reached, not before', async () => {
  const { printer, send } = await opened();
  expect(await send('1d7201 1d4944 1d28480600 3030 41424344')).toBe('005f56303030303030310037224142434400');
  printer.inject('paper_end', { afterRows: 5 });
  expect(await send('1d50cbcb 1b4a0a 1d28480600 3030 41424344')).toBe('');
  expect(printer.strip.heightDots).toBe(5);
  printer.restore();
  expect(await send('')).toBe('37224142434400');
  expect(printer.strip.heightDots).toBe(10);
});

test('DLE DC4 8 empties the buffer in the middle of a picture and says so', async () => {
  const { printer, send } = await opened();
  printer.inject('offline');
  await send('1d50cbcb 1b4a0a 1d76300048001000 ffff');
  expect(await send('10140801031401060208')).toBe('372500');
  printer.restore();
  await send('1d50cbcb 1b4a03');
  expect(printer.strip.heightDots).toBe(3);
});

test('a silent printer prints and says nothing', async () => {
  const { printer, send } = await opened();
  printer.inject('silent');
  expect(await send('1d50cbcb 1d61ff 100401 1b4a0a 1d28480600 3030 41424344')).toBe('');
  expect(printer.strip.heightDots).toBe(10);
});

test('a stuck knife keeps the page until it is freed', async () => {
  const { printer, send } = await opened();
  printer.inject('cutter');
  await send('1d50cbcb 1b4a0a 1d5600 1b4a05');
  expect(await send('100401 100403')).toBe('1a1a');
  expect([printer.pages.length, printer.strip.heightDots]).toEqual([0, 10]);
  printer.restore('cutter');
  expect([printer.pages.length, printer.strip.heightDots]).toEqual([1, 5]);
});

test('a full buffer makes the sender wait', async () => {
  const { printer, line } = await opened({ receiveBufferBytes: 64 });
  printer.inject('offline');
  const written = line.write(new Uint8Array(65));
  expect(await Promise.race([written, sleep(5, 'waiting')])).toBe('waiting');
  printer.restore();
  expect(await written).toEqual({ ok: true, value: null });
});

test('at a given speed the paper takes its time', async () => {
  const { printer, line } = await opened({ speedMmPerSecond: 100 });
  const startedAt = performance.now();
  const answered = new Promise((resolve) => line.onData(resolve));
  await line.write(bytes('1d50cbcb 1b4a50 1d7201'));
  expect(printer.strip.heightDots).toBeLessThan(80);
  await answered;
  // 80 dots are 10 mm.
  expect(performance.now() - startedAt).toBeGreaterThan(85);
  expect(printer.strip.heightDots).toBe(80);
});

test('a cut cable ends every line and refuses new ones until it is mended', async () => {
  const { printer, line } = await opened();
  const lost = new Promise<void>((resolve) => line.onLost(resolve));
  printer.inject('cable_cut');
  await lost;
  expect(await line.write(bytes('00'))).toEqual({ ok: false, fault: 'lost' });
  expect(await printer.connect()).toEqual({ ok: false, fault: 'unreachable' });
  printer.restore();
  expect((await printer.connect()).ok).toBe(true);
});

const command = fc.oneof(
  fc.constantFrom('1b40', '1d5000', '1d50ff01', '1b64ff', '1b4aff', '1d7630', '1d286b', '1b2a21', '1d4cffff', '1d57ffff'),
  fc.constantFrom('1d286b0300314351', '1d286b0300315130', '1d286b0a00315030', '1d21ff', '1d564200', '10140801031401060208'),
  fc.uint8Array({ maxLength: 40 }).map((noise) => Buffer.from(noise).toString('hex')),
);

test('no bytes can bring it down or fill the memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
      const { printer, send } = await opened();
      await send(commands.join(''));
      expect(printer.strip.heightDots).toBeLessThanOrEqual(40_000);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('the picture of the paper is a true PNG', async () => {
  const strip = await print('1d76300002000200 8001 0180');
  const { width, height, data } = PNG.sync.read(encodePng(strip));
  expect([width, height]).toEqual([576, 2]);
  expect([data[0], data[4], data[15 * 4]]).toEqual([0, 255, 0]);
});
