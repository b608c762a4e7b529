import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toWesternDigits } from '../../src/domain/digits.ts';
import { anyText } from '../fixtures/arbitraries.ts';

test.each<[string, string, string]>([
  ['Western', '0123456789', '0123456789'],
  ['Arabic-Indic', '٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['Persian', '۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['mixed', '1٢۳', '123'],
  ['spaced', ' 1 2\u00a03\u202f4 ', '1234'],
  ['wrapped in direction marks', '\u200f\u2067١٢٣\u2069\u200e', '123'],
])('reads %s digits', (_name, input, output) => {
  expect(toWesternDigits(input)).toBe(output);
});

test.each(['12a', '12-3', '12/3', '१२३', '１２３', '1\t2', '1\n2', '1\u00002', '½', '²'])(
  'keeps what is no digit in %j, so that the caller can refuse it',
  (input) => {
    expect(toWesternDigits(input)).toBe(input);
  },
);

test('doing it twice changes nothing, and no Eastern digit is left', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = toWesternDigits(text);
      expect(toWesternDigits(once)).toBe(once);
      expect(once).not.toMatch(/[٠-٩۰-۹]/);
    }),
    { numRuns: 200 },
  );
});
