import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Provisioning } from '../devices/printer/index.ts';
import type { DeviceSetup } from '../devices/process-messages.ts';
import type { Catalog } from './catalog.ts';
import type { KioskConfig } from './config.ts';
import { readProvisioningRecord, receiptVocabulary } from './printing/vocabulary.ts';

/** What a receipt printer prints across, by the width of its paper in mm. */
export const PAPER_WIDTH_DOTS = { 80: 576, 58: 384 } as const;

/** What the printer's memory was filled with, and the record of it; null where it was not, or where that can't be read. */
export function provisioningOf(config: KioskConfig, catalog: Catalog): Provisioning | null {
  const { profile, provisioningFile } = config.printer;
  if (provisioningFile === null || (profile !== 'P3' && profile !== 'P4')) return null;
  const record = readProvisioningRecord(provisioningFile);
  if (record.ok) return { record: record.value, vocabulary: receiptVocabulary(config, catalog, config.languages) };
  process.stderr.write(`${provisioningFile}: ${record.fault}; receipts are printed without the printer's memory\n`);
  return null;
}

/** What the device process is told when it begins. */
export function deviceSetup(
  { identityDocuments, printer, reader }: KioskConfig,
  files: { readonly assets: string; readonly receiptFonts: string },
  found: Pick<DeviceSetup['printer'], 'address' | 'hasUnfinishedJob' | 'provisioning'>,
): DeviceSetup {
  return {
    reader,
    documents: identityDocuments,
    printer: {
      ...found,
      widthDots: PAPER_WIDTH_DOTS[printer.paperWidthMm],
      profile: printer.profile,
      believesProcessId: printer.believesProcessId,
      waitForPaperMs: printer.waitForPaperSeconds * 1000,
    },
    files: { receiptFonts: files.receiptFonts, emblem: join(files.assets, 'art/emblem.svg') },
  };
}

/** `file:///dev/usb/lp0` is the path of a device for the printer room, everything else stays a URL. */
export function printerAddress({ printer: { address } }: KioskConfig): string {
  return address.startsWith('file:') ? fileURLToPath(address) : address;
}
