import bidiFactory, { type Bidi } from 'bidi-js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isolate, isolateLtr, stripBidiControls, stripDirectionMarks } from '../../src/domain/bidi.ts';
import { maskCivilNumber, type CivilNumber } from '../../src/domain/identity.ts';
import { formatDualDigits } from '../../src/domain/dates.ts';
import { textOf } from '../fixtures/arbitraries.ts';

test('wraps a value and nothing else', () => {
  expect(isolateLtr('12345')).toBe('\u206612345\u2069');
  expect(isolate('الشؤون')).toBe('\u2068الشؤون\u2069');
});

/** What the eye sees from left to right when a text stands in a right-to-left paragraph. */
function seen(text: string): string {
  // The package is CommonJS whose types say otherwise.
  const bidi = (bidiFactory as unknown as () => Bidi)();
  const levels = bidi.getEmbeddingLevels(text, 'rtl');
  return stripBidiControls(bidi.getReorderedString(text, levels));
}

test.each(['12345-1448', '+966 50 123 4567', '2026-11-21', '1448-MK-0012', '•••••••672', '1••••••234', '1448/06/11'])(
  '%s reads the same inside Arabic text as alone',
  (value) => {
    expect(seen(`رقم ${isolateLtr(value)} هـ`)).toContain(value);
  },
);

test('without an isolate a mask is turned round, which is why there is one', () => {
  expect(seen('رقم 1••••••234')).toContain('234••••••1');
});

test('what is inserted twice is isolated twice, and stays whole', () => {
  const dates = formatDualDigits({ gregorian: '2026-11-21', hijri: '1448-06-11' }, 'ar');
  expect(isolate(dates)).toBe(`\u2068${dates}\u2069`);
});

test.each([
  ['an end it never opened', 'a\u2069b', '\u2068ab\u2069'],
  ['a beginning it never closes', 'a\u2067b', '\u2068a\u2067b\u2069\u2069'],
  ['both, the wrong way round', 'a\u2069b\u2066c', '\u2068ab\u2066c\u2069\u2069'],
])('a text with %s does not reach out of its isolate', (_name, text, isolated) => {
  expect(isolate(text)).toBe(isolated);
});

/** Where the isolate that opens at the first character ends; UAX #9, BD9. */
function endOfFirstIsolate(text: string): number {
  let open = 0;
  for (const [index, character] of Array.from(text).entries()) {
    if (/[\u2066-\u2068]/.test(character)) open += 1;
    if (character === '\u2069') open -= 1;
    if (open === 0) return index;
  }
  return -1;
}

test('an isolate ends exactly at its own end, whatever is in it', () => {
  fc.assert(
    fc.property(textOf('a1ب\u200f\u202e\u2066\u2067\u2068\u2069', 0, 20), fc.boolean(), (text, isNumber) => {
      const isolated = isNumber ? isolateLtr(text) : isolate(text);
      expect(endOfFirstIsolate(isolated)).toBe(Array.from(isolated).length - 1);
      expect(stripBidiControls(isolated)).toBe(stripBidiControls(text));
    }),
    { numRuns: 300 },
  );
});

test('stripping takes the invisible characters and leaves the rest', () => {
  expect(stripBidiControls('\u200e\u200f\u061c\u202a\u202e\u2066\u2069\u200b\u200c\u200d\u2060\ufeffa ب•')).toBe('a ب•');
  expect(stripDirectionMarks('\u200e\u200f\u061c\u202a\u202e\u2066\u2069جمادی\u200cالثانی')).toBe('جمادی\u200cالثانی');
  expect(stripBidiControls(maskCivilNumber('1012345672' as CivilNumber))).toBe('•••••••672');
});
