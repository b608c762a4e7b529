import { afterEach, expect, test, vi } from 'vitest';
import {
  createPrinter,
  picturesOf,
  provision,
  type Printer,
  type Provisioning,
  type ProvisioningRecord,
} from '../../src/devices/printer/index.ts';
import { differentDots } from '../../src/devices/printer/layout/bitmap.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { ASSETS, referenceReceipt, referenceVocabulary, typesetter } from './printer-documents.ts';

const LIMITS = { jobTimeoutMs: 3000, clearTimeoutMs: 500 };
const drawn = picturesOf([referenceVocabulary], typesetter, 576, 'P3');
if (!drawn.ok) throw new Error(drawn.fault);
const pictures = drawn.value;
const opened: Printer[] = [];
afterEach(async () => {
  for (const printer of opened.splice(0)) await printer.close();
});

async function printerAt(device: VirtualPrinter, record: ProvisioningRecord, profile: 'P3' | 'P4' = 'P3'): Promise<Printer> {
  const provisioning: Provisioning = { record, vocabulary: [referenceVocabulary] };
  const printer = createPrinter({ connect: () => device.connect(), assets: ASSETS, widthDots: 576, profile, limits: LIMITS, provisioning });
  opened.push(printer);
  await printer.warmUp();
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  return printer;
}

async function provisioned(options: VirtualPrinterOptions = { serialNumber: 'S-1' }) {
  const device = new VirtualPrinter(options);
  const record = await provision(() => device.connect(), pictures);
  if (!record.ok) throw new Error(record.fault);
  device.forget();
  return { device, record: record.value };
}

test('a printer is filled, says that it holds everything, and its number is written down', async () => {
  const { device, record } = await provisioned();
  expect(record).toEqual({ serialNumber: 'S-1', contentHash: pictures.contentHash });
  expect(device.storedKeys).toHaveLength(pictures.keys.length);
});

test('a provisioned printer prints the receipt from its memory: a third of the bytes, the same paper', async () => {
  const { device, record } = await provisioned();
  const printer = await printerAt(device, record);
  const report = await printer.print(referenceReceipt);
  expect(report.outcome).toBe('printed');
  expect(report.bytes).toBeLessThanOrEqual(10_800);
  const plain = new VirtualPrinter();
  const other = createPrinter({ connect: () => plain.connect(), assets: ASSETS, widthDots: 576, profile: 'P1', limits: LIMITS });
  opened.push(other);
  await vi.waitFor(() => expect(other.state).toBe('ready'));
  await other.print(referenceReceipt);
  expect(device.pages[0]!.heightDots).toBe(plain.pages[0]!.heightDots);
  expect(differentDots(device.pages[0]!, plain.pages[0]!)).toBeLessThan(200);
});

test('more pictures than one answer names are listed to the end', async () => {
  const many = picturesOf(
    [{ ...referenceVocabulary, items: Array.from({ length: 70 }, (_item, index) => ({ kind: 'text', style: 'note', align: 'start', text: 'م'.repeat(index + 1) }) as const) }],
    typesetter,
    576,
    'P3',
  );
  if (!many.ok) throw new Error(many.fault);
  const device = new VirtualPrinter();
  expect((await provision(() => device.connect(), many.value)).ok).toBe(true);
  expect(device.storedKeys.length).toBe(many.value.keys.length);
  expect(many.value.keys.length).toBeGreaterThan(60);
});

/** Whether a receipt was sent as to a calibrated printer, and came out whole. */
async function fallsBack(device: VirtualPrinter, record: ProvisioningRecord): Promise<boolean> {
  const printer = await printerAt(device, record);
  const report = await printer.print(referenceReceipt);
  const bytes = Buffer.from(device.receivedBytes);
  return report.outcome === 'printed' && report.bytes > 20_000 && !bytes.includes(Buffer.from('1d284c06003045', 'hex'));
}

test('another printer in its place is sent the pictures themselves', async () => {
  const { record } = await provisioned();
  const { device: other } = await provisioned({ serialNumber: 'S-2' });
  expect(await fallsBack(other, record)).toBe(true);
});

test('a memory somebody has emptied is not trusted', async () => {
  const { device, record } = await provisioned();
  const line = await device.connect();
  if (line.ok) await line.value.write(Buffer.from('1d284c05003041434c52', 'hex'));
  expect(await fallsBack(device, record)).toBe(true);
});

test('a memory of another version of the texts is not trusted', async () => {
  const { device, record } = await provisioned();
  expect(await fallsBack(device, { ...record, contentHash: '0'.repeat(64) })).toBe(true);
});

test('a printer that does not list what it holds is not trusted', async () => {
  const device = new VirtualPrinter({ serialNumber: 'S-1', quirks: ['no_stored_pictures'] });
  expect(await fallsBack(device, { serialNumber: 'S-1', contentHash: pictures.contentHash })).toBe(true);
});

test('pictures survive a power cut, and are asked for anew', async () => {
  const { device, record } = await provisioned();
  const printer = await printerAt(device, record);
  device.inject('power_cut');
  await vi.waitFor(() => expect(printer.state).toBe('offline'));
  device.restore();
  await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });
  expect((await printer.print(referenceReceipt)).bytes).toBeLessThanOrEqual(10_800);
});

test('low baud prints from memory and with its own digits', async () => {
  const lowBaud = picturesOf([referenceVocabulary], typesetter, 576, 'P4');
  if (!lowBaud.ok) throw new Error(lowBaud.fault);
  const device = new VirtualPrinter();
  const record = await provision(() => device.connect(), lowBaud.value);
  if (!record.ok) throw new Error(record.fault);
  const printer = await printerAt(device, record.value, 'P4');
  expect(await printer.print(referenceReceipt)).toMatchObject({ outcome: 'printed' });
  expect((await printer.print(referenceReceipt)).bytes).toBeLessThanOrEqual(7300);
});

test.each([
  ['no serial number', { quirks: ['no_identity'] }, 'no_serial_number'],
  ['no list of pictures', { quirks: ['no_stored_pictures'] }, 'no_list'],
] as const)('a printer with %s is not filled', async (_what, options, expected) => {
  const device = new VirtualPrinter(options);
  expect(await provision(() => device.connect(), pictures)).toEqual({ ok: false, fault: expected });
  expect(device.storedKeys).toHaveLength(0);
});
