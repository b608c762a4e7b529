import { isolateLtr, stripDirectionMarks } from './bidi.ts';
import type { DualDate } from './transaction.ts';

/**
 * Dates in both calendars. Everything is pinned (calendar, digits, time zone): the defaults of `ar-SA` have changed
 * between ICU versions, and `islamic`, `islamic-rgsa` and `islamic-tbla` are a day off the official calendar.
 */
export const TIME_ZONE = 'Asia/Riyadh';

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const created = new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, ...options });
  formatters.set(key, created);
  return created;
}

/** Without the direction marks that some versions of ICU put into Arabic dates. */
function part(parts: readonly Intl.DateTimeFormatPart[], ...types: readonly string[]): string {
  return stripDirectionMarks(parts.find(({ type }) => types.includes(type))?.value ?? '');
}

function dayIn(calendar: 'islamic-umalqura' | 'gregory', instant: Date): CalendarDay {
  const parts = formatter(`en-u-ca-${calendar}-nu-latn`, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(instant);
  return {
    year: Number(part(parts, 'year', 'relatedYear')),
    month: Number(part(parts, 'month')),
    day: Number(part(parts, 'day')),
  };
}

const pad = (value: number): string => String(value).padStart(2, '0');
const iso = ({ year, month, day }: CalendarDay): string => `${String(year)}-${pad(month)}-${pad(day)}`;

/** The day of an instant in Riyadh, in both calendars. */
export function dualDateOf(instant: Date): DualDate {
  return { gregorian: iso(dayIn('gregory', instant)), hijri: iso(dayIn('islamic-umalqura', instant)) };
}

/** The Umm al-Qura year of an instant in Riyadh, e.g. 1448. */
export const hijriYearOf = (instant: Date): number => dayIn('islamic-umalqura', instant).year;

/** Noon in Riyadh (UTC+3, no daylight saving) of a Gregorian day, so that no rounding changes the day. */
function noonOf(gregorian: string): Date {
  return new Date(`${gregorian}T12:00:00+03:00`);
}

const DAY_MS = 86_400_000;
/** 1 Muharram 1 AH, proleptic Gregorian, as a starting point of the search; the mean lunar year has 354.367 days. */
const HIJRI_EPOCH_MS = Date.UTC(622, 6, 19);
const MEAN_HIJRI_YEAR_DAYS = 354.367;

/**
 * The Gregorian day of an Umm al-Qura day, found by search over Intl. `null` where the month has no such day.
 * @param hijri `yyyy-MM-dd`, 1300 to 1600 AH; outside ICU only approximates.
 */
export function gregorianOfHijri(hijri: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(hijri);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > 30) return null;
  const daysSinceEpoch = (year - 1) * MEAN_HIJRI_YEAR_DAYS + (month - 1) * (MEAN_HIJRI_YEAR_DAYS / 12) + day;
  const guessMs = HIJRI_EPOCH_MS + Math.round(daysSinceEpoch) * DAY_MS;
  for (let offset = -5; offset <= 5; offset += 1) {
    const candidate = dualDateOf(new Date(guessMs + offset * DAY_MS + DAY_MS / 2));
    if (candidate.hijri === hijri) return candidate.gregorian;
  }
  return null;
}

/** Which digits running dates use; identifiers and receipts are always Western. */
export type Numerals = 'latn' | 'arab';

const HIJRI_ERA: Readonly<Record<string, string>> = { ar: 'هـ' };
const GREGORIAN_ERA: Readonly<Record<string, string>> = { ar: 'م' };

/** `11 جمادى الآخرة 1448هـ` or `11 Jumada II 1448 AH`; the order and the era are ours, the month name is ICU's. */
export function formatHijri(date: DualDate, language: string, numerals: Numerals = 'latn'): string {
  const parts = formatter(`${language}-u-ca-islamic-umalqura-nu-${numerals}`, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).formatToParts(noonOf(date.gregorian));
  const era = HIJRI_ERA[language] ?? ' AH';
  return `${part(parts, 'day')} ${part(parts, 'month')} ${part(parts, 'year', 'relatedYear')}${era}`;
}

/** `21 نوفمبر 2026م` or `21 November 2026`. */
export function formatGregorian(date: DualDate, language: string, numerals: Numerals = 'latn'): string {
  const parts = formatter(`${language}-u-ca-gregory-nu-${numerals}`, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).formatToParts(noonOf(date.gregorian));
  return `${part(parts, 'day')} ${part(parts, 'month')} ${part(parts, 'year')}${GREGORIAN_ERA[language] ?? ''}`;
}

/** `السبت` or `Saturday`. */
export function formatWeekday(date: DualDate, language: string): string {
  const parts = formatter(`${language}-u-ca-gregory-nu-latn`, { weekday: 'long' }).formatToParts(noonOf(date.gregorian));
  return part(parts, 'weekday');
}

/** `10:42`, 24 hours, Riyadh, always Western digits. */
export function formatTime(instant: Date): string {
  const parts = formatter('en-u-nu-latn', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(
    instant,
  );
  return `${part(parts, 'hour')}:${part(parts, 'minute')}`;
}

/**
 * Both calendars in digits, for paper: `1448/06/11هـ — 2026/11/21م`, each number group isolated so that nothing flips.
 */
export function formatDualDigits(date: DualDate, language: string): string {
  const hijri = isolateLtr(date.hijri.replaceAll('-', '/'));
  const gregorian = isolateLtr(date.gregorian.replaceAll('-', '/'));
  const hijriEra = HIJRI_ERA[language] ?? ' AH';
  const gregorianEra = GREGORIAN_ERA[language] ?? '';
  return `${hijri}${hijriEra} — ${gregorian}${gregorianEra}`;
}
