import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import type { ReceiptDocument } from '../src/domain/receipt.ts';
import {
  encode,
  layOut,
  lettersOf,
  loadTypesetter,
  picturesOf,
  PROFILES,
  staticLinesOf,
  type EncodedJob,
  type Profile,
  type StoredPictures,
  type Typesetter,
} from '../src/devices/printer/index.ts';
import { encodePng, VirtualPrinter } from '../src/devices/virtual/printer/index.ts';
import { CHECKOUT } from './checkout.ts';
import { outFolder } from './out-folder.ts';
import { readReceiptDocument } from './receipt-document.ts';

const RECEIPT: Command = {
  call: 'npm run receipt',
  takes: '--input FILE|reference [--profile P0..P4] [--vocabulary FILE] [--out DIR] [--json]',
  does: `Turns a receipt document into the bytes of a print job (receipt.bin) and a picture of the paper they make (receipt.png), in
DIR (out/receipt). P3 and P4 print pictures from the printer's memory: the lines of the vocabulary, a receipt document of
what is the same for everybody; without one, the lines of the input that nothing was inserted into. What fills the memory,
once per printer, is written too (provisioning.bin).`,
};
const PAPER_DOTS = 576;
/** CPU time is the median of so many runs after as many to warm up. */
const RUNS = 15;
const FIXTURES = join(import.meta.dirname, '../tests/fixtures');
const REFERENCE = {
  input: join(FIXTURES, 'reference-receipt.json'),
  vocabulary: join(FIXTURES, 'reference-vocabulary.json'),
} as const;
const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;

interface Options {
  readonly inputFile: string;
  readonly vocabularyFile: string | null;
  readonly profile: Profile;
  readonly out: string;
  readonly json: boolean;
}

function options(): Options {
  const { values } = readArguments(RECEIPT, {
    options: {
      input: { type: 'string' },
      profile: { type: 'string', default: 'P1' },
      vocabulary: { type: 'string' },
      out: { type: 'string', default: 'out/receipt' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.input === undefined) throw new BadInput('--input FILE or --input reference is missing');
  const profile = PROFILES.find((known) => known === values.profile);
  if (profile === undefined) throw new BadInput(`profile ${values.profile} is unknown: expected ${PROFILES.join(', ')}`);
  const isReference = values.input === 'reference';
  return {
    inputFile: isReference ? REFERENCE.input : values.input,
    vocabularyFile: values.vocabulary ?? (isReference ? REFERENCE.vocabulary : null),
    profile,
    out: values.out,
    json: values.json,
  };
}

/** What a job is made with, beyond the document. */
interface Making {
  readonly typesetter: Typesetter;
  readonly profile: Profile;
  /** What the printer holds; null below P3. */
  readonly stored: StoredPictures | null;
}

function storedFor(document: ReceiptDocument, typesetter: Typesetter, { profile, vocabularyFile }: Options): StoredPictures | null {
  if (profile !== 'P3' && profile !== 'P4') return null;
  const vocabulary = vocabularyFile === null ? staticLinesOf(document) : readReceiptDocument(vocabularyFile);
  const stored = picturesOf([vocabulary], typesetter, PAPER_DOTS, profile);
  if (!stored.ok) throw new BadInput(`the vocabulary can't be printed: ${stored.fault}`);
  return stored.value;
}

function make(document: ReceiptDocument, { profile, stored, typesetter }: Making): EncodedJob {
  const page = layOut(document, typesetter, PAPER_DOTS, lettersOf(profile));
  const job = page.ok ? encode(page.value, profile, PROCESS_ID, stored) : page;
  if (!job.ok) throw new BadInput(`the receipt can't be printed: ${job.fault}`);
  return job.value;
}

/** Milliseconds of CPU that laying out and encoding takes once everything is loaded: the median of several runs. */
function cpuMsOf(document: ReceiptDocument, making: Making): number {
  const runs = Array.from({ length: 2 * RUNS }, () => {
    const before = process.cpuUsage();
    make(document, making);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  const warm = runs.slice(RUNS).sort((a, b) => a - b);
  return Number((warm[Math.floor(RUNS / 2)] ?? 0).toFixed(1));
}

async function paperOf(bytes: Uint8Array, provisioning: Uint8Array): Promise<Buffer> {
  const printer = new VirtualPrinter({ widthDots: PAPER_DOTS });
  const line = await printer.connect();
  if (line.ok) {
    await line.value.write(provisioning);
    await line.value.write(bytes);
  }
  const [page] = printer.pages;
  if (page === undefined) throw new Error('the job does not end with a cut');
  return encodePng(page);
}

async function print(): Promise<void> {
  const chosen = options();
  const document = readReceiptDocument(chosen.inputFile);
  const typesetter = await loadTypesetter({
    fontDirectory: CHECKOUT.receiptFonts,
    emblemFile: join(CHECKOUT.assets, 'art/emblem.svg'),
  });
  const stored = storedFor(document, typesetter, chosen);
  const making = { typesetter, stored, profile: chosen.profile };
  const job = Buffer.concat(make(document, making).commands);
  const memory = Buffer.concat(stored?.commands ?? []);
  const inOut = (name: string): string => join(chosen.out, name);
  const [file, picture] = [inOut('receipt.bin'), inOut('receipt.png')];
  const provisioning = stored === null ? null : inOut('provisioning.bin');
  outFolder(chosen.out);
  writeFileSync(file, job);
  writeFileSync(picture, await paperOf(job, memory));
  rmSync(inOut('provisioning.bin'), { force: true });
  if (provisioning !== null) writeFileSync(provisioning, memory);
  const result = { bytes: job.length, cpuMs: cpuMsOf(document, making), file, picture, provisioning };
  const files = [file, picture, ...(provisioning === null ? [] : [provisioning])].join(', ');
  console.log(
    chosen.json ? JSON.stringify(result) : `${String(result.bytes)} bytes, ${String(result.cpuMs)} ms CPU: ${files}`,
  );
}

await run(RECEIPT, print);
