import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { localized, parseHijriYear, parseTransactionNumber, type LocalizedText } from '../../src/domain/transaction.ts';
import { anyText, textOf } from '../fixtures/arbitraries.ts';

test.each<[string, string, string]>([
  ['one digit', '7', '7'],
  ['twelve digits', '123456789012', '123456789012'],
  ['leading zeros, which belong to the number', '00012345', '00012345'],
  ['Arabic-Indic digits', '١٢٣٤٥', '12345'],
  ['Persian digits', '۱۲۳۴۵', '12345'],
  ['mixed digits', '١2۳', '123'],
  ['spaces around and between', ' 12 345 ', '12345'],
  ['direction marks of a copied text', '\u200f\u206612345\u2069', '12345'],
])('a transaction number may be %s', (_name, input, number) => {
  expect(parseTransactionNumber(input)).toEqual({ ok: true, value: number });
});

test.each<[string, string, string]>([
  ['nothing', '', 'empty'],
  ['spaces', '   ', 'empty'],
  ['a letter', '12345A', 'not_digits'],
  ['Arabic letters', 'معاملة', 'not_digits'],
  ['number and year together', '12345/1448', 'not_digits'],
  ['a sign', '-5', 'not_digits'],
  ['a decimal point', '1.5', 'not_digits'],
  ['an Arabic decimal separator', '١٫٥', 'not_digits'],
  ['a hexadecimal number', '0x1F', 'not_digits'],
  ['a pasted line end', '12345\n', 'not_digits'],
  ['two pasted lines', '12345\r\n67890', 'not_digits'],
  ['a tab', '12345\t', 'not_digits'],
  ['a NUL', '12345\u0000', 'not_digits'],
  ['an escape', '\u001b[2J12345', 'not_digits'],
  ['a line separator', '12345\u2028', 'not_digits'],
  ['a query', "1' OR '1'='1", 'not_digits'],
  ['thirteen digits', '1234567890123', 'length'],
  ['10 kB of digits', '1'.repeat(10_240), 'length'],
  ['10 kB of spaces', ' '.repeat(10_240), 'length'],
])('a transaction number may not be %s', (_name, input, reason) => {
  expect(parseTransactionNumber(input)).toEqual({ ok: false, fault: reason });
});

test('arbitrary text never throws; what is accepted is one to twelve Western digits', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, textOf('0123456789٠٩۰۹ ', 0, 16)), (text) => {
      const parsed = parseTransactionNumber(text);
      expect(!parsed.ok || /^[0-9]{1,12}$/.test(parsed.value)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test.each([1448, 1447, 1439, 1438])('year %i is within ten years of 1448', (year) => {
  expect(parseHijriYear(year, 1448, 10)).toEqual({ ok: true, value: year });
});

test.each([1449, 1437, 0, -1448, 2026, 1447.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'year %d is not within ten years of 1448',
  (year) => {
    expect(parseHijriYear(year, 1448, 10)).toEqual({ ok: false, fault: 'year_range' });
  },
);

test('an accepted year is a whole number in range, whatever was sent', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.integer({ min: 1400, max: 1500 })), fc.nat({ max: 60 }), (year, yearsBack) => {
      const isInRange = Number.isInteger(year) && year <= 1448 && 1448 - year <= yearsBack;
      expect(parseHijriYear(year, 1448, yearsBack).ok).toBe(isInRange);
    }),
    { numRuns: 200 },
  );
});

test('a text of the source system comes in the wanted language, else in Arabic', () => {
  const text: LocalizedText = { ar: 'الشؤون', en: 'Affairs', ur: '' };
  expect(localized(text, 'en')).toEqual({ text: 'Affairs', language: 'en' });
  expect(localized(text, 'ar')).toEqual({ text: 'الشؤون', language: 'ar' });
  expect(localized(text, 'fr')).toEqual({ text: 'الشؤون', language: 'ar' });
  expect(localized(text, 'ur')).toEqual({ text: 'الشؤون', language: 'ar' });
});

test.each(['constructor', '__proto__', 'toString'])('a language named %s is none of the texts', (language) => {
  expect(localized({ ar: 'الشؤون' }, language)).toEqual({ text: 'الشؤون', language: 'ar' });
});
