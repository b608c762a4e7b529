import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dualDateOf,
  formatDualDigits,
  formatGregorian,
  formatHijri,
  formatTime,
  formatWeekday,
  gregorianOfHijri,
  hijriYearOf,
} from '../../src/domain/dates.ts';
import type { DualDate } from '../../src/domain/transaction.ts';

const TODAY: DualDate = { gregorian: '2026-11-21', hijri: '1448-06-11' };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Midnight in Riyadh of a day in 1440 AH's first month, and of one after the end of 1460 AH. */
const FIRST_MS = Date.parse('2018-09-11T00:00:00+03:00');
const LAST_MS = Date.parse('2039-01-25T00:00:00+03:00');

test('the tests run in another time zone than the kiosk', () => {
  expect(process.env['TZ']).toBe('America/New_York');
  expect(new Date('2026-11-21T00:00:00Z').getDate()).toBe(20);
});

/** Dates that official Saudi pages give in both calendars, and the day of the reference receipt. */
test.each([
  ['1446-05-19', '2024-11-21'],
  ['1444-11-29', '2023-06-18'],
  ['1447-05-08', '2025-10-30'],
  ['1448-06-11', '2026-11-21'],
])('%s AH is %s', (hijri, gregorian) => {
  expect(gregorianOfHijri(hijri)).toBe(gregorian);
  expect(dualDateOf(new Date(`${gregorian}T12:00:00+03:00`))).toEqual({ gregorian, hijri });
});

test('every day from 1440 to 1460 AH has one name in each calendar, one day after the other, and goes there and back', () => {
  const official = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
    timeZone: 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const wrong: string[] = [];
  const years = new Set<string>();
  let before = '';
  for (let dayMs = FIRST_MS; dayMs < LAST_MS; dayMs += DAY_MS) {
    const { gregorian, hijri } = dualDateOf(new Date(dayMs));
    const parts = Object.fromEntries(official.formatToParts(new Date(`${gregorian}T12:00:00Z`)).map((p) => [p.type, p.value]));
    if (hijri !== `${parts['year']!}-${parts['month']!}-${parts['day']!}`) wrong.push(`${gregorian} is not ${hijri}`);
    if (hijri <= before) wrong.push(`${hijri} comes after ${before}`);
    if (gregorianOfHijri(hijri) !== gregorian) wrong.push(`${hijri} does not lead back to ${gregorian}`);
    years.add(hijri.slice(0, 4));
    before = hijri;
  }
  expect(wrong).toEqual([]);
  expect([...years].map(Number)).toEqual(Array.from({ length: 21 }, (_, index) => 1440 + index));
});

test('a month has 29 or 30 days, and the thirtieth exists only where it does', () => {
  const wrong: string[] = [];
  for (let year = 1440; year <= 1460; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const name = `${String(year)}-${String(month).padStart(2, '0')}`;
      const thirtieth = gregorianOfHijri(`${name}-30`);
      const next = month === 12 ? `${String(year + 1)}-01-01` : `${String(year)}-${String(month + 1).padStart(2, '0')}-01`;
      const days = (Date.parse(gregorianOfHijri(next)!) - Date.parse(gregorianOfHijri(`${name}-01`)!)) / DAY_MS;
      if (days !== (thirtieth === null ? 29 : 30)) wrong.push(`${name} has ${String(days)} days`);
    }
  }
  expect(wrong).toEqual([]);
  expect(gregorianOfHijri('1448-06-31')).toBeNull();
});

test.each(['1300-01-01', '1300-12-29', '1399-07-15', '1500-01-01', '1599-12-29', '1600-01-01'])(
  'the search finds %s, at the edges of the table too',
  (hijri) => {
    const gregorian = gregorianOfHijri(hijri);
    expect(dualDateOf(new Date(`${gregorian!}T12:00:00+03:00`)).hijri).toBe(hijri);
  },
);

test.each(['', '1448', '1448-6-11', '1448/06/11', '1448-13-01', '1448-00-01', '1448-06-00', '1448-06-31', '1448-06-11\n', 'x', '١٤٤٨-٠٦-١١'])(
  '%j is no Hijri day',
  (hijri) => {
    expect(gregorianOfHijri(hijri)).toBeNull();
  },
);

test('arbitrary text is no Hijri day and never throws', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/));
  fc.assert(
    fc.property(text, (hijri) => {
      expect(gregorianOfHijri(hijri) ?? '2000-01-01').toMatch(/^[0-9]+-[0-9]{2}-[0-9]{2}$/);
    }),
    { numRuns: 200 },
  );
});

