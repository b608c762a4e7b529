import { violationOf, type InquiryRequest, type Referral, type Transaction } from '../../contract/validate.ts';
import { toWesternDigits } from '../domain/digits.ts';
import { fault, ok, type Result } from '../domain/result.ts';

/** One line of the sandbox's data file: whose transaction it is, and the transaction as the contract writes it. */
export interface CaseRecord {
  readonly identity: { readonly kind: string; readonly value: string };
  readonly transaction: Transaction;
}

export interface RecordStore {
  find(inquiry: InquiryRequest): Transaction | null;
}

const MAX_RECORDS = 20_000;

/** Reads what a data file holds; the fault is one sentence for whoever wrote the file. */
export function readRecords(value: unknown): Result<readonly CaseRecord[], string> {
  if (!Array.isArray(value)) return fault('The data must be a JSON array of {"identity", "transaction"}.');
  if (value.length > MAX_RECORDS) return fault(`The data holds more than ${String(MAX_RECORDS)} records.`);
  const seen = new Set<string>();
  for (const [index, record] of value.entries()) {
    const trouble = troubleOf(record);
    if (trouble !== null) return fault(`Record ${String(index + 1)} of the data: ${trouble}.`);
    const key = keyOfRecord(record as CaseRecord);
    if (seen.has(key)) return fault(`Record ${String(index + 1)} of the data repeats an earlier one.`);
    seen.add(key);
  }
  return ok(value as readonly CaseRecord[]);
}

function troubleOf(record: unknown): string | null {
  if (typeof record !== 'object' || record === null) return 'it must be an object';
  const { identity, transaction } = record as Partial<Record<string, unknown>>;
  if (!isIdentity(identity)) return 'identity must hold "kind" (national_id, iqama, …) and "value" (5 to 20 characters)';
  const violation = violationOf('Transaction', transaction);
  return violation === null ? null : `transaction${violation.path} ${violation.message}`;
}

function isIdentity(value: unknown): value is CaseRecord['identity'] {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, value: number } = value as Partial<Record<string, unknown>>;
  return typeof kind === 'string' && typeof number === 'string' && number.length >= 5 && number.length <= 20;
}

/** Serial numbers are the same with and without leading zeros. */
const serial = (number: string): string => toWesternDigits(number).replace(/^0+(?=.)/, '');

const keyOf = (kind: string, value: string, number: string, hijriYear: number): string =>
  JSON.stringify([kind, toWesternDigits(value), serial(number), hijriYear]);

const keyOfRecord = ({ identity, transaction }: CaseRecord): string =>
  keyOf(identity.kind, identity.value, transaction.number, transaction.hijriYear);

/**
 * Identity, number and year make one key, so an unknown number and somebody else's are the same miss: no answer and
 * no duration can tell them apart.
 */
export function createRecordStore(records: readonly CaseRecord[]): RecordStore {
  const byKey = new Map(records.map((record) => [keyOfRecord(record), record.transaction]));
  return {
    find({ identity, number, hijriYear }) {
      return byKey.get(keyOf(identity.kind, identity.value, number, hijriYear)) ?? null;
    },
  };
}

/**
 * What assurance L1 may see: never subject, parties, urgency, attachments, nor where a referral came from. Fields are
 * picked, not removed, so that one added to the contract later stays hidden until somebody decides.
 */
export function minimised(transaction: Transaction): Transaction {
  const { number, hijriYear, direction, registeredOn, status, statusSince } = transaction;
  const required = { number, hijriYear, direction, registeredOn, status, statusSince };
  if (status === 'restricted') return required;
  const { category, statusText, currentUnit, referredTo, outgoing, expectedBy, requiredAction, referrals } = transaction;
  return {
    ...required,
    ...(category && { category }),
    ...(statusText && { statusText }),
    ...(currentUnit && { currentUnit }),
    ...(referredTo && { referredTo }),
    ...(outgoing && { outgoing: withoutAddressee(outgoing) }),
    ...(expectedBy && { expectedBy }),
    ...(requiredAction && { requiredAction }),
    ...(referrals && { referrals: referrals.map(whereAndWhen) }),
  };
}

function withoutAddressee({ number, date }: NonNullable<Transaction['outgoing']>): Transaction['outgoing'] & object {
  return { ...(number !== undefined && { number }), ...(date && { date }) };
}

const whereAndWhen = ({ seq, to, on }: Referral): Referral => ({ seq, to, on });
