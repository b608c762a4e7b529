import { dualDateOf } from './dates.ts';
import type { ReadFault } from './faults.ts';
import { parseCivilNumber, type CivilIdentity } from './identity.ts';
import { fault, ok, type Result } from './result.ts';

/**
 * A machine-readable zone of ICAO Doc 9303. Only what the kiosk decides with is taken out; names, sex and nationality
 * are left where they are.
 */
export interface Zone {
  /** `I`, `IR`, `ID`: the letters of positions 1 and 2. */
  readonly documentCode: string;
  /** ISO 3166 alpha-3, e.g. `SAU`. */
  readonly issuingState: string;
  /** Up to 9 characters, or more in ICAO's long form; without trailing fillers. */
  readonly documentNumber: string;
  /** TD1: what follows the document number on line 1. TD2 and TD3: the only optional field. */
  readonly optional1: string;
  /** TD1 only, else empty. */
  readonly optional2: string;
  /** `YYMMDD`; `<` where a part of the date is unknown. */
  readonly birth: string;
  readonly expiry: string;
}

/** Doc 9303-5, identity cards: three lines of 30 characters. */
export type Td1 = Zone;

export type MrzFault =
  /** Not the lines of this format, or a character where it can't stand. */
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

const BOOKLET_UPPER_LINE = /^[A-Z][A-Z0-9<][A-Z<]{3}[A-Z0-9<]+$/;
const BOOKLET_LOWER_LINE = /^[A-Z0-9<]{9}[0-9<][A-Z<]{3}[0-9<]{6}[0-9][A-Z<][0-9<]{6}[0-9][A-Z0-9<]+[0-9]$/;

/**
 * The fields that TD2 and TD3 have at the same places of their second line (Doc 9303-4, 4.2.2.2 and 9303-6, 4.2.2.2):
 * number, birth and expiry with their check digits, then optional data up to the composite check digit.
 */
interface BookletLines {
  readonly upper: string;
  readonly lower: string;
}

function bookletLines(lines: readonly string[], lineCharacters: number): Result<BookletLines, MrzFault> {
  const [upper = '', lower = ''] = lines;
  if (lines.length !== 2 || upper.length !== lineCharacters || lower.length !== lineCharacters) return fault('format');
  if (!BOOKLET_UPPER_LINE.test(upper) || !BOOKLET_LOWER_LINE.test(lower)) return fault('format');
  const [birth, expiry] = [lower.slice(13, 20), lower.slice(21, 28)];
  const isFit = [birth, expiry].every((date) => checkDigitOf(date.slice(0, 6)) === date.slice(6));
  const composite = lower.slice(0, 10) + birth + lower.slice(21, -1);
  if (!isFit || checkDigitOf(composite) !== lower.slice(-1)) return fault('checksum');
  return ok({ upper, lower });
}

const bookletZone = ({ lower, upper }: BookletLines, { documentNumber, optional }: DocumentNumber): Zone => ({
  documentCode: withoutFillers(upper.slice(0, 2)),
  issuingState: withoutFillers(upper.slice(2, 5)),
  documentNumber,
  optional1: optional,
  optional2: '',
  birth: lower.slice(13, 19),
  expiry: lower.slice(21, 27),
});

/** Reads the two lines of a TD2 (Doc 9303-6, 36 characters) and proves its check digits. */
export function parseTd2(lines: readonly string[]): Result<Zone, MrzFault> {
  const booklet = bookletLines(lines, 36);
  if (!booklet.ok) return booklet;
  const { lower } = booklet.value;
  const number = documentNumberOf(lower.slice(0, 9), lower.slice(9, 10), lower.slice(28, 35));
  return number.ok ? ok(bookletZone(booklet.value, number.value)) : number;
}

/** Reads the two lines of a passport, TD3 (Doc 9303-4, 44 characters), and proves its check digits. */
export function parseTd3(lines: readonly string[]): Result<Zone, MrzFault> {
  const booklet = bookletLines(lines, 44);
  if (!booklet.ok) return booklet;
  const { lower } = booklet.value;
  const [documentNumber, personalNumber, personalCheck] = [lower.slice(0, 9), lower.slice(28, 42), lower.slice(42, 43)];
  if (checkDigitOf(documentNumber) !== lower.slice(9, 10)) return fault('checksum');
  // An empty personal number may have a filler for its check digit.
  const isEmpty = withoutFillers(personalNumber) === '' && personalCheck === FILLER;
  if (!isEmpty && checkDigitOf(personalNumber) !== personalCheck) return fault('checksum');
  return ok(
    bookletZone(booklet.value, {
      documentNumber: withoutFillers(documentNumber),
      optional: withoutFillers(personalNumber),
    }),
  );
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

export const HOME_STATE = 'SAU';

/**
 * Whatever stands alone between fillers in the document number and both optional fields. A run of digits beside other
 * characters may be a longer number with one character misread, so pieces of words are never looked at.
 */
export const wordsOf = (zone: Zone): readonly string[] => [
  zone.documentNumber,
  ...zone.optional1.split(/<+/),
  ...zone.optional2.split(/<+/),
];

/** The civil number on a Saudi document. Which field holds it differs by card, so all words are searched. */
export function civilNumberOf(zone: Zone): Result<CivilIdentity, ReadFault> {
  if (zone.issuingState !== HOME_STATE) return fault('unsupported_document');
  const candidates = [...new Set(wordsOf(zone).filter((word) => /^[12][0-9]{9}$/.test(word)))];
  const identities = candidates.map(parseCivilNumber).filter((result) => result.ok);
  const [found, other] = identities;
  if (other !== undefined) return fault('ambiguous');
  if (found !== undefined) return ok(found.value);
  return fault(candidates.length === 0 ? 'unsupported_document' : 'checksum');
}

/** The day of birth as `yyyy-MM-dd`; the year is the last one that isn't in the future. `null` if not all is known. */
export function birthDateOf(zone: Zone, today: Date): string | null {
  const currentYear = Number(dualDateOf(today).gregorian.slice(2, 4));
  return fullDate(Number(zone.birth.slice(0, 2)) > currentYear ? '19' : '20', zone.birth);
}

/** The last day of validity as `yyyy-MM-dd`, always in this century. `null` if not all is known. */
export const expiryDateOf = (zone: Zone): string | null => fullDate('20', zone.expiry);

/** Whether the last day of validity has passed in Riyadh. A warning, never a refusal: residence outlives its card. */
export function expiredOn(zone: Zone, today: Date): boolean {
  const expiryDate = expiryDateOf(zone);
  return expiryDate !== null && expiryDate < dualDateOf(today).gregorian;
}

function fullDate(century: '19' | '20', date: string): string | null {
  const match = /^([0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$/.exec(date);
  if (match === null) return null;
  return `${century}${match.slice(1).join('-')}`;
}
