import { BadInput, readArguments, type Command } from '../src/command-line/command-line.ts';
import { readBoundedFile } from '../src/config-file/bounded-file.ts';
import { readFaultScript } from '../src/devices/virtual/faults/read.ts';
import type { FaultScript } from '../src/devices/virtual/faults/script.ts';
import { parseCardFile } from '../src/devices/virtual/reader.ts';

/** What a journey is to do. */
export interface Order {
  /** What the card sends; null when the number is typed. */
  readonly card: string | null;
  readonly id: string | null;
  readonly number: string;
  readonly year: number;
  readonly language: string;
  readonly data: unknown;
  /** What goes wrong meanwhile; null: nothing. */
  readonly faults: FaultScript | null;
  readonly gatewayUrl: string | null;
  readonly out: string;
  readonly json: boolean;
}

export const JOURNEY: Command = {
  call: 'npm run journey',
  takes:
    '(--card FILE | --id DIGITS) --number N --year Y [--lang ar|en] [--data FILE] [--fault FILE] [--gateway URL] [--out DIR] [--json]',
  does: `One whole visit without a person, through the real page in Chromium, a virtual reader and a virtual printer. Writes
screen-*.png, receipt.bin and receipt.png into DIR (out/journey). A card file holds three lines of 30 characters or one
number; --data replaces the sandbox's transactions; --fault is a fault script; --gateway is another gateway than the sandbox.`,
};
const MAX_DATA_BYTES = 32_000_000;

/** Reads the command line; throws `BadInput`. */
export function readOrder(): Order {
  const { values } = readArguments(JOURNEY, {
    options: {
      card: { type: 'string' },
      id: { type: 'string' },
      number: { type: 'string' },
      year: { type: 'string' },
      lang: { type: 'string', default: 'ar' },
      data: { type: 'string' },
      fault: { type: 'string' },
      gateway: { type: 'string' },
      out: { type: 'string', default: 'out/journey' },
      json: { type: 'boolean', default: false },
    },
  });
  if ((values.card === undefined) === (values.id === undefined)) throw new BadInput('either --card FILE or --id DIGITS is needed');
  if (values.number === undefined || values.year === undefined) throw new BadInput('--number N and --year Y are needed');
  if (!/^\d{4}$/.test(values.year)) throw new BadInput('--year: expected a Hijri year such as 1448');
  if (!['ar', 'en'].includes(values.lang)) throw new BadInput('--lang: expected ar or en');
  if (values.gateway !== undefined && !URL.canParse(values.gateway)) throw new BadInput('--gateway: expected a URL');
  return {
    card: values.card === undefined ? null : readCard(values.card),
    id: values.id ?? null,
    number: values.number,
    year: Number(values.year),
    language: values.lang,
    data: values.data === undefined ? undefined : readJson(values.data),
    faults: values.fault === undefined ? null : readFaults(values.fault),
    gatewayUrl: values.gateway ?? null,
    out: values.out,
    json: values.json,
  };
}

function readText(file: string): string {
  const text = readBoundedFile(file, MAX_DATA_BYTES);
  if (!text.ok) throw new BadInput(`${file}: ${text.fault}`);
  return text.value.toString('utf8');
}

function readCard(file: string): string {
  const payload = parseCardFile(readText(file));
  if (!payload.ok) throw new BadInput(`${file}: ${payload.fault}`);
  return payload.value;
}

function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput(`${file}: isn't valid JSON`);
  }
}

function readFaults(file: string): FaultScript {
  const script = readFaultScript(file);
  if (!script.ok) throw new BadInput(script.fault);
  return script.value;
}
