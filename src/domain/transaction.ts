import { toWesternDigits } from './digits.ts';
import type { NumberFault } from './faults.ts';
import { fault, ok, type Brand, type Result } from './result.ts';

/** The states of a transaction (معاملة) that the public may see. */
export const PUBLIC_STATUSES = [
  'registered',
  'under_procedure',
  'referred',
  'awaiting_reply',
  'action_required',
  'issued_out',
  'completed',
  'filed',
  'returned',
  'cancelled',
  'restricted',
] as const;
export type PublicStatus = (typeof PUBLIC_STATUSES)[number];

export type Direction = 'incoming' | 'outgoing' | 'internal';

/** Western digits, 1 to 12 of them; a serial number that means something only with its Hijri year. */
export type TransactionNumber = Brand<string, 'TransactionNumber'>;
/** Umm al-Qura year, e.g. 1448. */
export type HijriYear = Brand<number, 'HijriYear'>;

/** A text of the source system in one or more languages; Arabic is always there. */
export interface LocalizedText {
  readonly ar: string;
  readonly [language: string]: string | undefined;
}

/** The same day in both calendars: `2026-11-21` and `1448-06-11`. */
export interface DualDate {
  readonly gregorian: string;
  readonly hijri: string;
}

export interface Referral {
  readonly sequence: number;
  readonly to: LocalizedText;
  readonly on: DualDate;
}

/** What a visitor who knows the number, the year and the identity may read. Never the subject, never a name. */
export interface Transaction {
  readonly number: string;
  readonly hijriYear: number;
  readonly direction: Direction;
  readonly registeredOn: DualDate;
  readonly status: PublicStatus;
  readonly statusSince: DualDate;
  readonly category?: LocalizedText;
  readonly currentUnit?: LocalizedText;
  readonly referredTo?: LocalizedText;
  readonly outgoing?: { readonly number: string; readonly date?: DualDate };
  readonly expectedBy?: DualDate;
  readonly requiredAction?: {
    readonly text: LocalizedText;
    readonly place?: LocalizedText;
    readonly dueOn?: DualDate;
  };
  /** Newest first. */
  readonly referrals: readonly Referral[];
}

/** The text in the wanted language, else the Arabic original; says which one it is so that the page can mark it. */
export function localized(text: LocalizedText, language: string): { text: string; language: string } {
  const wanted = Object.hasOwn(text, language) ? text[language] : undefined;
  return wanted === undefined || wanted === '' ? { text: text.ar, language: 'ar' } : { text: wanted, language };
}

const MAX_NUMBER_DIGITS = 12;
/** Hostile input is cut here before any pattern looks at it. */
const MAX_INPUT_CHARACTERS = 64;

/**
 * Reads what was typed or scanned as a transaction number. Accepts Arabic-Indic, Persian and Latin digits and
 * spaces; refuses anything else.
 */
export function parseTransactionNumber(input: string): Result<TransactionNumber, NumberFault> {
  if (input.length > MAX_INPUT_CHARACTERS) return fault('length');
  const digits = toWesternDigits(input);
  if (digits === '') return fault('empty');
  if (!/^[0-9]+$/.test(digits)) return fault('not_digits');
  if (digits.length > MAX_NUMBER_DIGITS) return fault('length');
  return ok(digits as TransactionNumber);
}

/** Accepts the current Hijri year and the `yearsBack` before it. */
export function parseHijriYear(input: number, current: number, yearsBack: number): Result<HijriYear, NumberFault> {
  if (!Number.isInteger(input) || input > current || input < current - yearsBack) return fault('year_range');
  return ok(input as HijriYear);
}
