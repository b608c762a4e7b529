import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskCivilNumber, parseCivilNumber, passesLuhn, type CivilNumber } from '../../src/domain/identity.ts';
import { stripBidiControls } from '../../src/domain/bidi.ts';
import { anyText } from '../fixtures/arbitraries.ts';
import { CITIZENS, RESIDENTS, replaceAt } from '../fixtures/cards.ts';

test.each([...CITIZENS])('%s is a citizen', (number) => {
  expect(parseCivilNumber(number)).toEqual({ ok: true, value: { kind: 'national_id', number } });
});

test.each([...RESIDENTS])('%s is a resident', (number) => {
  expect(parseCivilNumber(number)).toEqual({ ok: true, value: { kind: 'iqama', number } });
});

test.each<[string, string, string]>([
  ['nothing', '', 'empty'],
  ['spaces and direction marks', ' \u200f\u2066\u2069 ', 'empty'],
  ['a letter', '1o12345672', 'not_digits'],
  ['a minus sign', '-1012345672', 'not_digits'],
  ['an exponent', '1e9', 'not_digits'],
  ['a pasted line end', '1012345672\n', 'not_digits'],
  ['a control character', '1012345672\u0000', 'not_digits'],
  ['digits of another script', '१०१२३४५६७२', 'not_digits'],
  ['nine digits', '100000000', 'length'],
  ['eleven digits', '10000000080', 'length'],
  ['ten thousand digits', '1'.repeat(10_000), 'length'],
  ['ten thousand spaces', ' '.repeat(10_000), 'length'],
  ['a border number', '3012345678', 'class'],
  ['a leading zero', '0000000000', 'class'],
  ['a wrong check digit of a citizen', '1000000000', 'checksum'],
  ['a wrong check digit of a resident', '2345678901', 'checksum'],
  ['two digits swapped', '1012345627', 'checksum'],
])('refuses %s', (_name, input, reason) => {
  expect(parseCivilNumber(input)).toEqual({ ok: false, fault: reason });
});

const WESTERN = '0123456789';
const inScript = (number: string, digits: string): string =>
  number.replace(/[0-9]/g, (digit) => digits.charAt(Number(digit)));

/** Any valid civil number: class, eight free digits, and the one check digit that fits. */
const civilNumber = fc
  .tuple(fc.constantFrom('1', '2'), fc.integer({ min: 0, max: 99_999_999 }))
  .map(([first, rest]) => first + String(rest).padStart(8, '0'))
  .map((body) => body + Array.from(WESTERN).find((check) => luhnByTable(body + check))!);

/** Luhn written another way than in the code under test: by a table of doubled digits, from the left. */
function luhnByTable(digits: string): boolean {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  const sum = Array.from(digits, (digit, index) => (index % 2 === 0 ? doubled[Number(digit)]! : Number(digit)));
  return sum.reduce((a, b) => a + b, 0) % 10 === 0;
}

test('every civil number is accepted in every digit script, alone or mixed, spaced or marked', () => {
  const scripts = fc.constantFrom(WESTERN, '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹');
  const around = fc.constantFrom('', ' ', '\u200f', '\u2066', '\u00a0');
  fc.assert(
    fc.property(civilNumber, scripts, scripts, around, (number, head, tail, mark) => {
      const typed = mark + inScript(number.slice(0, 4), head) + mark + inScript(number.slice(4), tail) + mark;
      expect(parseCivilNumber(typed)).toMatchObject({ ok: true, value: { number } });
    }),
    { numRuns: 300 },
  );
});

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(civilNumber, fc.nat({ max: 9 }), fc.constantFrom(...Array.from(WESTERN)), (number, index, digit) => {
      fc.pre(number.charAt(index) !== digit);
      expect(parseCivilNumber(replaceAt(number, index, digit)).ok).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('two swapped neighbours are noticed, except 0 and 9, which the algorithm cannot tell', () => {
  fc.assert(
    fc.property(civilNumber, fc.integer({ min: 1, max: 8 }), (number, index) => {
      const pair = number.slice(index, index + 2);
      fc.pre(pair.charAt(0) !== pair.charAt(1) && pair !== '09' && pair !== '90');
      const swapped = number.slice(0, index) + pair.charAt(1) + pair.charAt(0) + number.slice(index + 2);
      expect(parseCivilNumber(swapped)).toEqual({ ok: false, fault: 'checksum' });
    }),
    { numRuns: 300 },
  );
});

test('arbitrary text never throws; what is accepted is ten digits with a right checksum', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parseCivilNumber(text);
      expect(!parsed.ok || (/^[12][0-9]{9}$/.test(parsed.value.number) && luhnByTable(parsed.value.number))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the checksum needs digits', () => {
  expect(passesLuhn('1012345672')).toBe(true);
  expect(passesLuhn('')).toBe(false);
  expect(passesLuhn('10l2345672')).toBe(false);
});

test('a mask never holds more than the last three digits', () => {
  fc.assert(
    fc.property(civilNumber, (number) => {
      const masked = maskCivilNumber(number as CivilNumber);
      expect(masked.replace(/\D/g, '')).toBe(number.slice(-3));
      expect(stripBidiControls(masked)).toBe(`•••••••${number.slice(-3)}`);
      expect(masked).toMatch(/^\u2066.*\u2069$/u);
    }),
    { numRuns: 100 },
  );
});
