import { toWesternDigits } from './digits.ts';
import { isolateLtr } from './bidi.ts';
import type { IdentityFault } from './faults.ts';
import { fault, ok, type Brand, type Result } from './result.ts';

/** Ten Western digits whose class and checksum are right. Personal data: kept only as long as the visit needs it. */
export type CivilNumber = Brand<string, 'CivilNumber'>;

/**
 * Contract names of what says who asks: a citizen's national ID (first digit 1), a resident's iqama (first digit 2), the
 * number a visitor got at the border (first digit 3, 4 or 5).
 */
export const IDENTITY_KINDS = ['national_id', 'iqama', 'border_number'] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];
type CivilKind = Exclude<IdentityKind, 'border_number'>;

export interface CivilIdentity {
  readonly kind: CivilKind;
  readonly number: CivilNumber;
}

const CIVIL_NUMBER_DIGITS = 10;
/** Hostile input is cut here before any pattern looks at it. */
const MAX_INPUT_CHARACTERS = 64;

/** Reads what a person typed or a bar code holds. Accepts Arabic-Indic, Persian and Latin digits. */
export function parseCivilNumber(input: string): Result<CivilIdentity, IdentityFault> {
  if (input.length > MAX_INPUT_CHARACTERS) return fault('length');
  const digits = toWesternDigits(input);
  if (digits === '') return fault('empty');
  if (!/^[0-9]+$/.test(digits)) return fault('not_digits');
  if (digits.length !== CIVIL_NUMBER_DIGITS) return fault('length');
  const kind = kindOf(digits);
  if (kind === null) return fault('class');
  if (!passesLuhn(digits)) return fault('checksum');
  return ok({ kind, number: digits as CivilNumber });
}

function kindOf(digits: string): CivilKind | null {
  if (digits.startsWith('1')) return 'national_id';
  if (digits.startsWith('2')) return 'iqama';
  return null;
}

/** Luhn mod 10 over all digits, the last one being the check digit. False for anything but digits. */
export function passesLuhn(digits: string): boolean {
  if (!/^[0-9]+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

const MASK = '•';
const SHOWN_DIGITS = 3;

/** `•••••••672`, inside an isolate so that it doesn't flip in Arabic text. All that page, paper and log ever get. */
export const maskCivilNumber = (number: CivilNumber): string => maskNumber(number);

/** The same mask for the other numbers that identify a person, whatever their length. */
export function maskNumber(number: string): string {
  const hidden = Math.max(0, number.length - SHOWN_DIGITS);
  return isolateLtr(MASK.repeat(hidden) + number.slice(hidden));
}
