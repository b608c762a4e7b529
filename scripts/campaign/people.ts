import type { CaseRecord } from '../../src/sandbox/records.ts';

/** Somebody with a transaction that nobody else has: whatever shows it to another visitor has leaked it. */
export interface Person {
  readonly index: number;
  readonly civilNumber: string;
  readonly number: string;
  /** Stands in the name of a department, so that it gets wherever the answer gets. */
  readonly mark: string;
}

export const YEAR = 1448;
/** So many visits later a transaction may come again. */
export const PEOPLE = 400;

/** Synthetic; their check digits are right. */
const CIVIL_NUMBERS = [
  '1012345672',
  '1098765439',
  '1102030408',
  '1000000008',
  '2012345670',
  '2345678904',
  '2000000006',
  '2555555552',
] as const;
const IDENTITIES: ReadonlySet<string> = new Set(CIVIL_NUMBERS);

const FIRST_NUMBER = 770_000_000_000;
/** As much of a number as nobody else has: the ids of visits are random, and sometimes end in twelve digits. */
const MARKED = /canary-\d+|(?<![\d.])770000000\d{3}(?!\d)/g;
/** Not a part of a longer number, such as a time or a measurement. */
const WHOLE_NUMBER = /(?<![\d.])\d{10}(?!\d)/g;

export function personOf(index: number): Person {
  const at = index % PEOPLE;
  return {
    index: at,
    civilNumber: CIVIL_NUMBERS[at % CIVIL_NUMBERS.length] ?? CIVIL_NUMBERS[0],
    number: String(FIRST_NUMBER + at),
    mark: `canary-${String(at).padStart(4, '0')}`,
  };
}

/** What the gateway knows of everybody. */
export const RECORDS: readonly CaseRecord[] = Array.from({ length: PEOPLE }, (_, index) => {
  const { civilNumber, mark, number } = personOf(index);
  const unit = { ar: `إدارة ${mark}`, en: `Department ${mark}` };
  return {
    identity: { kind: civilNumber.startsWith('2') ? 'iqama' : 'national_id', value: civilNumber },
    transaction: {
      number,
      hijriYear: YEAR,
      direction: 'incoming',
      registeredOn: { gregorian: '2026-08-25', hijri: '1448-03-12' },
      status: 'referred',
      statusSince: { gregorian: '2026-10-18', hijri: '1448-05-07' },
      currentUnit: unit,
      referredTo: unit,
    },
  };
});

/** What of others, or of anybody, stands in a text where only `own` may stand; null where all is well. */
export function strangerIn(text: string, own: Person | null): string | null {
  if (text.match(WHOLE_NUMBER)?.some((number) => IDENTITIES.has(number)) === true) return 'a whole identity number';
  const stranger = text.match(MARKED)?.find((found) => own === null || (found !== own.mark && found !== own.number));
  return stranger === undefined ? null : `${stranger}, ${own === null ? 'with nobody there' : `in the visit of ${own.mark}`}`;
}
