import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { contractSchemas } from './generated/schemas.ts';
import type { ContractTypes } from './generated/types.ts';

export type * from './generated/types.ts';

export type SchemaName = keyof ContractTypes;

/** The largest body the contract allows, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

/** RFC 3339 as programs write it. What JavaScript can't read (a leap second, `T…+03`) could neither be shown nor printed. */
const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}(:?\d{2})?)$/.test(text) && !Number.isNaN(Date.parse(text));

const ajv = new Ajv2020({
  formats: {
    date: fullFormats.date,
    'date-time': isInstant,
    uuid: fullFormats.uuid,
    'uri-reference': fullFormats['uri-reference'],
  },
});
ajv.addSchema(contractSchemas);

/** Compiled at first use: a kiosk answers only a handful of schemas, and its start must not wait for the others. */
const compiled = new Map<SchemaName, ValidateFunction>();

function validator(name: SchemaName): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const created = ajv.compile({ $ref: `gateway#/$defs/${name}` });
  compiled.set(name, created);
  return created;
}

/** Whether a value that came from outside is what the contract calls `name`. Fields it doesn't know pass. */
export function conforms<Name extends SchemaName>(name: Name, value: unknown): value is ContractTypes[Name] {
  return validator(name)(value);
}

export interface Violation {
  /** JSON pointer, e.g. `/identity/value`. */
  readonly path: string;
  /** What is wrong, in words of the schema; never the value itself. */
  readonly message: string;
}

/** The first thing about a value that breaks the contract, or null. */
export function violationOf(name: SchemaName, value: unknown): Violation | null {
  const validate = validator(name);
  if (validate(value)) return null;
  const error: ErrorObject | undefined = validate.errors?.[0];
  return { path: error?.instancePath ?? '', message: error?.message ?? 'is not valid' };
}
