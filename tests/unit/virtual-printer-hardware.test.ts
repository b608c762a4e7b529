import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { modelPrint, VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { bytes, dots, heard, opened } from './virtual-printer-line.ts';

async function print(hex: string, options: VirtualPrinterOptions = {}): Promise<string[]> {
  const { printer, send } = await opened(options);
  await send(`1b40 1d50cbcb ${hex}`);
  return dots(printer.strip);
}

const STORE = '1d284c0d00 3043 30 4142 01 10000100 31 8001';
const PRINT_STORED = '1d284c0600 3045 4142 01 01';

test('ESC $ places the next picture, once', async () => {
  expect(await print('1b240a00 1d76300001000100 80 1d76300001000100 80')).toEqual(['10,0', '0,1']);
});

test('a clone may ignore ESC $, or ESC a for pictures', async () => {
  expect(await print('1b240a00 1d76300001000100 80', { quirks: ['ignores_position'] })).toEqual(['0,0']);
  expect(await print('1b6102 1d76300001000100 80', { quirks: ['ignores_alignment'] })).toEqual(['0,0']);
});

test('pictures are stored by name, printed where things stand, doubled, listed, forgotten', async () => {
  expect(await print(`${STORE} ${PRINT_STORED}`)).toEqual(['0,0', '15,0']);
  expect(await print(`${STORE} 1b6102 1d284c0600 3045 4142 02 02`)).toEqual(['544,0', '545,0', '574,0', '575,0', '544,1', '545,1', '574,1', '575,1']);
  const { printer, send } = await opened();
  expect(await send(`${STORE} 1d284c0400 3040 4b43`)).toBe('377240414200');
  expect(await send(`1d284c0400 3042 4142 1d284c0400 3040 4b43`)).toBe('37724000');
  expect(await send(`${STORE} 1b40 1d284c0400 3040 4b43`)).toBe('377240414200');
  expect(printer.storedKeys).toEqual(['AB']);
  expect(await send(`1d284c0500 3041 434c52 ${PRINT_STORED} 1d284c0400 3040 4b43`)).toBe('37724000');
  expect(printer.strip.heightDots).toBe(0);
});

test('FS q stores column by column, FS p prints by number, and nothing where nothing is', async () => {
  const store = '1c7101 01000100 8000000000000001';
  expect(await print(`${store} 1c700100 1c700200`)).toEqual(['0,0', '7,7']);
});

test('GS ( L and GS 8 L: a picture is sent first and printed later', async () => {
  expect(await print('1d284c0b00 3070 30 01 01 31 08000100 80 1d284c0200 3032')).toEqual(['0,0']);
  expect(await print('1d384c0b000000 3070 30 01 01 31 08000100 80 1d284c0200 3032')).toEqual(['0,0']);
});

test('characters of the printer have shapes of their own, and stand on a line with columns', async () => {
  const alone = await print('1b240a00 31 1b4a18');
  expect(alone.length).toBeGreaterThan(40);
  const both = await print('1b240a00 31 1b246400 1b2a210100 ffffff 1b4a18');
  expect(both).toHaveLength(alone.length + 24);
  expect(await print('38 1b4a18')).not.toEqual(await print('33 1b4a18'));
});

test('the knife is above the head: what lies between belongs to the next page, unless it is fed', async () => {
  const { printer, send } = await opened({ knifeDots: 120 });
  await send('1b40 1d50cbcb 1d76300001000100 ff 1d564200 1d76300001000100 ff 1d5600');
  expect(printer.pages.map(({ heightDots }) => heightDots)).toEqual([1, 1]);
  expect(printer.strip.heightDots).toBe(120);
  expect(dots(printer.strip)).toHaveLength(8);
});

test('a power cut loses what was received, keeps the paper and the pictures', async () => {
  const { printer, send } = await opened();
  await send(`1b40 1d50cbcb ${STORE} 1d61ff 1b4a05 1d76300010000a00 ffff`);
  printer.inject('power_cut');
  expect(await printer.connect()).toEqual({ ok: false, fault: 'unreachable' });
  printer.restore();
  const line = await printer.connect();
  if (!line.ok) throw new Error(line.fault);
  const answers: number[] = [];
  line.value.onData((data) => answers.push(...data));
  await line.value.write(bytes(`1d50cbcb 1b4a03 ${PRINT_STORED}`));
  expect(printer.strip.heightDots).toBe(5 + 3 + 1);
  printer.inject('cover_open');
  await heard();
  expect(answers).toEqual([]);
});

test('a stalled printer takes nothing and says nothing, then goes on', async () => {
  const { printer, line, send } = await opened();
  printer.inject('stalled');
  const written = line.write(bytes('1b40 1d50cbcb 1b4a05 1d7201'));
  expect(await Promise.race([written, sleep(20, 'waiting')])).toBe('waiting');
  printer.restore();
  await written;
  expect(printer.strip.heightDots).toBe(5);
  await heard();
  expect(await send('1d7201')).toBe('00');
});

test('bytes take their time over a slow line', async () => {
  const { line, printer } = await opened({ baud: 19_200 });
  const startedAt = performance.now();
  await line.write(new Uint8Array(384));
  // 384 bytes of ten bits.
  expect(performance.now() - startedAt).toBeGreaterThan(180);
  expect(printer.receivedBytes).toHaveLength(384);
});

test('XOFF when the buffer fills, XON when it empties', async () => {
  const { line, printer, answers } = await opened({ receiveBufferBytes: 512, flowControl: 'xon_xoff' });
  printer.inject('paper_end');
  await line.write(new Uint8Array(450));
  await heard();
  expect(answers).toEqual([0x13]);
  printer.restore();
  await heard();
  expect(answers).toEqual([0x13, 0x11]);
});

test.each([
  ['no_process_id', '1d28480600 3030 41424344', ''],
  ['no_marks', '1d7201', ''],
  ['no_identity', '1d4944', ''],
  ['no_real_time', '100401', ''],
  ['no_clear', '10140801031401060208', ''],
  ['no_automatic_status', '1d61ff', ''],
  ['no_stored_pictures', '1d284c0400 3040 4b43', ''],
] as const)('a printer with %s leaves %s unanswered', async (quirk, question, answer) => {
  expect(await (await opened({ quirks: [quirk] })).send(question)).toBe(answer);
  expect(await (await opened()).send(question)).not.toBe('');
});

test('the model: a row comes out when it is there and the one before is done', () => {
  // 8 dots are a millimetre: at 125 mm/s a row takes one millisecond; 1000 bytes take a second.
  const slow = { bytesPerSecond: 1000, mmPerSecond: 125, isStoreAndForward: false };
  const job = bytes(`1d50cbcb 1d76300001000a00 ${'ff'.repeat(10)} 1d564200`);
  const printed = modelPrint(job, slow);
  expect(printed.firstInkMs).toBeCloseTo(14, 5);
  // 26 bytes on the line, then 120 rows to the knife.
  expect(printed.cutMs).toBeCloseTo(26 + 120, 5);
  expect(modelPrint(job, { ...slow, isStoreAndForward: true }).firstInkMs).toBeCloseTo(23, 5);
  expect(modelPrint(job, { ...slow, bytesPerSecond: 1e9 }).cutMs).toBeCloseTo(130, 1);
});

test('what a line of print brings about may end a fault, on a printer of any speed', async () => {
  for (const speedMmPerSecond of [undefined, 400]) {
    const printer = new VirtualPrinter(speedMmPerSecond === undefined ? {} : { speedMmPerSecond });
    const line = await printer.connect();
    if (!line.ok) throw new Error(line.fault);
    const reached: string[] = [];
    printer.whenAt({ row: 5 }, () => reached.push('row 5'));
    printer.whenAt({ line: 2 }, () => {
      reached.push('line 2');
      printer.inject('paper_end');
      printer.restore('paper_end');
    });
    await line.value.write(Buffer.from('first\nsecond\nthird\n\x1dV\x00'));
    await expect.poll(() => printer.pages.length).toBe(1);
    expect(reached).toEqual(['row 5', 'line 2']);
  }
});
