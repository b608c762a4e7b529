import { expect, test } from 'vitest';
import { violationOf } from '../../contract/validate.ts';
import { gregorianOfHijri } from '../../src/domain/dates.ts';
import { parseCivilNumber } from '../../src/domain/identity.ts';
import { PUBLIC_STATUSES } from '../../src/domain/transaction.ts';
import { createFaultPlan, faultRulesSchema } from '../../contract/gateway-faults.ts';
import { createRecordStore, minimised, readRecords } from '../../src/sandbox/records.ts';
import { seedRecords } from '../../src/sandbox/seed.ts';

const DAY = { gregorian: '2026-11-21', hijri: '1448-06-11' };
const transaction = {
  number: '0042',
  hijriYear: 1448,
  direction: 'incoming',
  registeredOn: DAY,
  status: 'registered',
  statusSince: DAY,
} as const;
const identity = { kind: 'iqama', value: '2000000006' } as const;
const record = { identity, transaction };

test('the seed keeps the contract and shows every status', () => {
  const records = seedRecords();
  expect(readRecords(records).ok).toBe(true);
  expect(new Set(records.map(({ transaction: { status } }) => status))).toEqual(new Set(PUBLIC_STATUSES));
  for (const [index, status] of PUBLIC_STATUSES.entries()) {
    const number = String(1001 + index);
    expect(records.find((entry) => entry.transaction.number === number)?.transaction.status).toBe(status);
  }
});

test('the seed’s people are synthetic and its days are the same day in both calendars', () => {
  const allowed = new Set(['1012345672', '1098765439', '2012345670']);
  for (const entry of seedRecords()) {
    expect(allowed.has(entry.identity.value)).toBe(true);
    expect(parseCivilNumber(entry.identity.value)).toMatchObject({ ok: true, value: { kind: entry.identity.kind } });
    for (const [, gregorian, hijri] of JSON.stringify(entry).matchAll(/"gregorian":"([^"]+)","hijri":"([^"]+)"/g)) {
      expect(gregorianOfHijri(hijri!)).toBe(gregorian);
    }
  }
});

test('every text of the seed is in Arabic and English', () => {
  const texts = JSON.stringify(seedRecords()).matchAll(/\{"ar":"[^"]*"[^}]*\}/g);
  for (const [localized] of texts) expect(localized).toMatch(/"ar":"[^"]*[\u0621-\u064a][^"]*","en":"[A-Z]/);
});

test.each([
  ['no list', {}, 'The data must be a JSON array of {"identity", "transaction"}.'],
  ['a word', ['x'], 'Record 1 of the data: it must be an object.'],
  [
    'no identity',
    [record, { transaction }],
    'Record 2 of the data: identity must hold "kind" (national_id, iqama, …) and "value" (5 to 20 characters).',
  ],
  [
    'a wrong status',
    [{ identity, transaction: { ...transaction, status: 'late' } }],
    'Record 1 of the data: transaction/status must be equal to one of the allowed values.',
  ],
  ['the same twice', [record, record], 'Record 2 of the data repeats an earlier one.'],
])('data with %s is refused in one sentence', (_what, data, sentence) => {
  expect(readRecords(data)).toEqual({ ok: false, fault: sentence });
});

test('a record is found by identity, number and year together, leading zeros or not', () => {
  const store = createRecordStore([record]);
  const question = { by: 'registration_number', number: '42', hijriYear: 1448, identity } as const;
  expect(store.find(question)).toBe(transaction);
  expect(store.find({ ...question, number: '00042' })).toBe(transaction);
  expect(store.find({ ...question, number: '420' })).toBeNull();
  expect(store.find({ ...question, hijriYear: 1447 })).toBeNull();
  expect(store.find({ ...question, identity: { ...identity, value: '2012345670' } })).toBeNull();
});

test('what leaves the sandbox keeps the contract and holds nothing above L1', () => {
  for (const { transaction: full } of seedRecords()) {
    const shown = minimised(full);
    expect(violationOf('Transaction', shown)).toBeNull();
    expect(JSON.stringify(shown)).not.toMatch(/subject|source|urgency|attachments|"from"|"action"|receivedOn/);
    expect(shown.outgoing?.to).toBeUndefined();
  }
});

test('a restricted transaction shows that it exists and nothing more', () => {
  const restricted = seedRecords().find((entry) => entry.transaction.status === 'restricted');
  expect(Object.keys(restricted!.transaction).length).toBeGreaterThan(6);
  expect(Object.keys(minimised(restricted!.transaction)).sort()).toEqual(Object.keys(transaction).sort());
});

test('fault rules are used up in order, each for its own operation', () => {
  const plan = createFaultPlan();
  plan.set([
    { operation: 'inquire', kind: 'status', status: 504, times: 1 },
    { operation: 'any', kind: 'latency', latencyMs: 10, times: 2 },
  ]);
  expect(plan.take('rate')?.kind).toBe('latency');
  expect(plan.take('inquire')?.kind).toBe('status');
  expect(plan.take('inquire')?.kind).toBe('latency');
  expect(plan.take('inquire')).toBeNull();
});

test('a fault script with an unknown word is refused', () => {
  expect(faultRulesSchema.safeParse([{ operation: 'inquire', kind: 'cut', tiems: 2 }]).success).toBe(false);
  expect(faultRulesSchema.safeParse([{ operation: 'inquire', kind: 'status', status: 418 }]).success).toBe(false);
  expect(faultRulesSchema.safeParse([{ operation: 'inquire', times: 2, kind: 'status', status: 503 }]).success).toBe(true);
});
