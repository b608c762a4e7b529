import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadEscpos, loadNodeEscpos } from '../../bench/peers/libraries.ts';
import { connectorFor, escposAdapter, layOut } from '../../src/devices/printer/index.ts';
import { createBitmap, differentDots, stamp } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { encodePng, VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, typesetter } from '../unit/printer-documents.ts';

const isInstalled = existsSync('bench/peers/node_modules/.package-lock.json');
if (!isInstalled) {
  console.warn('SKIPPED: printing with escpos and @node-escpos needs bench/peers (npm run bench -- receipt installs it)');
}

const directory = mkdtempSync(join(tmpdir(), 'raha-interop-'));
afterAll(() => rmSync(directory, { recursive: true }));
const page = layOut(arabicReceipt, typesetter, 576);
if (!page.ok) throw new Error(page.fault);
const picture = drawPage(page.value);
const pictureFile = join(directory, 'receipt.png');
writeFileSync(pictureFile, encodePng(picture));

/** Prints over TCP. Returns how many dots of the paper differ from the picture. */
async function wrongDots(print: (adapter: ReturnType<typeof escposAdapter>) => Promise<void>): Promise<number> {
  const device = new VirtualPrinter({ receiveBufferBytes: 4096 });
  const server = await device.startTcp();
  const line = await connectorFor(server.url)();
  if (!line.ok) throw new Error(line.fault);
  const adapter = escposAdapter(line.value);
  await print(adapter);
  await new Promise<void>((resolve) => adapter.close(() => resolve()));
  await expect.poll(() => device.pages.length, { timeout: 5000 }).toBe(1);
  const paper = device.pages[0]!;
  const sheet = createBitmap(576, paper.heightDots);
  stamp(sheet, picture, 0, 0);
  await server.close();
  return differentDots(paper, sheet);
}

describe.runIf(isInstalled)('printers of other libraries', () => {
  test('escpos prints through our line', async () => {
    const escpos = loadEscpos();
    const wrong = await wrongDots(async (adapter) => {
      const image = await new Promise<object>((resolve) => escpos.Image.load(pictureFile, 'image/png', resolve));
      await new Promise<void>((resolve) => new escpos.Printer(adapter, {}).raster(image).cut().flush(resolve));
    });
    expect(wrong).toBe(0);
  });

  test('@node-escpos prints through our line', async () => {
    const nodeEscpos = loadNodeEscpos();
    const wrong = await wrongDots(async (adapter) => {
      const image = await nodeEscpos.Image.load(pictureFile, 'image/png');
      await new nodeEscpos.Printer(adapter, {}).raster(image).cut().flush();
    });
    expect(wrong).toBe(0);
  });
});

test('a broken line is an error to them, not a success', async () => {
  const device = new VirtualPrinter();
  const line = await device.connect();
  if (!line.ok) throw new Error(line.fault);
  device.inject('cable_cut');
  const error = await new Promise((resolve) => escposAdapter(line.value).write(Uint8Array.of(1), resolve));
  expect(error).toBeInstanceOf(Error);
});
