import { dualDateOf } from './dates.ts';
import type { ReadFault } from './faults.ts';
import { parseCivilNumber, type CivilIdentity } from './identity.ts';
import { fault, ok, type Result } from './result.ts';

/**
 * The machine-readable zone of identity cards: ICAO Doc 9303-5, format TD1, three lines of 30 characters. Only what
 * the kiosk decides with is taken out; names, sex and nationality are left where they are.
 */
export interface Td1 {
  /** `I`, `IR`, `ID`: the letters of positions 1 and 2. */
  readonly documentCode: string;
  /** ISO 3166 alpha-3, e.g. `SAU`. */
  readonly issuingState: string;
  /** Up to 9 characters, or more in ICAO's long form; without trailing fillers. */
  readonly documentNumber: string;
  /** What follows the document number on line 1. */
  readonly optional1: string;
  readonly optional2: string;
  /** `YYMMDD`; `<` where a part of the date is unknown. */
  readonly birth: string;
  readonly expiry: string;
}

export type MrzFault =
  /** Not three lines of 30 characters, or a character where it can't stand. */
  | 'format'
  /** At least one check digit doesn't match. */
  | 'checksum';

const FILLER = '<';
const WEIGHTS = [7, 3, 1] as const;
const CHECK_DIGIT_MODULUS = 10;

/**
 * The check digit of ICAO Doc 9303-3, 4.9, the same in all formats: 0-9 count as themselves, A-Z as 10 to 35, the
 * filler as 0. It can't tell characters apart whose values are equal mod 10: 6 and G, 1 and L, 0 and U, K, A, `<`.
 */
export function checkDigitOf(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const value = character === FILLER ? 0 : Number.parseInt(character, 36);
    sum += value * (WEIGHTS[index % WEIGHTS.length] ?? 0);
  }
  return String(sum % CHECK_DIGIT_MODULUS);
}

const UPPER_LINE = /^[A-Z][A-Z0-9<][A-Z<]{3}[A-Z0-9<]{9}[0-9<][A-Z0-9<]{15}$/;
const MIDDLE_LINE = /^[0-9<]{6}[0-9][A-Z<][0-9<]{6}[0-9][A-Z<]{3}[A-Z0-9<]{11}[0-9]$/;
/** The name has no check digit and isn't used, so a misread letter in it doesn't cost the visitor a read. */
const LOWER_LINE = /^[A-Z0-9<]{30}$/;

/** Reads the three lines of a TD1 and proves all four check digits. Nothing is ever corrected. */
export function parseTd1(lines: readonly string[]): Result<Td1, MrzFault> {
  const [upper = '', middle = '', lower = ''] = lines;
  if (lines.length !== 3) return fault('format');
  if (!UPPER_LINE.test(upper) || !MIDDLE_LINE.test(middle) || !LOWER_LINE.test(lower)) return fault('format');

  const number = documentNumberOf(upper.slice(5, 14), upper.slice(14, 15), upper.slice(15));
  if (!number.ok) return number;

  const [birth, birthCheck] = [middle.slice(0, 6), middle.slice(6, 7)];
  const [expiry, expiryCheck] = [middle.slice(8, 14), middle.slice(14, 15)];
  const optional2 = middle.slice(18, 29);
  const composite = upper.slice(5) + birth + birthCheck + expiry + expiryCheck + optional2;
  if (checkDigitOf(birth) !== birthCheck) return fault('checksum');
  if (checkDigitOf(expiry) !== expiryCheck) return fault('checksum');
  if (checkDigitOf(composite) !== middle.slice(29)) return fault('checksum');

  return ok({
    documentCode: withoutFillers(upper.slice(0, 2)),
    issuingState: withoutFillers(upper.slice(2, 5)),
    documentNumber: number.value.documentNumber,
    optional1: number.value.optional,
    optional2: withoutFillers(optional2),
    birth,
    expiry,
  });
}

interface DocumentNumber {
  readonly documentNumber: string;
  readonly optional: string;
}

/**
 * A number of more than 9 characters has a filler for its check digit; its rest, the check digit and a filler open
 * the optional field (ICAO Doc 9303-5, 4.2.2.1 note j).
 */
function documentNumberOf(field: string, check: string, optional: string): Result<DocumentNumber, MrzFault> {
  if (check !== FILLER) {
    if (checkDigitOf(field) !== check) return fault('checksum');
    return ok({ documentNumber: withoutFillers(field), optional: withoutFillers(optional) });
  }
  const end = optional.indexOf(FILLER);
  if (end < 2) return fault('format');
  const rest = optional.slice(0, end - 1);
  const longCheck = optional.slice(end - 1, end);
  // The standard doesn't say whether the filler at position 15 takes part; its own example fits both. Both are used.
  const fits = [field + rest, field + FILLER + rest].some((covered) => checkDigitOf(covered) === longCheck);
  if (!fits) return fault('checksum');
  return ok({ documentNumber: field + rest, optional: withoutFillers(optional.slice(end + 1)) });
}

const withoutFillers = (field: string): string => field.replace(/<+$/, '');

const HOME_STATE = 'SAU';

/**
 * The civil number on a Saudi card. Which field holds it differs by card, so the long document number and both
 * optional fields are searched. It must stand alone between fillers: a run of digits beside other characters may be a
 * longer number with one character misread.
 */
export function civilNumberOf(td1: Td1): Result<CivilIdentity, ReadFault> {
  if (td1.issuingState !== HOME_STATE) return fault('unsupported_document');
  const words = [td1.documentNumber, ...td1.optional1.split(/<+/), ...td1.optional2.split(/<+/)];
  const candidates = [...new Set(words.filter((word) => /^[12][0-9]{9}$/.test(word)))];
  const identities = candidates.map(parseCivilNumber).filter((result) => result.ok);
  const [found, other] = identities;
  if (other !== undefined) return fault('ambiguous');
  if (found !== undefined) return ok(found.value);
  return fault(candidates.length === 0 ? 'unsupported_document' : 'checksum');
}

/** The day of birth as `yyyy-MM-dd`; the year is the last one that isn't in the future. `null` if not all is known. */
export function birthDateOf(td1: Td1, today: Date): string | null {
  const currentYear = Number(dualDateOf(today).gregorian.slice(2, 4));
  return fullDate(Number(td1.birth.slice(0, 2)) > currentYear ? '19' : '20', td1.birth);
}

/** The last day of validity as `yyyy-MM-dd`, always in this century. `null` if not all is known. */
export const expiryDateOf = (td1: Td1): string | null => fullDate('20', td1.expiry);

/** Whether the last day of validity has passed in Riyadh. A warning, never a refusal: residence outlives its card. */
export function expiredOn(td1: Td1, today: Date): boolean {
  const expiryDate = expiryDateOf(td1);
  return expiryDate !== null && expiryDate < dualDateOf(today).gregorian;
}

function fullDate(century: '19' | '20', date: string): string | null {
  const match = /^([0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$/.exec(date);
  if (match === null) return null;
  return `${century}${match.slice(1).join('-')}`;
}