test('the day changes at midnight in Riyadh, not where the process thinks it lives', () => {
  expect(dualDateOf(new Date('2026-11-20T20:59:59.999Z'))).toEqual({ gregorian: '2026-11-20', hijri: '1448-06-10' });
  expect(dualDateOf(new Date('2026-11-20T21:00:00.000Z'))).toEqual(TODAY);
  expect(formatTime(new Date('2026-11-20T21:00:00.000Z'))).toBe('00:00');
  expect(formatTime(new Date('2026-11-21T07:42:59.000Z'))).toBe('10:42');
  expect(formatTime(new Date('2026-11-21T20:59:59.000Z'))).toBe('23:59');
});

test('the Hijri year changes with 1 Muharram in Riyadh', () => {
  const newYear = Date.parse(`${gregorianOfHijri('1449-01-01')!}T00:00:00+03:00`);
  expect(hijriYearOf(new Date(newYear - 1))).toBe(1448);
  expect(hijriYearOf(new Date(newYear))).toBe(1449);
});

test('any hour of a day is that day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: (LAST_MS - FIRST_MS) / DAY_MS }), fc.nat({ max: DAY_MS - 1 }), (day, restMs) => {
      const midnightMs = FIRST_MS + day * DAY_MS;
      expect(dualDateOf(new Date(midnightMs + restMs))).toEqual(dualDateOf(new Date(midnightMs)));
    }),
    { numRuns: 200 },
  );
});

test('writes a date in words as the emirate does', () => {
  expect(formatHijri(TODAY, 'ar')).toBe('11 جمادى الآخرة 1448هـ');
  expect(formatHijri(TODAY, 'ar', 'arab')).toBe('١١ جمادى الآخرة ١٤٤٨هـ');
  expect(formatHijri(TODAY, 'en')).toBe('11 Jumada II 1448 AH');
  expect(formatGregorian(TODAY, 'ar')).toBe('21 نوفمبر 2026م');
  expect(formatGregorian(TODAY, 'ar', 'arab')).toBe('٢١ نوفمبر ٢٠٢٦م');
  expect(formatGregorian(TODAY, 'en')).toBe('21 November 2026');
  expect(formatWeekday(TODAY, 'ar')).toBe('السبت');
  expect(formatWeekday(TODAY, 'en')).toBe('Saturday');
});

test('keeps the joiners that belong to the spelling of a Persian month', () => {
  expect(formatHijri(TODAY, 'fa')).toContain('جمادی\u200cالثانی');
});

test('the twelve Hijri months have their Saudi names', () => {
  const names = Array.from({ length: 12 }, (_, index) => {
    const hijri = `1448-${String(index + 1).padStart(2, '0')}-15`;
    return formatHijri({ hijri, gregorian: gregorianOfHijri(hijri)! }, 'ar').replace(/^15 | 1448هـ$/g, '');
  });
  expect(names.join('، ')).toBe(
    'محرم، صفر، ربيع الأول، ربيع الآخر، جمادى الأولى، جمادى الآخرة، رجب، شعبان، رمضان، شوال، ذو القعدة، ذو الحجة',
  );
});

test('writes both calendars in digits for paper, each in an isolate', () => {
  expect(formatDualDigits(TODAY, 'ar')).toBe('\u20661448/06/11\u2069هـ — \u20662026/11/21\u2069م');
  expect(formatDualDigits(TODAY, 'en')).toBe('\u20661448/06/11\u2069 AH — \u20662026/11/21\u2069');
});

const LANGUAGES = ['ar', 'en', 'ur', 'bn', 'hi', 'id', 'fil', 'tr', 'fr', 'fa', 'ha', 'ms', 'ru'] as const;

test('no written date holds a direction mark besides the isolates meant for paper', () => {
  const anyDay = fc.integer({ min: 0, max: (LAST_MS - FIRST_MS) / DAY_MS }).map((day) => new Date(FIRST_MS + day * DAY_MS));
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...LANGUAGES), fc.constantFrom('latn', 'arab'), (instant, language, numerals) => {
      const date = dualDateOf(instant);
      const words = [
        formatHijri(date, language, numerals),
        formatGregorian(date, language, numerals),
        formatWeekday(date, language),
        formatTime(instant),
        formatDualDigits(date, language).replace(/\u2066([0-9/]+)\u2069/g, '$1'),
      ];
      for (const word of words) expect(word).not.toMatch(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]|undefined|NaN/);
      for (const word of words.slice(0, 2)) expect(word).toMatch(/^\S+ \S.* \S+/);
    }),
    { numRuns: 200 },
  );
});
