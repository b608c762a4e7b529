import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { createPrinter, loadTypesetter, picturesOf, provision } from '../../src/devices/printer/index.ts';
import { VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import { isolateLtr } from '../../src/domain/bidi.ts';
import { composeStatusReceipt } from '../../src/main/printing/status-receipt.ts';
import { readProvisioningRecord, receiptVocabulary } from '../../src/main/printing/vocabulary.ts';
import { catalog, CONFIG, NOW, TRANSACTION } from '../harness/fakes.ts';

const ASSETS = { fontDirectory: CHECKOUT.receiptFonts, emblemFile: join(CHECKOUT.assets, 'art/emblem.svg') };
const vocabulary = receiptVocabulary(CONFIG, catalog, ['ar', 'en']);

const receipt = composeStatusReceipt(
  {
    language: 'ar',
    answer: {
      transactionRef: 'ref',
      asOf: NOW.toISOString(),
      stale: false,
      transaction: { ...TRANSACTION, status: 'under_procedure' },
    },
    identity: { kind: 'national_id', masked: isolateLtr('•••••••672') },
    receipt: {
      receiptNumber: 'RH-1448-000123',
      verificationCode: 'K7QX-29FM',
      issuedAt: NOW.toISOString(),
      qrPayload: 'https://verify.emirate.example/r/RH-1448-000123',
    },
  },
  CONFIG,
  catalog,
);

test('the vocabulary holds headings and states, and no number, date, mask or code', () => {
  const texts = JSON.stringify(vocabulary).replaceAll(CONFIG.kioskId, '');
  expect(texts).toContain('تحت الإجراء');
  expect(texts).toContain('إيصال بحالة المعاملة');
  expect(texts).not.toMatch(/[0-9]|•/);
});

test('a printer filled with it prints the kiosk’s own receipt with half of the bytes, dot for dot the same', async () => {
  const device = new VirtualPrinter();
  const pictures = picturesOf(vocabulary, await loadTypesetter(ASSETS), 576, 'P3');
  if (!pictures.ok) throw new Error(pictures.fault);
  const filled = await provision(() => device.connect(), pictures.value);
  if (!filled.ok) throw new Error(filled.fault);
  const print = async (profile: 'P2' | 'P3') => {
    const printer = createPrinter({
      connect: () => device.connect(),
      assets: ASSETS,
      widthDots: 576,
      profile,
      provisioning: { vocabulary, record: filled.value },
    });
    await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5_000 });
    const report = await printer.print(receipt);
    await printer.close();
    return report;
  };
  const plain = await print('P2');
  const short = await print('P3');
  expect([plain.outcome, short.outcome]).toEqual(['printed', 'printed']);
  expect(short.bytes).toBeLessThan(plain.bytes * 0.6);
  const [first, second] = device.pages.slice(-2);
  expect(Buffer.from(second!.data).equals(Buffer.from(first!.data))).toBe(true);
});

test('a record that is none, or that is not there, is said in one line', () => {
  const directory = mkdtempSync(join(tmpdir(), 'raha-record-'));
  const file = join(directory, 'record.json');
  writeFileSync(file, '{"serialNumber":"X"}');
  expect(readProvisioningRecord(file)).toEqual({ ok: false, fault: 'is no record of a filled printer' });
  writeFileSync(file, '{"serialNumber":"X","contentHash":"abc"}');
  expect(readProvisioningRecord(file)).toEqual({ ok: true, value: { serialNumber: 'X', contentHash: 'abc' } });
  rmSync(directory, { recursive: true });
  expect(readProvisioningRecord(file)).toEqual({ ok: false, fault: "can't be read" });
});
