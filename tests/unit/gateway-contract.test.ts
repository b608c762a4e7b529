import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { contractSchemas } from '../../contract/generated/schemas.ts';
import { conforms, violationOf, type SchemaName, type Transaction } from '../../contract/validate.ts';
import { PUBLIC_STATUSES } from '../../src/domain/transaction.ts';
import { OPERATIONS } from '../../contract/gateway-faults.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
const text = readFileSync('contract/gateway.openapi.yaml', 'utf8');
const contract = parse(text) as Document;
const operations = Object.values(contract.paths).flatMap((path) => Object.values(path));

test('every reference leads somewhere', () => {
  const pointers = [...text.matchAll(/\$ref: '#\/([^']+)'/g)].map(([, pointer]) => pointer!);
  const follow = (pointer: string): unknown =>
    pointer.split('/').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], contract);
  expect(pointers.length).toBeGreaterThan(100);
  expect(pointers.filter((pointer) => follow(pointer) === undefined)).toEqual([]);
});

test('the generated schemas are those of the contract file', () => {
  const { components } = parse(text) as { components: { schemas: object } };
  const asDefinitions = JSON.stringify(components.schemas).replaceAll('#/components/schemas/', '#/$defs/');
  // Where this fails, the generated files are stale: npm run generate.
  expect(contractSchemas.$defs).toEqual(JSON.parse(asDefinitions));
});

test('it has exactly the operations the kiosk uses', () => {
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual([...OPERATIONS].sort());
});

test('every operation but the token call carries a request id and says what happens without authorization', () => {
  const silent = operations.filter(({ responses }) => responses['401'] === undefined);
  const nameless = operations.filter(({ parameters = [] }) => !parameters.some(({ $ref }) => $ref?.endsWith('/RequestId')));
  expect(silent).toEqual([]);
  expect(nameless.map(({ operationId }) => operationId)).toEqual(['fetchToken']);
});

test('its states are the ones the domain knows', () => {
  expect(contractSchemas.$defs.PublicStatus.enum).toEqual([...PUBLIC_STATUSES]);
});

test('every schema compiles and refuses nonsense', () => {
  const names = Object.keys(contractSchemas.$defs) as SchemaName[];
  expect(names.filter((name) => conforms(name, null))).toEqual([]);
});

const DAY = { gregorian: '2026-11-21', hijri: '1448-06-11' };
const TEXT = { ar: 'نص', en: 'Text', ur: 'متن' };
const FULL: Transaction = {
  number: '12345',
  hijriYear: 1448,
  direction: 'incoming',
  registeredOn: DAY,
  subject: 'موضوع',
  category: TEXT,
  source: TEXT,
  status: 'issued_out',
  statusText: TEXT,
  statusSince: DAY,
  currentUnit: TEXT,
  referredTo: TEXT,
  outgoing: { number: '44812', date: DAY, to: TEXT },
  expectedBy: DAY,
  requiredAction: { text: TEXT, place: TEXT, dueOn: DAY },
  attachmentsCount: 3,
  referrals: [{ seq: 1, from: TEXT, to: TEXT, on: DAY, action: TEXT, receivedOn: DAY }],
  urgency: 'urgent',
};

test('a transaction may have every field, or only the required ones, or ones nobody knows yet', () => {
  expect(violationOf('Transaction', FULL)).toBeNull();
  const { number, hijriYear, direction, registeredOn, status, statusSince } = FULL;
  const least = { number, hijriYear, direction, registeredOn, status, statusSince };
  expect(violationOf('Transaction', least)).toBeNull();
  expect(violationOf('Transaction', { ...least, requiredAction: {}, outgoing: {}, unheardOf: 1 })).toBeNull();
  const missable = Object.keys(least).filter((field) => conforms('Transaction', { ...least, [field]: undefined }));
  expect(missable).toEqual([]);
});

test('what is wrong is named by place, never by value', () => {
  const wrong = { ...FULL, category: { en: 'secret words' }, status: 'secret words' };
  const violation = violationOf('Transaction', wrong);
  expect(violation).not.toBeNull();
  expect(JSON.stringify(violation)).not.toContain('secret');
});

test.each([
  ['2026-11-21T07:42:00Z', true],
  ['2026-11-21T10:42:00.123456789+03:00', true],
  ['2026-11-21 10:42:00+0300', true],
  ['2026-11-21T10:42:00+03', false],
  ['2026-12-31T23:59:60Z', false],
  ['2026-13-01T00:00:00Z', false],
  ['2026-11-21T07:42:00', false],
  ['November 21, 2026', false],
])('%s is an instant: %s; one that no screen could show and no receipt could hold is none', (text, is) => {
  expect(conforms('Instant', text)).toBe(is);
  expect(Number.isNaN(Date.parse(text)) && is).toBe(false);
});
