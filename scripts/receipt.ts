import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ReceiptDocument } from '../src/domain/receipt.ts';
import { encode, layOut, loadTypesetter, type EncodedJob, type Typesetter } from '../src/devices/printer/index.ts';
import { encodePng, VirtualPrinter } from '../src/devices/virtual/printer/index.ts';
import { CHECKOUT } from './checkout.ts';

/**
 * Turns a receipt document into the bytes of a print job and a picture of the paper they make.
 *
 *   npm run receipt -- --input FILE|reference --profile P1 [--out DIR] [--json]
 */
const PAPER_DOTS = 576;
/** CPU time is the median of so many runs after as many to warm up. */
const RUNS = 15;
const REFERENCE_FILE = join(import.meta.dirname, '../tests/fixtures/reference-receipt.json');
const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;

const documentSchema = z.strictObject({
  language: z.string().min(2),
  direction: z.enum(['rtl', 'ltr']),
  items: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('emblem') }),
      z.strictObject({
        kind: z.literal('text'),
        style: z.enum(['authority', 'title', 'caption', 'body', 'note', 'small', 'slogan']),
        text: z.string(),
        align: z.enum(['center', 'start']),
      }),
      z.strictObject({ kind: z.literal('number'), text: z.string() }),
      z.strictObject({
        kind: z.literal('row'),
        label: z.string(),
        value: z.string(),
        strong: z.boolean().exactOptional(),
      }),
      z.strictObject({ kind: z.literal('rule'), weight: z.enum(['thin', 'thick']) }),
      z.strictObject({ kind: z.literal('qr'), payload: z.string() }),
    ]),
  ),
});

/** Input a person can mend; its message is all they see. */
class BadInput extends Error {}

function options(): { input: string; out: string; json: boolean } {
  const { values } = parseArgs({
    options: {
      input: { type: 'string' },
      profile: { type: 'string', default: 'P1' },
      out: { type: 'string', default: 'out/receipt' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.input === undefined) throw new BadInput('--input FILE or --input reference is missing');
  if (values.profile !== 'P1') throw new BadInput(`profile ${values.profile} is not built yet; only P1 is`);
  return { input: values.input, out: values.out, json: values.json };
}

function readDocument(input: string): ReceiptDocument {
  const file = input === 'reference' ? REFERENCE_FILE : input;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new BadInput(`${file} can't be read as JSON`);
  }
  const parsed = documentSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadInput(`${file} is no receipt document: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

function make(document: ReceiptDocument, typesetter: Typesetter): EncodedJob {
  const page = layOut(document, typesetter, PAPER_DOTS);
  const job = page.ok ? encode(page.value, 'P1', PROCESS_ID) : page;
  if (!job.ok) throw new BadInput(`the receipt can't be printed: ${job.fault}`);
  return job.value;
}

/** Milliseconds of CPU that laying out and encoding takes once everything is loaded: the median of several runs. */
function cpuMsOf(document: ReceiptDocument, typesetter: Typesetter): number {
  const runs = Array.from({ length: 2 * RUNS }, () => {
    const before = process.cpuUsage();
    make(document, typesetter);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  const warm = runs.slice(RUNS).sort((a, b) => a - b);
  return Number((warm[Math.floor(RUNS / 2)] ?? 0).toFixed(1));
}

async function paperOf(bytes: Uint8Array): Promise<Buffer> {
  const printer = new VirtualPrinter({ widthDots: PAPER_DOTS });
  const line = await printer.connect();
  if (line.ok) await line.value.write(bytes);
  const [page] = printer.pages;
  if (page === undefined) throw new Error('the job does not end with a cut');
  return encodePng(page);
}

async function run(): Promise<void> {
  const { input, out, json } = options();
  const document = readDocument(input);
  const typesetter = await loadTypesetter({
    fontDirectory: CHECKOUT.receiptFonts,
    emblemFile: join(CHECKOUT.assets, 'art/emblem.svg'),
  });
  const job = Buffer.concat(make(document, typesetter).commands);
  const [file, picture] = [join(out, 'receipt.bin'), join(out, 'receipt.png')];
  mkdirSync(out, { recursive: true });
  writeFileSync(file, job);
  writeFileSync(picture, await paperOf(job));
  const result = { bytes: job.length, cpuMs: cpuMsOf(document, typesetter), file, picture, provisioning: null };
  console.log(
    json ? JSON.stringify(result) : `${String(result.bytes)} bytes, ${String(result.cpuMs)} ms CPU: ${file}, ${picture}`,
  );
}

try {
  await run();
} catch (error) {
  const isOptions = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof BadInput) && !isOptions) throw error;
  console.error(`receipt: ${error.message.split('\n')[0] ?? ''}`);
  process.exitCode = 2;
}
