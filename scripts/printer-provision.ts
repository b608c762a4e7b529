import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  connectorFor,
  loadTypesetter,
  picturesOf,
  provision,
  type ProvisionFault,
} from '../src/devices/printer/index.ts';
import { CHECKOUT } from './checkout.ts';
import { BadDocument, readReceiptDocument } from './receipt-document.ts';

/**
 * Fills a printer's memory with the lines that are the same on every receipt, and writes down which printer holds what:
 *
 *   node scripts/printer-provision.ts --address tcp://10.0.0.7 --vocabulary FILE --record FILE [--profile P3|P4] [--paper 80|58]
 *   node scripts/printer-provision.ts --check --record FILE --vocabulary FILE ...   says whether the record fits the texts
 *
 * The vocabulary is a receipt document. It must hold nothing of a visitor: it stays in the printer for years. A printer
 * stands some ten fillings a day and thousands in its life.
 */
const DOTS = { 80: 576, 58: 384 } as const;
const REASONS: Readonly<Record<ProvisionFault, string>> = {
  not_ready: 'the printer is not there, or not ready: is there paper, is the cover closed?',
  no_serial_number: 'the printer gives no serial number, so its memory could not be told from another’s: stay with P2',
  no_list: 'the printer does not list its stored pictures, so nobody could know what it holds: stay with P2',
  not_stored: 'the printer did not keep the pictures: memory too small?',
};

/** Input a person can mend; its message is all they see. */
class BadInput extends Error {}

function options() {
  const { values } = parseArgs({
    options: {
      address: { type: 'string' },
      vocabulary: { type: 'string' },
      record: { type: 'string' },
      profile: { type: 'string', default: 'P3' },
      paper: { type: 'string', default: '80' },
      check: { type: 'boolean', default: false },
    },
  });
  const { address, check, paper, profile, record, vocabulary } = values;
  if (vocabulary === undefined || record === undefined) throw new BadInput('--vocabulary FILE and --record FILE are needed');
  if (!check && address === undefined) throw new BadInput('--address is needed');
  if (profile !== 'P3' && profile !== 'P4') throw new BadInput('--profile must be P3 or P4');
  if (paper !== '80' && paper !== '58') throw new BadInput('--paper must be 80 or 58');
  return { check, profile, record, vocabulary, address: address ?? '', widthDots: DOTS[paper] } as const;
}

async function run(): Promise<void> {
  const { address, check, profile, record, vocabulary, widthDots } = options();
  const typesetter = await loadTypesetter({
    fontDirectory: CHECKOUT.receiptFonts,
    emblemFile: join(CHECKOUT.assets, 'art/emblem.svg'),
  });
  const pictures = picturesOf([readReceiptDocument(vocabulary)], typesetter, widthDots, profile);
  if (!pictures.ok) throw new BadInput('the vocabulary holds text that cannot be printed');
  if (check) {
    const written: unknown = JSON.parse(readFileSync(record, 'utf8'));
    const fits =
      typeof written === 'object' &&
      written !== null &&
      'contentHash' in written &&
      written.contentHash === pictures.value.contentHash;
    console.log(fits ? 'the record fits these texts' : 'the texts have changed: fill the printer again');
    process.exitCode = fits ? 0 : 1;
    return;
  }
  const result = await provision(connectorFor(address), pictures.value);
  if (!result.ok) throw new BadInput(REASONS[result.fault]);
  writeFileSync(record, `${JSON.stringify(result.value, null, 2)}\n`);
  console.log(`${String(pictures.value.keys.length)} pictures are in printer ${result.value.serialNumber}: ${record}`);
}

try {
  await run();
} catch (error) {
  const isOptions = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof BadInput) && !(error instanceof BadDocument) && !isOptions) throw error;
  console.error(`printer-provision: ${error.message.split('\n')[0] ?? ''}`);
  process.exitCode = 2;
}
