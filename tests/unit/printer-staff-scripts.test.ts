import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { profileFor } from '../../src/devices/printer/calibration-answers.ts';
import { calibrationSheet } from '../../src/devices/printer/index.ts';
import { isBlack, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { encodePng, VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { typesetter } from './printer-documents.ts';

const directory = mkdtempSync(join(tmpdir(), 'raha-staff-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs a script beside this process, which may hold the printer it talks to. */
function script(name: string, args: readonly string[], input = ''): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [`scripts/${name}.ts`, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

async function sheetOn(options: VirtualPrinterOptions): Promise<Bitmap> {
  const device = new VirtualPrinter(options);
  const line = await device.connect();
  if (!line.ok) throw new Error(line.fault);
  const { closing, commands } = calibrationSheet(typesetter, 576);
  await line.value.write(Buffer.concat([...commands, ...closing]));
  expect(device.pages).toHaveLength(1);
  return device.pages[0]!;
}

/** How many rows have ink at the far right and none at the left: the lower steps of a good staircase. */
const rowsOnlyRight = (sheet: Bitmap): number => {
  let rows = 0;
  for (let y = 0; y < sheet.heightDots; y += 1) {
    let left = false;
    for (let x = 0; x < 500 && !left; x += 1) left = isBlack(sheet, x, y);
    if (!left && isBlack(sheet, 560, y)) rows += 1;
  }
  return rows;
};

test('the calibration sheet shows whether a printer honours positions', async () => {
  const good = await sheetOn({});
  const clone = await sheetOn({ quirks: ['ignores_position'] });
  expect(rowsOnlyRight(good)).toBe(12);
  expect(rowsOnlyRight(clone)).toBe(0);
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync('tests/goldens/paper/calibration.png', encodePng(good));
  expect(encodePng(good).equals(readFileSync('tests/goldens/paper/calibration.png'))).toBe(true);
});

test('on 58 mm paper the sheet is printed too', () => {
  expect(Buffer.concat(calibrationSheet(typesetter, 384).commands).length).toBeGreaterThan(5000);
});

test.each([
  [[true, true, true, true], 'P4'],
  [[true, true, true, false], 'P3'],
  [[false, true, true, true], 'P1'],
  [[true, false, true, true], 'P0'],
  [[false, false, false, false], 'P0'],
  [[], 'P0'],
] as const)('answers %j allow %s', (answers, profile) => {
  expect(profileFor(answers)).toBe(profile);
});

test('the calibration command prints over the network and asks', async () => {
  const device = new VirtualPrinter({ speedMmPerSecond: 500 });
  const door = await device.startTcp();
  const { code, stdout } = await script('printer-calibrate', ['--address', door.url], 'y\nyes\nنعم\ny\n');
  expect([code, device.pages.length]).toEqual([0, 1]);
  expect(stdout).toContain('may have profile P2, P3 or P4');
  expect(stdout).not.toContain('believesProcessId');
  await door.close();
}, 20_000);

test('the calibration command finds a printer that confirms what it has not printed, however small its buffer', async () => {
  const device = new VirtualPrinter({ speedMmPerSecond: 250, receiveBufferBytes: 4096, quirks: ['answers_early'] });
  const door = await device.startTcp();
  const { code, stdout } = await script('printer-calibrate', ['--address', door.url], 'y\ny\ny\ny\n');
  expect([code, stdout.includes('"believesProcessId": false')]).toEqual([0, true]);
  await door.close();
}, 20_000);

test('the calibration command says why no sheet came out', async () => {
  const device = new VirtualPrinter();
  device.inject('cover_open');
  const door = await device.startTcp();
  const { code, stderr } = await script('printer-calibrate', ['--address', door.url]);
  expect([code, stderr.trim()]).toEqual([2, 'printer:calibrate: the sheet did not come out: cover_open']);
  await door.close();
}, 20_000);

test('the provisioning command fills a printer and writes down which', async () => {
  const device = new VirtualPrinter({ serialNumber: 'KIOSK-9' });
  const door = await device.startTcp();
  const record = join(directory, 'record.json');
  const args = ['--vocabulary', 'tests/fixtures/reference-vocabulary.json', '--record', record];
  const { code, stdout } = await script('printer-provision', ['--address', door.url, ...args]);
  expect([code, stdout]).toEqual([0, `19 pictures are in printer KIOSK-9: ${record}\n`]);
  expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ serialNumber: 'KIOSK-9' });
  expect(device.storedKeys).toHaveLength(19);
  expect(await script('printer-provision', ['--check', ...args])).toMatchObject({ code: 0 });
  writeFileSync(record, '{"serialNumber":"KIOSK-9","contentHash":"0"}');
  expect(await script('printer-provision', ['--check', ...args])).toMatchObject({ code: 1 });
  await door.close();
}, 30_000);

test.each([
  ['printer-calibrate', []],
  ['printer-calibrate', ['--address', 'tcp://127.0.0.1:9']],
  ['printer-calibrate', ['--out', '/tmp/x', '--paper', '70']],
  ['printer-provision', ['--record', 'x']],
  ['printer-provision', ['--address', 'tcp://127.0.0.1:9', '--record', 'x', '--vocabulary', 'none.json']],
  ['printer-provision', ['--profile', 'P2', '--record', 'x', '--vocabulary', 'x', '--address', 'x']],
])('%s %j ends with 2 and one line', async (name, args) => {
  const { code, stdout, stderr } = await script(name, args);
  expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
}, 20_000);
