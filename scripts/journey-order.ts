import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
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

/** What whoever called got wrong, in one sentence. */
export class InputError extends Error {}

const USAGE =
  'usage: npm run journey -- (--card FILE | --id DIGITS) --number N --year Y [--lang ar] [--data FILE] [--fault FILE] [--gateway URL] [--out DIR] [--json]';

/** Reads the command line; throws InputError. */
export function readOrder(): Order {
  const { values } = (() => {
    try {
      return parseArgs({
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
    } catch (error) {
      throw new InputError(`${error instanceof Error ? error.message : String(error)}; ${USAGE}`);
    }
  })();
  if ((values.card === undefined) === (values.id === undefined)) throw new InputError(`one of --card and --id; ${USAGE}`);
  if (values.number === undefined || values.year === undefined) throw new InputError(USAGE);
  if (!/^\d{4}$/.test(values.year)) throw new InputError('--year: expected a Hijri year such as 1448');
  if (!['ar', 'en'].includes(values.lang)) throw new InputError('--lang: expected ar or en');
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
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new InputError(`${file}: can't be read`);
  }
}

function readCard(file: string): string {
  const payload = parseCardFile(readText(file));
  if (!payload.ok) throw new InputError(`${file}: ${payload.fault}`);
  return payload.value;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: isn't valid JSON`);
  }
}

function readFaults(file: string): FaultScript {
  const script = readFaultScript(file);
  if (!script.ok) throw new InputError(script.fault);
  return script.value;
}
