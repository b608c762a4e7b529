import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import { readBoundedFile } from '../src/config-file/bounded-file.ts';
import type { ReceiptDocument } from '../src/domain/receipt.ts';
import {
  loadTypesetter,
  picturesOf,
  provision,
  type PaperWidth,
  type ProvisionFault,
} from '../src/devices/printer/index.ts';
import { loadCatalog } from '../src/main/catalog.ts';
import { readConfig } from '../src/main/config.ts';
import { receiptVocabulary } from '../src/main/printing/vocabulary.ts';
import { CHECKOUT } from './checkout.ts';
import { connectorOf } from './printer-address.ts';
import { readReceiptDocument } from './receipt-document.ts';

const PROVISION: Command = {
  call: 'npm run printer:provision',
  takes: '--config FILE [--check] | --address ADDRESS --vocabulary FILE --record FILE [--profile P3|P4] [--paper 80|58] [--check]',
  does: `Fills a printer's memory with the lines that are the same on every receipt, and writes down which printer holds what. With
--config: the kiosk's printer, its texts, its record. --check only says whether the record fits the texts, and exits 1 when it
doesn't. A vocabulary is a receipt document. It must hold nothing of a visitor: it stays in the printer for years. A printer
stands some ten fillings a day and thousands in its life.`,
};
const MAX_RECORD_BYTES = 100_000;
const DOTS = { 80: 576, 58: 384 } as const;
const REASONS: Readonly<Record<ProvisionFault, string>> = {
  not_ready: 'the printer is not there, or not ready: is there paper, is the cover closed?',
  no_serial_number: 'the printer gives no serial number, so its memory could not be told from another’s: stay with P2',
  no_list: 'the printer does not list its stored pictures, so nobody could know what it holds: stay with P2',
  broken_off: 'the line broke or the printer fell silent in the middle: look after it, then fill it again',
  not_stored: 'the printer did not keep the pictures: memory too small?',
};

interface Order {
  readonly check: boolean;
  readonly profile: 'P3' | 'P4';
  readonly record: string;
  readonly documents: readonly ReceiptDocument[];
  readonly address: string;
  readonly widthDots: PaperWidth;
}

function readOrder(): Order {
  const { values } = readArguments(PROVISION, {
    options: {
      config: { type: 'string' },
      address: { type: 'string' },
      vocabulary: { type: 'string' },
      record: { type: 'string' },
      profile: { type: 'string', default: 'P3' },
      paper: { type: 'string', default: '80' },
      check: { type: 'boolean', default: false },
    },
  });
  const { address, check, config, paper, profile, record, vocabulary } = values;
  if (config !== undefined) return orderOf(config, check);
  if (vocabulary === undefined || record === undefined) throw new BadInput('--config FILE, or --vocabulary FILE and --record FILE are needed');
  if (!check && address === undefined) throw new BadInput('--address is needed');
  if (paper !== '80' && paper !== '58') throw new BadInput('--paper must be 80 or 58');
  const documents = [readReceiptDocument(vocabulary)];
  return { check, profile: withMemory(profile), record, documents, address: address ?? '', widthDots: DOTS[paper] };
}

/** Everything as the kiosk itself would have it. */
function orderOf(file: string, check: boolean): Order {
  const config = readConfig(file);
  if (!config.ok) throw new BadInput(config.fault);
  const { printer } = config.value;
  if (printer.provisioningFile === null) throw new BadInput(`${file}: printer.provisioningFile names no file to write`);
  const catalog = loadCatalog(join(CHECKOUT.assets, 'locales'));
  return {
    check,
    profile: withMemory(printer.profile),
    record: printer.provisioningFile,
    documents: receiptVocabulary(config.value, catalog, config.value.languages),
    address: printer.address,
    widthDots: DOTS[printer.paperWidthMm],
  };
}

function withMemory(profile: string): 'P3' | 'P4' {
  if (profile !== 'P3' && profile !== 'P4') throw new BadInput('the profile must be P3 or P4: others use no memory');
  return profile;
}

async function fill(): Promise<void> {
  const { address, check, documents, profile, record, widthDots } = readOrder();
  const typesetter = await loadTypesetter({
    fontDirectory: CHECKOUT.receiptFonts,
    emblemFile: join(CHECKOUT.assets, 'art/emblem.svg'),
  });
  const pictures = picturesOf(documents, typesetter, widthDots, profile);
  if (!pictures.ok) throw new BadInput('the vocabulary holds text that cannot be printed');
  if (check) {
    const written = readRecord(record);
    const fits =
      typeof written === 'object' &&
      written !== null &&
      'contentHash' in written &&
      written.contentHash === pictures.value.contentHash;
    console.log(fits ? 'the record fits these texts' : 'the texts have changed: fill the printer again');
    process.exitCode = fits ? 0 : 1;
    return;
  }
  const result = await provision(connectorOf(address), pictures.value);
  if (!result.ok) throw new BadInput(REASONS[result.fault]);
  writeFileSync(record, `${JSON.stringify(result.value, null, 2)}\n`);
  console.log(`${String(pictures.value.keys.length)} pictures are in printer ${result.value.serialNumber}: ${record}`);
}

function readRecord(file: string): unknown {
  const text = readBoundedFile(file, MAX_RECORD_BYTES);
  if (!text.ok) throw new BadInput(`${file} ${text.fault}`);
  try {
    return JSON.parse(text.value.toString('utf8'));
  } catch {
    throw new BadInput(`${file} is no record of a printer`);
  }
}

await run(PROVISION, fill);
