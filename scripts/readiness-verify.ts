import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import { readBoundedFile } from '../src/config-file/bounded-file.ts';
import { isReady, MAX_READINESS_CODE, READINESS_TESTS } from '../src/domain/readiness.ts';
import { proveReadiness, publicKeyOf, type ProofFault, type ProvenReport } from '../src/main/staff/readiness/proof.ts';

const VERIFY: Command = {
  call: 'npm run readiness:verify',
  takes: 'FILE|- [--key PUBLIC] [--json]',
  does: `Proves the signed code of a readiness report, or says what is wrong with it. FILE holds the text of the code, or a PNG picture
with the code in it; - reads the text from standard input. PUBLIC is the kiosk's key as the staff room shows it under
versions; without it the code is only proven to be unchanged since some key signed it. Exits 0 when it is proven, 1 when it
isn't, 2 when there is nothing to look at.`,
};

const MAX_FILE_BYTES = 20_000_000;
const MAX_PIXELS = 40_000_000;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
/** Width and height stand at these bytes of every PNG. */
const PNG_SIZE_AT = { width: 16, height: 20, header: 24 } as const;

const SENTENCES: Readonly<Record<ProofFault, string>> = {
  not_a_report: 'this is no code of a readiness report',
  unknown_version: 'the code was made by a newer program than this one',
  torn: 'the code is torn: its end is missing',
  edited: 'the code is not as it was signed: something in it was changed',
  wrong_key: 'the code is unchanged, but it was signed by another key than this one',
};

// The package's types describe an ES module, while Node loads its CommonJS file, whose export is the function itself.
const readQr = jsQR as unknown as typeof jsQR.default;

function readOptions() {
  const { positionals, values } = readArguments(VERIFY, {
    allowPositionals: true,
    options: { key: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0) throw new BadInput('give one file, or - for standard input');
  if (values.key !== undefined && publicKeyOf(values.key) === null)
    throw new BadInput('--key: expected 43 letters as the staff room shows them under versions');
  return { source, key: values.key ?? null, json: values.json };
}

function readInput(source: string): Buffer {
  const input = readBoundedFile(source === '-' ? 0 : source, MAX_FILE_BYTES);
  if (!input.ok) throw new BadInput(`${source}: ${input.fault}`);
  return input.value;
}

function codeIn(input: Buffer): string {
  if (input.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return codeInPicture(input);
  // Whatever is longer than any code is cut: then it is no code, or torn.
  return input.subarray(0, MAX_READINESS_CODE * 4).toString('utf8');
}

function codeInPicture(file: Buffer): string {
  if (file.length < PNG_SIZE_AT.header) throw new BadInput('the picture is damaged');
  const pixels = file.readUInt32BE(PNG_SIZE_AT.width) * file.readUInt32BE(PNG_SIZE_AT.height);
  if (pixels > MAX_PIXELS) throw new BadInput('the picture is too large: cut it to the code');
  let picture: PNG;
  try {
    picture = PNG.sync.read(file);
  } catch {
    throw new BadInput('the picture is damaged');
  }
  const found = readQr(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  if (found === null) throw new BadInput('no QR code could be read in the picture');
  return found.data;
}

function tell({ facts, publicKey }: ProvenReport, isKeyKnown: boolean): string {
  const results = READINESS_TESTS.map((test) => {
    const { [test]: made } = facts.made;
    const result = facts.results[test];
    return `  ${test.padEnd(14)}${made === null ? result : `${result}  ${made.time} account ${made.account}`}`;
  });
  const { host, node, printer, raha } = facts.versions;
  return [
    `The report is as it was signed${isKeyKnown ? ' by this key' : ''}.`,
    isKeyKnown ? '' : `Compare the key with the kiosk's: ${publicKey}`,
    `Kiosk ${facts.kioskId}, ${facts.at}, by account ${facts.account}: ${isReady(facts.results) ? 'READY' : 'NOT READY'}`,
    ...results,
    'Times of tests are those of Riyadh.',
    `Raha ${raha}, Node ${node}, ${host}, printer ${printer}`,
    `Audit chain: ${String(facts.audit.records)} records, head ${facts.audit.head}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function verify(): void {
  const { json, key, source } = readOptions();
  const proven = proveReadiness(codeIn(readInput(source)), key);
  process.exitCode = proven.ok ? 0 : 1;
  if (proven.ok) {
    const { facts, publicKey } = proven.value;
    const ready = isReady(facts.results);
    console.log(json ? JSON.stringify({ proven: true, keyChecked: key !== null, ready, publicKey, ...facts }) : tell(proven.value, key !== null));
  } else if (json) console.log(JSON.stringify({ proven: false, fault: proven.fault, sentence: SENTENCES[proven.fault] }));
  else console.error(`readiness:verify: ${SENTENCES[proven.fault]}`);
}

await run(VERIFY, verify);
